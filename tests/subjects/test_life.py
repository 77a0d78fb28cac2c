"""A person across organs: numbers, names, what happened, narrowed to what the viewer may see."""

from datetime import date

import pytest

from tests.subjects.conftest import COURT, JUSTICE, POLICE, SLIPPED, ZHANG, offence, person
from zhiheng.registry.selectors import COMMAND_LINE
from zhiheng.subjects.core.life import LIFE
from zhiheng.subjects.selectors import match_view, matches_seen_by, note_on, person_timeline, person_view, persons_found
from zhiheng.subjects.services import decide_match


@pytest.fixture()
def life(take_in, match, actor, now):
    """One person of two numbers, in the files of three organs; gives the id of the identity with the slip."""
    from zhiheng.subjects.models import Identity, Match

    take_in("人员基本信息", [person(ZHANG, "张某某", 曾用名="张三")])
    take_in("治安行政处罚", [offence(SLIPPED, "张某某", "罚1")], JUSTICE)
    custody = {"羁押场所": "示例看守所", "公民身份号码": ZHANG, "姓名": "张某某", "场所类别": "看守所", "入所日期": "2026-01-05"}
    take_in("羁押收押信息", [{**custody, "羁押阶段": "一审", "出所日期": "2026-02-01", "出所原因": "取保候审"}], POLICE)
    item = {"案号": "（2026）川0104刑初1号", "公民身份号码": ZHANG, "姓名": "张某某", "判项种类": "罚金", "判决金额": "1000"}
    take_in("财产性判项执行信息", [item], COURT)
    match()
    decide_match(actor=actor, now=now, match_id=Match.objects.get().pk, decision="same", reason="指纹相同")
    return Identity.objects.get(number=SLIPPED).pk


@pytest.fixture()
def organ_viewer(db, actor, now):
    """An officer of one organ's own."""
    from zhiheng.registry.services import appoint, enlist, ensure_organ

    def made(organ, role="organ_leader"):
        officer = enlist(actor=actor, username=f"of-{organ}", name="甲", organ=ensure_organ(actor=actor, name=organ, now=now), now=now)
        appoint(actor=actor, officer=officer, role=role, from_on=now.date(), now=now)
        return officer

    return made


def test_all_numbers_of_a_person_are_on_one_page(life):
    view = person_view(COMMAND_LINE, life)
    assert (view.known_by, view.numbers, view.name) == (ZHANG, [ZHANG, SLIPPED], "张某某")
    assert [one.kind for one in view.decisions] == ["same"]


def test_the_time_line_joins_organs_newest_first_undated_last(life):
    told = [(one.on, one.what, one.organ, one.number) for one in person_timeline(COMMAND_LINE, [ZHANG, SLIPPED])]
    assert told == [
        (date(2026, 3, 1), "治安处罚", JUSTICE, SLIPPED),
        (date(2026, 2, 1), "出所", POLICE, ZHANG),
        (date(2026, 1, 5), "入所", POLICE, ZHANG),
        (None, "财产性判项", COURT, ZHANG),
    ]


def test_an_organ_sees_what_it_wrote_and_how_many_others_there_are(life, organ_viewer):
    viewer = organ_viewer(JUSTICE)
    view = person_view(viewer, life)
    assert view.numbers == [SLIPPED]
    assert view.matches == []
    assert [one.organ for one in person_timeline(viewer, [ZHANG, SLIPPED])] == [JUSTICE]
    assert not matches_seen_by(viewer).exists()
    assert [one.identity.number for one in persons_found(viewer, "张某某")] == [SLIPPED]
    assert persons_found(viewer, "张三") == []


def test_an_organ_that_wrote_nothing_does_not_know_the_person(life, organ_viewer):
    viewer = organ_viewer("雷波县司法局")
    assert person_view(viewer, life) is None
    assert persons_found(viewer, ZHANG) == []
    assert person_timeline(viewer, [ZHANG]) == []


def test_how_many_other_organs_wrote_a_number_is_said(take_in, match, organ_viewer):
    take_in("人员基本信息", [person(ZHANG, "张某某")])
    take_in("治安行政处罚", [offence(ZHANG, "张某某", "罚1")], JUSTICE)
    match()
    seen = persons_found(organ_viewer(JUSTICE), ZHANG)[0]
    assert (seen.organs, seen.hidden) == ([JUSTICE], 1)


def test_a_shared_number_is_noted(take_in, match, actor, now):
    from zhiheng.subjects.models import Match

    take_in("人员基本信息", [person(ZHANG, "张某某")])
    take_in("治安行政处罚", [offence(ZHANG, "李四", "罚1")], JUSTICE)
    match()
    found = Match.objects.get()
    assert note_on(ZHANG).undecided == (found.pk,)
    decide_match(actor=actor, now=now, match_id=found.pk, decision="different", reason="照片不同")
    note = note_on(ZHANG)
    assert (note.shared, note.undecided) == (found.pk, ())
    assert person_view(COMMAND_LINE, note.identity).shared == {ZHANG: found.pk}
    view = match_view(found.pk, COMMAND_LINE)
    assert {view.left.organs[0], view.right.organs[0]} == {POLICE, JUSTICE}


def test_a_number_nobody_wrote_has_nothing_to_say(db):
    assert note_on("110101199003070011") == type(note_on(""))(None, "110101199003070011", None, ())


def test_an_undecided_match_that_others_settle_says_so(take_in, match, actor, now):
    from tests.subjects.conftest import number
    from zhiheng.subjects.models import Match

    numbers = sorted([ZHANG, SLIPPED, number("510140", "19900307", "891")])
    take_in("人员基本信息", [person(one, "张某某") for one in numbers])
    match()
    by_pair = {(numbers.index(one.left.number), numbers.index(one.right.number)): one.pk for one in Match.objects.all()}
    decide_match(actor=actor, now=now, match_id=by_pair[0, 1], decision="same", reason="核对")
    decide_match(actor=actor, now=now, match_id=by_pair[1, 2], decision="different", reason="核对")
    assert match_view(by_pair[0, 2], COMMAND_LINE).implied == "different"
    assert match_view(by_pair[0, 1], COMMAND_LINE).implied == ""


def test_every_field_of_the_time_line_is_in_the_standard():
    from zhiheng.schema import DATASETS

    for name, told in LIFE.items():
        assert DATASETS[name].person
        assert {field for field, _ in told.days} | set(told.facts) <= set(DATASETS[name].fields), name
