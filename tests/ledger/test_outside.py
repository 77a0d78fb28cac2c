"""What outsiders can check without trusting the operator: witnesses, a stranger's key, a split view, a rewritten tree, evidence packs."""

from __future__ import annotations

import json
import subprocess
import sys
import zipfile
from hashlib import sha256
from io import BytesIO

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.db import transaction

from tests.ledger.tampering import past_the_program
from zhiheng.cli import witness as command
from zhiheng.ledger import selectors, services, verifier
from zhiheng.ledger.core import notes
from zhiheng.ledger.core.event import spelt_details
from zhiheng.ledger.core.notes import LOG, Key, Point, read_key, read_note, read_point, signature_of
from zhiheng.ledger.evidence import evidence_pack
from zhiheng.ledger.services import append, append_all, checkpoint


@pytest.fixture()
def trace(db, home, actor, now):
    """Seven entries."""
    grow(actor, now, 7)


def grow(actor, now, count, act="clue.verified"):
    with transaction.atomic():
        append_all(actor=actor, acts=[(act, f"clue:{number}", {"n": number}) for number in range(count)], now=now)


def rewrite(actor, now):
    """The operator writes the whole tree anew, with another act in it, and signs it with the same key."""
    size = selectors.size()
    past_the_program(*(f"delete from {table}" for table in ("ledger_entry", "ledger_head", "ledger_checkpoint")))
    grow(actor, now, size + 2, act="clue.refuted")
    return checkpoint(actor=actor, now=now).text


@pytest.fixture()
def desk(tmp_path, capsys):
    """Runs `zhiheng witness …` in a folder of its own; status and output."""
    place = tmp_path / "witness"

    def run(act, *options):
        import argparse

        parser = argparse.ArgumentParser()
        command.arguments(parser)
        status = command.run(parser.parse_args([act, str(place), *(str(option) for option in options)]))
        return status, capsys.readouterr().out

    run.place = place
    run.key = run("init", "--name", "court.example/witness")[1].strip()
    return run


def carried(tmp_path, text, since=None):
    """Checkpoint and proof as files that are carried to the witness."""
    point = tmp_path / "point.txt"
    point.write_text(text)
    if since is None:
        return ["--checkpoint", point]
    proof = tmp_path / "proof.json"
    steps = selectors.consistency(since, read_point(read_note(text).body).size)
    proof.write_text(json.dumps({"proof": [step.hex() for step in steps]}))
    return ["--checkpoint", point, "--proof", proof]


def test_a_published_note_of_the_format_is_read_and_its_signature_holds():
    """The example of golang.org/x/mod/sumdb/note and of C2SP's signed-note."""
    key = read_key("PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW")
    text = (
        "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n\n"
        "— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n"
    )
    note = read_note(text)
    assert (note.signed_by(key), str(note)) == (True, text)
    assert not read_note(text.replace("answer", "remedy")).signed_by(key)
    name, number, kind, public = verifier.key_of(str(key))
    assert (name, number, kind) == ("PeterNeumann", key.id, LOG)
    assert verifier.signed(public, note.body.encode(), note.signatures[0].content)
    assert not verifier.signed(public, note.body.encode() + b" ", note.signatures[0].content)


def test_details_are_spelt_as_rfc_8785_does():
    told = {"b": [1e21, 1.0, 2**60, "é\u2028\u0007"], "a": None, "\ue000": 1, "😀": 2}
    assert spelt_details(told) == '{"a":null,"b":[1e+21,1,"1152921504606846976","é\u2028\\u0007"],"😀":2,"\ue000":1}'
    with pytest.raises(ValueError, match=r"(?i)nan"):
        spelt_details({"a": float("nan")})


def older_entries(actor, now, count):
    """Entries as the programs before wrote them: no version, no rows, no subtree roots, details as Python's JSON spells them."""
    from zhiheng.ledger.core.event import FIRST, FIRST_LINK, Event, canonical, details_digest, link
    from zhiheng.ledger.core.tree import CompactRange
    from zhiheng.ledger.models import Entry, Head

    grown, tied = CompactRange(), FIRST_LINK
    for seq in range(1, count + 1):
        salt, text = "ab" * 32, canonical({"n": 1.0})
        event = Event(seq, now, actor.id, actor.name, actor.organ, actor.via, "old.act", "clue:0", details_digest(salt, text), "", FIRST)
        grown, subroots = grown.grown(event.leaf())
        tied = link(tied, event.leaf())
        kept = {"details": text, "salt": salt, "leaf": event.leaf().hex(), "link": tied.hex()}
        Entry.objects.create(**event.__dict__, **kept, subroots="".join(root.hex() for root in subroots))
    peaks = " ".join(peak.hex() for peak in grown.peaks)
    Head.objects.create(pk=1, size=count, peaks=peaks, root=grown.root().hex(), link=tied.hex())


def test_entries_of_earlier_programs_still_verify_and_are_followed_by_new_ones(db, home, actor, now):
    older_entries(actor, now, 5)
    assert selectors.verify().ok
    assert "rows_digest" not in selectors.entries_after(0, 1)[0].event().text()
    grow(actor, now, 3)
    assert (selectors.verify().ok, selectors.verify().size) == (True, 8)
    past_the_program("update ledger_entry set version = 2 where seq = 3")
    assert [finding.message for finding in selectors.verify().findings] == ["第 3 条的内容被改动过"]


def test_the_trace_signs_notes_under_its_name_and_key(trace, actor, now, settings):
    settings.LEDGER_NAME = "zhiheng.example/log"
    text = checkpoint(actor=actor, now=now).text
    note, key = read_note(text), services.log_key()
    point = read_point(note.body)
    assert (point.origin, point.size, point.root, note.signed_by(key)) == ("zhiheng.example/log", 7, selectors.root_at(7), True)
    assert read_key(str(key)) == key
    assert selectors.verify(pinned=[key]).ok


def test_the_key_lies_where_the_operator_says(trace, actor, now, settings, tmp_path):
    settings.LEDGER_KEY = str(tmp_path / "elsewhere" / "log.key")
    checkpoint(actor=actor, now=now)
    assert (tmp_path / "elsewhere" / "log.key").stat().st_mode & 0o777 == 0o600
    assert not (tmp_path / "ledger.key").exists()


def test_a_checkpoint_of_a_strangers_key_is_a_finding_where_the_key_is_pinned(trace, actor, now, tmp_path):
    pinned = services.log_key()
    (tmp_path / "ledger.key").rename(tmp_path / "kept.key")
    checkpoint(actor=actor, now=now)
    assert [finding.kind for finding in selectors.verify(pinned=[pinned]).findings] == ["key"]
    assert selectors.verify().ok


def test_a_key_is_changed_in_the_open_and_both_sign(trace, actor, now):
    former = services.log_key()
    aside = services.rotate_key(actor=actor, now=now)
    fresh = services.log_key()
    assert (aside.exists(), fresh.name, fresh.public != former.public) == (True, former.name, True)
    assert selectors.verify(pinned=[former, fresh]).ok
    assert [one.public for one in selectors.own_keys()] == [fresh.public, former.public]
    assert json.loads(selectors.recent(act="ledger.key_changed")[0].details) == {"former": str(former), "key": str(fresh)}


def test_a_witness_signs_what_only_grew_and_the_log_keeps_the_signature(trace, desk, tmp_path, actor, now):
    key = services.log_key()
    first = checkpoint(actor=actor, now=now).text
    assert desk("check", *carried(tmp_path, first), "--log", key) == (0, f"已见证：{key.name} 共 7 条，与上次见证的一致\n")
    grow(actor, now, 5)
    second, back = checkpoint(actor=actor, now=now).text, tmp_path / "back.txt"
    assert desk("check", *carried(tmp_path, second, since=7), "--out", back)[0] == 0
    assert read_note(back.read_text()).signed_by(read_key(desk.key))
    assert services.keep_cosignature(actor=actor, text=back.read_text(), now=now) == 1
    assert services.keep_cosignature(actor=actor, text=back.read_text(), now=now) == 0
    kept = selectors.checkpoint_covering(1)
    assert read_note(kept.note).signed_by(read_key(desk.key))
    assert selectors.verify(pinned=[key]).ok


def test_a_witness_does_not_sign_a_rewritten_tree(trace, desk, tmp_path, actor, now):
    desk("check", *carried(tmp_path, checkpoint(actor=actor, now=now).text), "--log", services.log_key())
    forged = rewrite(actor, now)
    status, said = desk("check", *carried(tmp_path, forged, since=7))
    assert (status, "前 7 条与上次见证的不一致：留痕被改写过；这份检查点已作为证据保存" in said) == (1, True)
    assert len(list(desk.place.glob("*/refused-*.txt"))) == 1
    assert selectors.verify().ok, "the operator's own database is at one with itself: only the witness tells"


def test_a_witness_sees_a_split_view(trace, desk, tmp_path, actor, now):
    key = services.log_key()
    desk("check", *carried(tmp_path, checkpoint(actor=actor, now=now).text), "--log", key)
    private = services.signing_key()
    body = Point(key.name, 7, bytes(32)).body()
    other = str(notes.Note(body, (signature_of(body, key.name, private),)))
    status, said = desk("check", *carried(tmp_path, other))
    assert (status, "对不同的人给出了不同的留痕" in said) == (1, True)
    shown = tmp_path / "shown to another.txt"
    shown.write_text(other)
    status, said = desk("compare", shown)
    assert (status, said) == (1, f"同样 7 条，根不同，两份都由 {key.name} 签署：对不同的人给出了不同的留痕\n")
    shown.write_text(checkpoint(actor=actor, now=now).text)
    assert desk("compare", shown)[0] == 0


def test_a_witness_does_not_sign_for_a_strangers_key_or_a_shorter_tree(trace, desk, tmp_path, actor, now):
    key, text = services.log_key(), checkpoint(actor=actor, now=now).text
    private = Ed25519PrivateKey.generate()
    stranger = Key(key.name, LOG, private.public_key().public_bytes_raw())
    desk("check", *carried(tmp_path, text), "--log", key)
    body = Point(key.name, 9, bytes(32)).body()
    forged = str(notes.Note(body, (signature_of(body, key.name, private),)))
    assert "不是约定的公钥签的" in desk("check", *carried(tmp_path, forged))[1]
    status, said = desk("check", *carried(tmp_path, forged), "--log", stranger)
    assert (status, "已经约定的公钥是" in said) == (1, True)
    body = Point(key.name, 3, selectors.root_at(3)).body()
    shorter = str(notes.Note(body, (signature_of(body, key.name, services.signing_key()),)))
    assert "留痕被截短或者被换掉" in desk("check", *carried(tmp_path, shorter))[1]


def test_a_cosignature_of_another_log_is_refused(trace, actor, now):
    from zhiheng.schema.errors import UnusableInputError

    body = Point("elsewhere", 7, bytes(32)).body()
    text = str(notes.Note(body, (signature_of(body, "elsewhere", Ed25519PrivateKey.generate()),)))
    with pytest.raises(UnusableInputError, match="不是本系统签署的检查点"):
        services.keep_cosignature(actor=actor, text=text, now=now)
    with pytest.raises(UnusableInputError, match="缺少正文或者签名"):
        services.keep_cosignature(actor=actor, text="x", now=now)


@pytest.fixture()
def pack(trace, actor, now):
    """An evidence pack of a paper whose digest an entry names."""
    content = "建议书".encode()
    import hashlib

    with transaction.atomic():
        details = {"files": {"pdf": hashlib.sha256(content).hexdigest()}}
        append(actor=actor, act="document.issued", thing="document:1", details=details, now=now)
    grow(actor, now, 3)
    entries = list(selectors.entries_about("document:1"))
    return evidence_pack(actor=actor, now=now, title="检察建议书", entries=entries, files={"建议书.pdf": content})


def apart(tmp_path, pack, key, *more):
    """The verifier that lies in the pack, run by a bare interpreter: no environment, no site-packages."""
    place, program = tmp_path / "pack.zip", tmp_path / "核验.py"
    place.write_bytes(pack)
    program.write_bytes(zipfile.ZipFile(BytesIO(pack)).read("核验.py"))
    ran = [sys.executable, "-I", "-S", str(program), str(place), "--key", str(key), *more]
    done = subprocess.run(ran, capture_output=True, text=True, env={"PYTHONIOENCODING": "utf-8", "PYTHONUTF8": "1"}, check=False)
    return done.returncode, done.stdout + done.stderr


def altered(pack, name, content):
    made = BytesIO()
    with zipfile.ZipFile(BytesIO(pack)) as before, zipfile.ZipFile(made, "w") as after:
        for one in before.namelist():
            after.writestr(one, content(before.read(one)) if one == name else before.read(one))
    return made.getvalue()


def test_an_evidence_pack_is_verified_by_a_bare_interpreter(pack, tmp_path):
    status, said = apart(tmp_path, pack, services.log_key())
    assert (status, said.splitlines()[-1]) == (0, "核验通过")
    assert "文书/建议书.pdf 与留痕所记的摘要一致" in said
    assert "属实  第 8 条留痕（2026-06-30T01:00:00.000000Z，document.issued，四川省检察院 测试员）在检查点之中" in said
    guide = zipfile.ZipFile(BytesIO(pack)).read("说明.txt").decode()
    assert "python3 核验.py 本包.zip --key" in guide


def test_a_pack_of_another_paper_another_entry_another_key_is_not_believed(pack, tmp_path):
    key = services.log_key()
    for name, change, reason in [
        ("文书/建议书.pdf", lambda was: was + b"\n", "与留痕所记的摘要不符"),
        ("证据.json", lambda was: was.replace(b"document.issued", b"document.struck"), "不在检查点所签的留痕之中"),
        ("证据.json", lambda was: was.replace(b'"details": "{', b'"details": "{ '), "细节被改动过"),
        ("检查点.txt", lambda was: was.replace(b"\n11\n", b"\n12\n"), "签名无效"),
    ]:
        status, said = apart(tmp_path, altered(pack, name, change), key)
        assert (status, reason in said) == (1, True), said
    stranger = Key(key.name, LOG, Ed25519PrivateKey.generate().public_key().public_bytes_raw())
    assert "没有" in apart(tmp_path, pack, stranger)[1]
    assert apart(tmp_path, pack, str(key)[:-2])[0] == 1
    (tmp_path / "pack.zip").write_bytes(b"no zip")
    assert verifier.main([str(tmp_path / "pack.zip"), "--key", str(key)]) == 2


def test_a_paper_that_the_evidence_does_not_list_or_that_is_there_twice_is_not_believed(pack, tmp_path):
    key, paper = services.log_key(), "文书/建议书.pdf"
    unlisted = altered(pack, "证据.json", lambda was: was.replace(f'"{paper}"'.encode(), b""))
    swapped = altered(unlisted, paper, lambda _: b"another paper")
    status, said = apart(tmp_path, swapped, key)
    assert (status, f"{paper} 没有列入证据" in said) == (1, True), said
    twice = BytesIO(pack)
    with zipfile.ZipFile(twice, "a") as more, pytest.warns(UserWarning, match="Duplicate"):
        more.writestr(paper, zipfile.ZipFile(BytesIO(pack)).read(paper))
    status, said = apart(tmp_path, twice.getvalue(), key)
    assert (status, "同名的文件" in said) == (1, True), said


def test_a_digest_that_somebody_wrote_into_words_vouches_for_no_paper(trace, actor, now, tmp_path):
    import hashlib

    forged = "另一份".encode()
    with transaction.atomic():
        words = {"reason": hashlib.sha256(forged).hexdigest(), "values": {"digest": hashlib.sha256(forged).hexdigest()}}
        append(actor=actor, act="document.returned", thing="document:1", details=words, now=now)
    entries = list(selectors.entries_about("document:1"))
    pack = evidence_pack(actor=actor, now=now, title="检察建议书", entries=entries, files={"建议书.pdf": forged})
    status, said = apart(tmp_path, pack, services.log_key())
    assert (status, "与留痕所记的摘要不符" in said) == (1, True), said


def test_a_pack_cut_short_is_not_verified(pack, tmp_path, capsys):
    place = tmp_path / "pack.zip"
    for length in (0, 100, len(pack) // 2, len(pack) - 30):
        place.write_bytes(pack[:length])
        assert verifier.main([str(place), "--key", str(services.log_key())]) == 2
        assert "核验通过" not in capsys.readouterr().out


def test_keys_of_the_wrong_kind_are_told(pack, desk, tmp_path):
    key = services.log_key()
    for given in ([key, "--witness", str(key)], [desk.key]):
        status, said = apart(tmp_path, pack, *given)
        assert (status, "公钥种类不对" in said) == (1, True), said


def signed_point(key, size, root):
    """A checkpoint as the holder of the log's own key signs it, whatever tree there is."""
    body = Point(key.name, size, root).body()
    return str(notes.Note(body, (signature_of(body, key.name, services.signing_key()),)))


def test_proofs_of_every_wrong_form_are_refused(trace, actor, now, tmp_path, capsys):
    """The operator, who holds the key, signs whatever they like: no proof makes it an extension of what was signed before."""
    key, first = services.log_key(), checkpoint(actor=actor, now=now).text
    grow(actor, now, 9)
    second = checkpoint(actor=actor, now=now).text
    before, after = read_point(read_note(first).body), read_point(read_note(second).body)
    sound = [step.hex() for step in selectors.consistency(before.size, after.size)]
    same_root = signed_point(key, after.size, before.root)
    other = sha256(b"another tree").digest()
    wrong = [
        (second, sound[:-1]), (second, [*sound, other.hex()]), (second, sound[::-1]), (second, []), (second, [other.hex()] * len(sound)),
        (same_root, [before.root.hex()]), (same_root, sound), (second, [*sound, sound[-1]]),
        (signed_point(key, after.size, other), sound), (signed_point(key, before.size - 1, before.root), sound),
    ]  # fmt: skip
    held, shown, proof = (tmp_path / name for name in ("held", "shown", "proof"))
    held.write_text(first)

    def verified(text, steps):
        shown.write_text(text)
        proof.write_text(json.dumps({"proof": steps}))
        return verifier.main(["--checkpoint", str(shown), "--held", str(held), "--proof", str(proof), "--key", str(key)])

    assert verified(second, sound) == 0
    for number, (text, steps) in enumerate(wrong):
        assert verified(text, steps) == 1, (number, capsys.readouterr().out)
    assert verified(second.replace(f"\n{after.size}\n", f"\n+{after.size}\n"), sound) == 1
    assert verified(second, ["zz"]) == 2


def test_an_inclusion_proof_for_a_larger_tree_or_cut_short_is_refused(pack, tmp_path, actor, now):
    key = services.log_key()
    grow(actor, now, 7)
    larger = checkpoint(actor=actor, now=now).text
    status, said = apart(tmp_path, altered(pack, "检查点.txt", lambda _: larger.encode()), key)
    assert (status, "核验通过" in said) == (1, False), said

    def shortened(was):
        told = json.loads(was)
        told["entries"][0]["proof"].pop()
        return json.dumps(told).encode()

    status, said = apart(tmp_path, altered(pack, "证据.json", shortened), key)
    assert (status, "过短" in said) == (1, True), said


def test_the_pack_carries_the_signatures_of_witnesses(pack, desk, tmp_path, actor, now):
    key, back = services.log_key(), tmp_path / "back.txt"
    text = checkpoint(actor=actor, now=now).text
    desk("check", *carried(tmp_path, text), "--log", key, "--out", back)
    services.keep_cosignature(actor=actor, text=back.read_text(), now=now)
    again = evidence_pack(actor=actor, now=now, title="x", entries=list(selectors.entries_about("document:1")), files={})
    status, said = apart(tmp_path, again, key, "--witness", desk.key)
    assert (status, "court.example/witness 见证过" in said) == (0, True)
    assert apart(tmp_path, pack, key, "--witness", desk.key)[0] == 1


def test_the_verifier_hashes_the_whole_trace_and_compares_checkpoints(trace, actor, now, tmp_path, capsys):
    key, first = str(services.log_key()), checkpoint(actor=actor, now=now).text
    grow(actor, now, 4)
    second = checkpoint(actor=actor, now=now).text
    lines = [{"seq": one.seq, "leaf": one.leaf, "text": one.event().text()} for one in selectors.entries_after(0, 100)]
    lines[2]["text"] = None
    places = {name: tmp_path / name for name in ("entries", "first", "second", "proof")}
    places["entries"].write_text("".join(json.dumps(line) + "\n" for line in lines))
    places["first"].write_text(first)
    places["second"].write_text(second)
    steps = [step.hex() for step in selectors.consistency(7, 12)]
    places["proof"].write_text(json.dumps({"proof": steps}))
    both = ["--checkpoint", str(places["second"]), "--key", key]
    growth = [*both, "--held", str(places["first"]), "--proof", str(places["proof"])]
    assert verifier.main([*both, "--entries", str(places["entries"])]) == 0
    assert verifier.main(growth) == 0
    assert "只追加了 5 条" in capsys.readouterr().out
    places["proof"].write_text(json.dumps({"proof": steps[::-1]}))
    assert verifier.main(growth) == 1
    lines[4]["leaf"], lines[4]["text"] = "00" * 32, None
    places["entries"].write_text("".join(json.dumps(line) + "\n" for line in lines))
    assert verifier.main([*both, "--entries", str(places["entries"])]) == 1


def test_an_erasure_by_order_keeps_proofs_and_rows_and_the_verdict_says_by_which_order(db, home, actor, now):
    from zhiheng.ledger.coverage import covered

    cursor = covered()["oversight_cursor"].model
    with transaction.atomic():
        cursor._base_manager.create(name="kept", position=1)
        append(actor=actor, act="person.read", thing="person:1", details={"name": "张三"}, now=now)
    grow(actor, now, 3)
    held, proof = checkpoint(actor=actor, now=now), selectors.inclusion(1, 4)
    assert services.erase_details(actor=actor, seqs=[1], reason="保存期满", order="川检销〔2026〕3号", now=now) == 1
    entry = selectors.entries_about("person:1")[0]
    assert (entry.details, entry.salt, entry.rows) == (None, None, None)
    verdict = selectors.verify(held)
    assert (verdict.findings, verdict.erased) == ([], ["第 1 条的细节已清除，依据：川检销〔2026〕3号，保存期满"])
    assert verifier.root_by(bytes.fromhex(entry.leaf), 0, 4, proof).hex() == held.root
    past_the_program("update oversight_cursor set position = 2")
    assert [finding.kind for finding in selectors.verify().findings] == ["row_changed"]
