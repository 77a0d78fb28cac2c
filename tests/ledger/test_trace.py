"""The trace as rooms use it, and every way of tampering with it by plain SQL."""

from __future__ import annotations

import pytest
from django.db import connection, transaction

from tests.ledger.tampering import past_the_program, triggers_off
from zhiheng.ledger import selectors, services
from zhiheng.ledger.core import tree
from zhiheng.ledger.core.event import link
from zhiheng.ledger.models import Entry
from zhiheng.ledger.services import OutsideTransactionError, append, checkpoint, erase_details

COLUMNS = "at, actor, actor_name, organ, via, act, thing, details, salt, details_digest, leaf, link, version, rows, rows_digest, subroots"


@pytest.fixture()
def trace(db, home, actor, now):
    """Twelve entries."""
    for number in range(1, 13):
        with transaction.atomic():
            append(actor=actor, act="clue.verified", thing=f"clue:{number}", details={"序号": number, "理由": "核实"}, now=now)


def sql(*statements: str) -> None:
    """What someone with the database's password could do."""
    past_the_program(*statements)


def messages(**options) -> list[str]:
    verdict = selectors.verify(**options)
    assert verdict.ok == (not verdict.findings)
    return [finding.message for finding in verdict.findings]


def test_a_sound_trace_is_sound(trace):
    verdict = selectors.verify()
    assert (verdict.ok, verdict.size, verdict.findings) == (True, 12, [])
    leaves = [bytes.fromhex(entry.leaf) for entry in Entry.objects.all()]
    assert verdict.root == tree.root_of(leaves).hex()


def test_an_empty_trace_is_sound(db, home):
    assert selectors.verify().ok


def test_entries_are_found_by_thing_and_newest_first(trace):
    assert [entry.facts for entry in selectors.entries_about("clue:3")] == [{"序号": 3, "理由": "核实"}]
    assert [entry.seq for entry in selectors.recent(3, before=10)] == [9, 8, 7]
    assert selectors.recent(act="batch.") == []


@pytest.mark.django_db(transaction=True)
def test_outside_a_transaction_nothing_is_appended(home, actor, now):
    with pytest.raises(OutsideTransactionError):
        append(actor=actor, act="clue.verified", thing="clue:1", details={}, now=now)
    assert selectors.size() == 0


@pytest.mark.django_db(transaction=True)
def test_an_act_that_fails_leaves_no_entry(home, actor, now):
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        append(actor=actor, act="clue.verified", thing="clue:1", details={}, now=now)
        raise ZeroDivisionError
    assert selectors.verify().size == 0


def test_entries_appended_at_once_come_one_after_the_other(apart):
    apart(
        """
        from zhiheng.ledger.services import append
        for number in range(10):
            with transaction.atomic():
                append(actor=actor, act="clue.verified", thing=f"{sys.argv[1]}:{number}", details={}, now=now)
        """,
        writers=3,
    )
    assert apart("from zhiheng.ledger.selectors import verify; print(verify().ok, verify().size)") == ["True 30"]


def test_the_trace_is_sound_while_others_append(apart):
    found = apart(
        """
        from zhiheng.ledger.selectors import verify
        from zhiheng.ledger.services import append, checkpoint, erase_details
        for number in range(12):
            if sys.argv[1] == "writer0":
                print(verify().findings)
                continue
            with transaction.atomic():
                seq = append(actor=actor, act="clue.verified", thing=f"clue:{number}", details={}, now=now)
            checkpoint(actor=actor, now=now)
            erase_details(actor=actor, seqs=[seq], reason="封存", now=now)
        """,
        writers=2,
    )
    assert found == ["[]"] * 12


@pytest.mark.parametrize(
    "change",
    [
        "actor='other'",
        "actor_name='别人'",
        "organ='别处'",
        "via='web'",
        "act='clue.refuted'",
        "thing='clue:99'",
        "details='{}'",
        "salt='" + "0" * 64 + "'",
        "salt=NULL",
        "salt='x'",
        "details_digest='" + "0" * 64 + "'",
        "leaf='" + "0" * 64 + "'",
        "at='2020-01-01 00:00:00+00:00'",
    ],
)
def test_a_changed_column_is_found_and_its_entry_named(trace, change):
    sql(f"update ledger_entry set {change} where seq=5")
    assert messages() == ["第 5 条的内容被改动过"]


def test_a_changed_link_is_found(trace):
    sql("update ledger_entry set link='" + "0" * 64 + "' where seq=5")
    assert messages() == ["第 5 条被整体替换"]


def test_a_removed_entry_is_named(trace):
    sql("delete from ledger_entry where seq in (4, 5, 9)")
    assert messages() == ["第 4 至 5 条被删去", "第 9 条被删去"]


def test_the_last_entries_removed_are_named_by_the_head(trace):
    sql("delete from ledger_entry where seq > 10")
    assert messages() == ["第 11 至 12 条被删去"]


def test_two_exchanged_entries_are_named(trace):
    sql(
        "update ledger_entry set seq=-1 where seq=3",
        "update ledger_entry set seq=3 where seq=8",
        "update ledger_entry set seq=8 where seq=-1",
    )
    assert messages() == ["第 8 条原是第 3 条：次序被改动过", "第 3 条原是第 8 条：次序被改动过"]


def test_a_removed_entry_is_named_even_when_those_after_it_are_renumbered(trace):
    sql("delete from ledger_entry where seq=4", *(f"update ledger_entry set seq={seq - 1} where seq={seq}" for seq in range(5, 13)))
    assert messages() == ["第 4 条被删去", "第 4 至 11 条原是第 5 至 12 条：次序被改动过"]


def test_a_copied_entry_put_at_the_end_is_named(trace):
    sql(f"insert into ledger_entry (seq, {COLUMNS}) select 13, {COLUMNS} from ledger_entry where seq=2")
    assert messages() == ["第 13 条是后来插入的"]


def forge(seq: int) -> None:
    """An entry whose own hash is right, put in place of, or after, the others by someone who knows the format."""
    entry = Entry.objects.get(seq=2)
    entry.seq, entry.act = seq, "clue.refuted"
    entry.leaf = entry.event().leaf().hex()
    with triggers_off():
        Entry.objects.filter(seq=seq).delete()
        entry.save(force_insert=True)


def test_a_forged_entry_with_a_right_hash_of_its_own_is_named_by_its_link(trace):
    forge(6)
    assert messages() == ["第 6 条被整体替换"]


def test_a_forged_entry_that_follows_the_one_before_breaks_with_the_one_after(trace):
    forge(6)
    entry, before = Entry.objects.get(seq=6), Entry.objects.get(seq=5)
    tied = link(bytes.fromhex(before.link), bytes.fromhex(entry.leaf)).hex()
    sql(f"update ledger_entry set link='{tied}' where seq=6")
    assert messages() == ["第 7 条与前一条接不上：这两条中有一条被整体替换"]


def test_a_forged_entry_at_the_end_is_named(trace):
    forge(13)
    assert messages() == ["第 13 条是后来插入的"]


def test_an_entry_inserted_between_others_is_named(trace):
    sql(*(f"update ledger_entry set seq={seq + 1} where seq={seq}" for seq in range(12, 6, -1)))
    forge(7)
    assert messages() == ["第 7 条是后来插入的", "第 8 至 13 条原是第 7 至 12 条：次序被改动过"]


def rewrite_all(head_too: bool = True) -> None:
    """Someone with the whole database and the program rewrites history from entry 5 on, consistently."""
    kept = list(Entry.objects.order_by("seq"))
    sql("delete from ledger_entry", "delete from ledger_head")
    for entry in kept:
        if entry.act == "ledger.checkpointed":
            continue
        actor = services.Actor(entry.actor, entry.actor_name, entry.organ, entry.via)
        act = "clue.refuted" if entry.seq == 5 else entry.act
        with transaction.atomic():
            append(actor=actor, act=act, thing=entry.thing, details=entry.facts, now=entry.at)


def test_only_a_checkpoint_shows_a_history_rewritten_as_a_whole(trace, actor, now):
    rewrite_all()
    assert messages() == []


def test_history_rewritten_as_a_whole_differs_from_a_stored_checkpoint(trace, actor, now):
    checkpoint(actor=actor, now=now)
    rewrite_all()
    assert messages()[:1] == ["第 1 至 12 条与 2026-06-30T01:00:00.000000Z 签名的检查点不符：其中有条目被改写"]


def test_history_rewritten_with_its_checkpoints_differs_from_the_one_an_outside_organ_holds(trace, actor, now):
    held = checkpoint(actor=actor, now=now)
    sql("delete from ledger_checkpoint")
    rewrite_all()
    assert selectors.verify().ok
    assert len(messages(checkpoint=held)) == 1


def test_a_shortened_trace_with_a_shortened_head_is_shown_by_a_checkpoint(trace, actor, now):
    held = checkpoint(actor=actor, now=now)
    sql("delete from ledger_checkpoint", "delete from ledger_entry where seq > 9")
    last = Entry.objects.get(seq=9)
    leaves = [bytes.fromhex(entry.leaf) for entry in Entry.objects.order_by("seq")]
    grown = tree.CompactRange().extended(leaves)
    peaks = " ".join(peak.hex() for peak in grown.peaks)
    sql(f"update ledger_head set size=9, root='{grown.root().hex()}', link='{last.link}', peaks='{peaks}'")
    assert selectors.verify().ok
    assert messages(checkpoint=held) == ["第 10 至 12 条被删去"]


@pytest.mark.parametrize("change", ["size=11", "size=13", "root='" + "0" * 64 + "'", "link='" + "0" * 64 + "'"])
def test_a_changed_head_is_found(trace, change):
    sql(f"update ledger_head set {change}")
    assert messages() != []


def test_a_missing_head_is_found(trace):
    sql("delete from ledger_head")
    assert messages() == ["账首记载与条目不符：条目共 12 条，账首记 （缺失） 条"]


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL refuses such values itself")
@pytest.mark.parametrize("value", ["'2026-13-45 00:00:00'", "'gestern'", "17", "x'00'"])
def test_an_instant_that_is_none_is_a_change(trace, value):
    sql(f"update ledger_entry set at={value} where seq=5")
    assert messages() == ["第 5 条的内容被改动过"]


@pytest.mark.parametrize("change", ["size=11", "root='" + "0" * 64 + "'", "signature='00'", "key='xyz'"])
def test_a_changed_checkpoint_is_found(trace, actor, now, change):
    checkpoint(actor=actor, now=now)
    assert messages() == []
    sql(f"update ledger_checkpoint set {change}")
    assert messages()[:1] == ["2026-06-30T01:00:00.000000Z 的检查点签名无效：检查点被改动过"]


def test_details_can_be_erased_and_the_proofs_stay(trace, actor, now):
    before = selectors.verify().root
    held = checkpoint(actor=actor, now=now)
    proof = selectors.inclusion(5, 12)
    assert erase_details(actor=actor, seqs=[5, 6], reason="未成年人犯罪记录封存", now=now) == 2
    entry = Entry.objects.get(seq=5)
    assert (entry.details, entry.salt, entry.facts) == (None, None, {})
    assert messages(checkpoint=held) == []
    assert tree.included(bytes.fromhex(entry.leaf), 4, 12, proof, bytes.fromhex(before))
    assert [one.thing for one in selectors.recent(2)] == ["entry:6", "entry:5"]


def test_details_blanked_without_an_erasure_are_found(trace):
    sql("update ledger_entry set details=NULL, salt=NULL where seq=7")
    assert messages() == ["第 7 条的细节被清除，但没有清除记录"]


def test_the_present_tree_provably_extends_an_earlier_one(trace, actor, now):
    earlier = selectors.verify()
    with transaction.atomic():
        append(actor=actor, act="clue.verified", thing="clue:13", details={}, now=now)
    later = selectors.verify()
    proof = selectors.consistency(earlier.size, later.size)
    assert tree.consistent(12, 13, proof, bytes.fromhex(earlier.root), bytes.fromhex(later.root))


def test_the_key_is_kept_in_the_home_for_its_owner_only(trace, home, actor, now):
    first = checkpoint(actor=actor, now=now)
    assert (home / "ledger.key").stat().st_mode & 0o777 == 0o600
    assert checkpoint(actor=actor, now=now).key == first.key
    assert [place.name for place in home.iterdir() if place.name.startswith("ledger.key")] == ["ledger.key"]
