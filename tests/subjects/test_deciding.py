"""Decisions on matches: in force, undone, never against each other."""

import random
from datetime import date

import pytest

from tests.subjects.conftest import JUSTICE, SLIPPED, ZHANG, number, offence, person
from zhiheng.ledger.selectors import entries_about
from zhiheng.registry.models import Barrier
from zhiheng.registry.selectors import COMMAND_LINE, barred_numbers, barriers_of
from zhiheng.registry.services import enlist, ensure_organ
from zhiheng.subjects.core.errors import MatchRefused
from zhiheng.subjects.selectors import identities_now
from zhiheng.subjects.services import decide_match, undo_decision


def test_nobody_has_two_numbers_in_an_empty_library(db):
    assert identities_now().to_json() == {}


def test_a_match_that_is_not_there_is_refused(db, actor, now):
    with pytest.raises(MatchRefused, match="没有这一条"):
        decide_match(actor=actor, now=now, match_id=7, decision="same", reason="核对指纹")
    with pytest.raises(MatchRefused, match="没有这一条"):
        undo_decision(actor=actor, now=now, match_id=7, reason="核对指纹")
    assert not entries_about("match:7").exists()


def decided(actor, now, match, decision="same", reason="核对指纹卡，系同一人"):
    return decide_match(actor=actor, now=now, match_id=match.pk, decision=decision, reason=reason)


def test_a_decision_joins_and_its_undoing_restores_what_was(slip, actor, now):
    before = identities_now().to_json()
    decided(actor, now, slip)
    assert identities_now().to_json() == {"aliases": {SLIPPED: ZHANG}}
    undo_decision(actor=actor, now=now, match_id=slip.pk, reason="材料有误")
    assert identities_now().to_json() == before
    assert [entry.act for entry in entries_about(f"match:{slip.pk}")] == ["match.decided", "match.undone"]
    assert [one.kind for one in slip.decisions.all()] == ["same", "undone"]


def test_to_decide_that_two_differ_joins_nothing_and_leaves_the_list(slip, actor, now):
    decided(actor, now, slip, "different")
    assert identities_now().to_json() == {}


def test_the_trace_says_which_numbers_and_why(slip, actor, now):
    decided(actor, now, slip)
    facts = entries_about(f"match:{slip.pk}").get().facts
    assert sorted(facts["numbers"]) == sorted((ZHANG, SLIPPED))
    assert (facts["decision"], facts["reason"]) == ("same", "核对指纹卡，系同一人")


@pytest.mark.parametrize(
    ("decision", "reason", "said"),
    [("maybe", "核对", "没有“maybe”"), ("same", "  ", "没有写明理由"), ("same", "长" * 2001, "超过 2000 字")],
)
def test_what_is_no_decision_is_refused_and_leaves_nothing(slip, actor, now, decision, reason, said):
    with pytest.raises(MatchRefused, match=said):
        decided(actor, now, slip, decision, reason)
    assert not slip.decisions.exists()
    assert not entries_about(f"match:{slip.pk}").exists()


@pytest.mark.parametrize("again", ["same", "different"])
def test_a_decided_match_is_undone_before_it_is_decided_again(slip, actor, now, again):
    decided(actor, now, slip)
    with pytest.raises(MatchRefused, match="先撤销原认定"):
        decided(actor, now, slip, again)


def test_there_is_nothing_to_undo_before_a_decision(slip, actor, now):
    with pytest.raises(MatchRefused, match="没有有效的认定"):
        undo_decision(actor=actor, now=now, match_id=slip.pk, reason="误点")


def test_a_decision_is_never_changed(slip, actor, now):
    made = decided(actor, now, slip)
    made.reason = "别的"
    with pytest.raises(RuntimeError, match="只能追加"):
        made.save()


@pytest.fixture()
def three(take_in, match):
    """Three numbers of one name and birth date: three matches, by the pair they are of."""
    from zhiheng.subjects.models import Match

    numbers = sorted([ZHANG, SLIPPED, number("510140", "19900307", "891")])
    take_in("人员基本信息", [person(one, "张某某") for one in numbers])
    match()
    return {(numbers.index(one.left.number), numbers.index(one.right.number)): one for one in Match.objects.all()}


def test_a_decision_that_would_join_what_was_parted_is_refused_by_name(three, actor, now):
    decided(actor, now, three[0, 1])
    decided(actor, now, three[1, 2], "different")
    with pytest.raises(MatchRefused, match=f"第 {three[1, 2].pk} 号匹配的认定相抵触"):
        decided(actor, now, three[0, 2])
    undo_decision(actor=actor, now=now, match_id=three[1, 2].pk, reason="再核")
    decided(actor, now, three[0, 2])
    assert len(identities_now().aliases) == 2
    assert identities_now().undecided == ()


def test_a_decision_that_would_part_what_was_joined_is_refused_by_name(three, actor, now):
    decided(actor, now, three[0, 1])
    decided(actor, now, three[1, 2])
    with pytest.raises(MatchRefused, match="相抵触"):
        decided(actor, now, three[0, 2], "different")


def test_a_number_shared_by_two_persons_is_joined_with_no_other(take_in, match, actor, now):
    from zhiheng.subjects.models import Match

    take_in("人员基本信息", [person(ZHANG, "张某某"), person(SLIPPED, "张某某")])
    take_in("治安行政处罚", [offence(ZHANG, "李四", "罚1")], JUSTICE)
    match()
    decided(actor, now, Match.objects.get(kind="name"), "different", "两人照片不同，号码重号")
    with pytest.raises(MatchRefused, match="已认定由两个人共用"):
        decided(actor, now, Match.objects.get(kind="pair"))


def test_any_decisions_and_undos_leave_the_fold_of_what_is_in_force(three, actor, now):
    rng = random.Random(11)  # noqa: S311 - the same steps each time
    states = {}
    for _ in range(60):
        pair = rng.choice(list(three))
        kind = rng.choice(["same", "different", "undo"])
        try:
            if kind == "undo":
                undo_decision(actor=actor, now=now, match_id=three[pair].pk, reason="再核")
                states.pop(pair)
            else:
                decided(actor, now, three[pair], kind)
                states[pair] = kind
        except MatchRefused:
            continue
        joined = {one for pair, kind in states.items() if kind == "same" for one in pair}
        assert len(identities_now().aliases) == max(len(joined) - 1, 0)
        kept = {
            pair: one.decision for pair, one in ((pair, type(one).objects.get(pk=one.pk)) for pair, one in three.items()) if one.decision
        }
        assert kept == states


THREE = """
from zhiheng.subjects.models import Identity, Match
told = {"first_received_at": now, "last_received_at": now}
made = [Identity.objects.create(number=one, kind="resident", name="张某某", names="", digest=one, **told) for one in "ABC"]
for left, right in ((0, 1), (1, 2), (0, 2)):
    dated = {"found_at": now, "refreshed_at": now}
    print(Match.objects.create(kind="pair", left=made[left], right=made[right], weight=1, probability=1, evidence_digest="e", **dated).pk)
"""
AT_ONCE = """
from zhiheng.subjects.services import decide_match
from zhiheng.subjects.core.errors import MatchRefused
match, decision = PLAN[sys.argv[1]]
try:
    decide_match(actor=actor, now=now, match_id=match, decision=decision, reason="核对")
    print("done")
except MatchRefused:
    print("refused")
"""


def test_three_deciding_at_once_do_not_contradict_each_other(apart):
    first, second, third = (int(line) for line in apart(THREE))
    plan = {"writer0": (first, "same"), "writer1": (second, "same"), "writer2": (third, "different"), "opening": (0, "")}
    assert sorted(apart(AT_ONCE.replace("PLAN", repr(plan)), writers=3)) == ["done", "done", "refused"]


@pytest.mark.parametrize("kind", ["sealed", "limited", "avoidance"])
@pytest.mark.parametrize("closed", [0, 1, 2])
def test_who_may_not_see_a_person_sees_no_number_decided_to_be_theirs(three, actor, now, kind, closed):
    """Whichever number was closed, through however many decisions; undone, each number is a person of its own again."""
    officer = enlist(actor=COMMAND_LINE, now=now, username="seer", name="李检", organ=ensure_organ(actor=actor, now=now, name="四川省检察院"))
    numbers = sorted({one.number for match in three.values() for one in (match.left, match.right)})
    given = {"officer": officer} if kind == "avoidance" else {"admitted": []}
    Barrier.objects.create(number=numbers[closed], kind=kind, reason="依法不得知悉", since_on=date(2026, 1, 1), set_by="x", **given)
    assert set(numbers) & barred_numbers(officer) == {numbers[closed]}
    decided(actor, now, three[0, 1])
    decided(actor, now, three[1, 2])
    assert set(numbers) <= barred_numbers(officer)
    assert [barriers_of(one).count() for one in numbers] == [1, 1, 1]
    undo_decision(actor=actor, now=now, match_id=three[1, 2].pk, reason="材料有误")
    assert set(numbers) & barred_numbers(officer) == ({numbers[2]} if closed == 2 else set(numbers[:2]))
