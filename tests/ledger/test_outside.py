"""What outsiders can check without trusting the operator: witnesses, a stranger's key, a split view, a rewritten tree."""

from __future__ import annotations

import json

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from tests.ledger.outsiders import carried, grow
from tests.ledger.tampering import past_the_program
from zhiheng.ledger import selectors, services, verifier
from zhiheng.ledger.core import notes
from zhiheng.ledger.core.event import spelt_details
from zhiheng.ledger.core.notes import LOG, Key, Point, read_key, read_note, read_point, signature_of
from zhiheng.ledger.services import checkpoint


def rewrite(actor, now):
    """The operator writes the whole tree anew, with another act in it, and signs it with the same key."""
    size = selectors.size()
    past_the_program(*(f"delete from {table}" for table in ("ledger_entry", "ledger_head", "ledger_checkpoint")))
    grow(actor, now, size + 2, act="clue.refuted")
    return checkpoint(actor=actor, now=now).text


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
