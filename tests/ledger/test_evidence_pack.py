"""Evidence packs, proofs and the verifier that stands alone: what is altered, cut short or of another tree is not believed."""

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

from tests.ledger.outsiders import carried, grow
from tests.ledger.tampering import past_the_program
from zhiheng.ledger import selectors, services, verifier
from zhiheng.ledger.core import notes
from zhiheng.ledger.core.notes import LOG, Key, Point, read_note, read_point, signature_of
from zhiheng.ledger.evidence import evidence_pack
from zhiheng.ledger.services import append, checkpoint


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
