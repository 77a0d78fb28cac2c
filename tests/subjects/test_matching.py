"""Which pairs are listed, with what evidence; that nothing is decided by a score; that runs repeat."""

import random
from datetime import timedelta

import pytest

from tests.subjects.conftest import COURT, JUSTICE, SLIPPED, ZHANG, number, offence, person
from zhiheng.schema.errors import UnusableInputError
from zhiheng.subjects.models import Identity, Match
from zhiheng.subjects.selectors import identities_now
from zhiheng.subjects.services import decide_match, undo_decision

OTHER = number("510107", "19850101", "321")


def levels(match):
    return {item["comparison"]: item["level"] for item in match.evidence}


def test_a_slip_is_listed_and_not_joined(slip):
    assert (slip.left.number, slip.right.number) == tuple(sorted((ZHANG, SLIPPED)))
    assert levels(slip) == {"name": "same", "birth": "same", "sex": "unknown", "area": "same", "order": "one_slip"}
    assert (slip.suggestion, slip.decision) == ("join", "")
    told = identities_now()
    assert told.aliases == {}
    assert told.undecided[0].numbers == (slip.left.number, slip.right.number)
    assert told.undecided[0].match == slip.pk


@pytest.mark.parametrize(
    ("other", "name", "expected"),
    [
        (number("510104", "19900307", "819"), "张某某", ("order", "one_slip")),
        (number("510140", "19900307", "891"), "张某某", ("area", "one_slip")),
        (number("513401", "19900307", "891"), "张某某", ("area", "other")),
        (number("510104", "19900370", "891"), "张某某", ("birth", "one_slip")),
        (number("510104", "19900317", "891"), "张某某", ("birth", "one_slip")),
        (number("510104", "19900307", "897"), "张三", ("name", "former")),
    ],
)
def test_each_kind_of_slip_is_found(take_in, match, other, name, expected):
    take_in("人员基本信息", [person(ZHANG, "张某某", 曾用名="张三")])
    take_in("治安行政处罚", [offence(other, name, "罚1")], JUSTICE)
    assert match().listed == 1
    assert levels(Match.objects.get())[expected[0]] == expected[1]


def test_a_passport_is_held_against_a_resident_of_the_same_name_birth_date_and_sex(take_in, match):
    take_in("人员基本信息", [person(ZHANG, "张某某"), person("E12345678", "张某某", 证件类型="护照", 出生日期="1990-03-07", 性别="男")])
    assert match().listed == 1
    found = Match.objects.get()
    assert levels(found) == {"name": "same", "birth": "same", "sex": "same", "area": "unknown", "order": "unknown"}
    assert found.suggestion == "unsure"


@pytest.mark.parametrize(
    ("other", "name"),
    [
        (number("513401", "19900307", "437"), "张某某"),
        (number("510104", "19900307", "897"), "李四"),
        (number("510104", "19610512", "891"), "张某某"),
    ],
)
def test_a_namesake_a_twin_and_a_stranger_are_not_listed(take_in, match, other, name):
    take_in("人员基本信息", [person(ZHANG, "张某某"), person(other, name)])
    assert match().listed == 0


def test_two_names_under_one_number_are_shown_and_not_merged_away(take_in, match):
    take_in("人员基本信息", [person(ZHANG, "张某某")])
    take_in("治安行政处罚", [offence(ZHANG, "李四", "罚1")], JUSTICE)
    take_in("刑事强制措施", [{"文书号": "强1", "公民身份号码": ZHANG, "姓名": "张某其", "种类": "拘留", "起日": "2026-01-01"}], COURT)
    match()
    found = {frozenset((one.left_name, one.right_name)): one for one in Match.objects.all()}
    assert {one.kind for one in found.values()} == {"name"}
    assert len(found) == 2
    assert all(one.left == one.right for one in found.values())
    assert {one.suggestion for one in found.values()} == {"join", "unsure"}
    assert identities_now().to_json() == {}


def test_runs_repeat_to_the_digit_in_any_order_of_the_rows(take_in, match, home, actor, now):
    rng = random.Random(5)  # noqa: S311 - the same rows each time
    rows = []
    for _ in range(120):
        own = number(rng.choice(("510104", "510107")), f"1990{rng.randint(1, 12):02d}{rng.randint(1, 4):02d}", f"{rng.randint(0, 40):03d}")
        rows.append(person(own, rng.choice(("张某某", "李四", "王五"))))
    rows = list({row["公民身份号码"]: row for row in rows}.values())
    take_in("人员基本信息", rows)
    match()
    first = list(Match.objects.order_by("left__number", "right__number").values_list("left__number", "right__number", "weight", "evidence"))
    assert first
    Match.objects.all().delete()
    Identity.objects.all().delete()
    rng.shuffle(rows)
    take_in("人员基本信息", rows, COURT)
    match()
    again = list(Match.objects.order_by("left__number", "right__number").values_list("left__number", "right__number", "weight", "evidence"))
    assert again == first


def test_a_later_run_overrides_no_decision_and_does_not_list_it_again(slip, take_in, match, actor, now):
    decide_match(actor=actor, now=now, match_id=slip.pk, decision="different", reason="指纹不同")
    take_in("治安行政处罚", [offence(SLIPPED, "张某某", "罚2")], COURT)
    outcome = match(now + timedelta(days=1))
    kept = Match.objects.get()
    assert (kept.decision, kept.is_changed, outcome.listed, outcome.changed) == ("different", False, 0, 0)
    assert identities_now().to_json() == {}


def test_a_decided_match_comes_back_when_its_evidence_changed(slip, take_in, match, actor, now):
    decide_match(actor=actor, now=now, match_id=slip.pk, decision="same", reason="指纹相同")
    take_in("人员基本信息", [person(SLIPPED, "张某某", 出生日期="1991-03-07")], JUSTICE)
    outcome = match(now + timedelta(days=1))
    kept = Match.objects.get()
    assert (kept.decision, kept.is_changed, outcome.changed) == ("same", True, 1)
    assert set(identities_now().aliases) == {max(ZHANG, SLIPPED)}
    decide_match(actor=actor, now=now, match_id=slip.pk, decision="same", reason="出生日期系登记错误")
    assert not Match.objects.get().is_changed
    undo_decision(actor=actor, now=now, match_id=slip.pk, reason="再核")
    assert Match.objects.get().is_changed
    undo_decision(actor=actor, now=now, match_id=slip.pk, reason="再核")
    assert Match.objects.get().decision == ""


def test_confirming_a_decision_does_not_change_the_number_known_by(slip, take_in, match, actor, now):
    decide_match(actor=actor, now=now, match_id=slip.pk, decision="same", reason="指纹相同")
    assert identities_now().aliases == {SLIPPED: ZHANG}
    for organ in (COURT, JUSTICE, "金堂县司法局"):
        take_in("人员基本信息", [person(SLIPPED, "张某某", 出生日期="1991-03-07")], organ)
    match(now + timedelta(days=1))
    decide_match(actor=actor, now=now, match_id=slip.pk, decision="same", reason="出生日期系登记错误")
    assert identities_now().aliases == {SLIPPED: ZHANG}


def test_a_match_whose_number_was_corrected_leaves_the_list(slip, take_in, match, now):
    take_in("治安行政处罚", [offence(ZHANG, "张某某", "罚1")], JUSTICE)
    assert match(now + timedelta(days=1)).dropped == 1
    assert not Match.objects.get().listed
    assert identities_now().undecided == ()


def test_thresholds_that_part_nothing_are_refused(db, home, match, settings):
    settings.PERSON_MATCH_SPLIT, settings.PERSON_MATCH_JOIN = 0.99, 0.5
    with pytest.raises(UnusableInputError, match="ZHIHENG_MATCH_JOIN"):
        match()


def test_thresholds_move_what_is_listed(slip, match, settings):
    settings.PERSON_MATCH_JOIN, settings.PERSON_MATCH_SPLIT = 0.999999, 0.9
    match()
    assert Match.objects.get().suggestion == "unsure"
    settings.PERSON_MATCH_SPLIT = 0.99999
    assert match().dropped == 1
