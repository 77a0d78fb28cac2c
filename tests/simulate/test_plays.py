"""Stories moved to other days and chosen to be played: the same every time, and none is passed over."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from types import SimpleNamespace

import pytest

from zhiheng.catalog import packs
from zhiheng.registry.core.kinds import RELATION_KINDS
from zhiheng.registry.core.roles import ROLES
from zhiheng.schema import DATASETS
from zhiheng.schema.errors import UnusableInputError
from zhiheng.simulate.plays import choosing, programme
from zhiheng.simulate.plays.company import Company, cast_for, parts_of, place_named, recast
from zhiheng.simulate.plays.days import moved, weeks_between, with_month_ends
from zhiheng.simulate.plays.ledgers import keepers, organs_of, pages_of
from zhiheng.simulate.plays.officers import Officers, role_with
from zhiheng.simulate.plays.persons import renamed
from zhiheng.simulate.plays.programme import Played, Programme, tried
from zhiheng.simulate.plays.scenes import scene_before, scenes_of, stories_of
from zhiheng.simulate.scenario import NOT_PLANTED, VIOLATIONS, load

DAY = date(2026, 9, 8)


@pytest.fixture(scope="module")
def catalog():
    return packs.loaded(Path(__file__).resolve().parents[2] / "packs")


@pytest.fixture(scope="module")
def stories(catalog):
    return stories_of(catalog)


@pytest.fixture(scope="module")
def scenes(stories):
    return {name: [scene for one in told for scene in scenes_of(one)] for name, told in stories.items()}


def same_pack(scenes, count):
    """So many procedures of one pack."""
    packs = defaultdict(list)
    for name, found in scenes.items():
        packs[found[0].story.spec.pack].append(name)
    return next(names for names in packs.values() if len(names) >= count)[:count]


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("2026-03-01", "2026-03-15"),
        ("2026-03-01T18:00", "2026-03-15T18:00"),
        ("2026-03", "2026-03"),
        ("2026-12", "2026-12"),
        ("二〇二六年三月一日", "二〇二六年三月一日"),
        ({"a": ["2026-02-20"], "b": 3}, {"a": ["2026-03-06"], "b": 3}),
        ("2026-13-77", "2026-13-77"),
        ("2026-03-01-7", "2026-03-01-7"),
    ],
)
def test_every_date_is_moved_and_nothing_else(said, meant):
    assert moved(said, 14) == meant


def test_a_month_is_moved_from_its_middle():
    assert moved("2026-12", 30) == "2027-01"


@pytest.mark.parametrize(
    ("before", "after", "meant"),
    [
        ("2026-11-30", "2026-08-24", "2026-07-31"),
        ("2027-01-01", "2026-09-11", "2026-09-01"),
        ("2026-11-29", "2026-08-23", "2026-08-23"),
        ("2026-11-30", "2026-08-31", "2026-08-31"),
    ],
)
def test_ends_of_months_stay_ends_of_months(before, after, meant):
    assert with_month_ends({"on": before}, {"on": after}) == {"on": meant}


def test_a_story_is_moved_by_whole_weeks():
    assert weeks_between(date(2026, 11, 20), DAY) % 7 == 0


def test_the_last_act_lies_before_the_day_and_keeps_its_weekday(stories):
    for scene in [scene for told in stories["leave"] for scene in scenes_of(told)][:8]:
        placed = scene_before(scene, DAY, 3)
        assert placed.last_on < DAY
        assert placed.last_on.weekday() == scene.last_on.weekday()
        assert placed.waits == scene.waits


def test_the_same_scenes_are_chosen_every_time(scenes):
    some = {name: scenes[name] for name in ("breach", "custody", "treatment_complaint")}
    once, again = choosing.chosen(some, DAY), choosing.chosen(some, DAY)
    assert [scene.key for scene in once[0]] == [scene.key for scene in again[0]]
    assert len({(scene.story.spec.id, scene.key) for scene in once[0]}) == len(once[0])


def test_every_procedure_offers_enough(scenes, catalog):
    assert set(scenes) == set(catalog.procedures)
    for name, many in choosing.shares(scenes).items():
        assert len(choosing.living(scenes[name], many)) == many >= choosing.OF_PROCEDURE, name


def test_every_pack_shows_cases_in_different_steps(scenes, catalog):
    shares, alive, steps = choosing.shares(scenes), Counter(), defaultdict(set)
    for name, many in shares.items():
        pack = catalog.procedures[name].pack
        alive[pack] += many
        steps[pack] |= {(name, scene.waits) for scene in choosing.living(scenes[name], many)}
    assert set(alive) == {spec.pack for spec in catalog.procedures.values()}
    assert {pack: count for pack, count in alive.items() if count < choosing.OF_PACK} == {}
    assert {pack: found for pack, found in steps.items() if len(found) < 3} == {}


def test_a_pack_with_one_procedure_shows_as_many_as_one_with_several(scenes):
    alone = choosing.shares({"leave": scenes["leave"]})
    two = choosing.shares({name: scenes[name] for name in same_pack(scenes, 2)})
    many = choosing.shares({name: scenes[name] for name in same_pack(scenes, 4)})
    assert (list(alone.values()), list(two.values()), list(many.values())) == ([5], [3, 3], [2, 2, 2, 2])


def test_a_story_that_no_day_allows_is_told(scenes, monkeypatch):
    monkeypatch.setattr(choosing, "scene_before", lambda *_: None)
    found, lost = choosing.chosen({"leave": scenes["leave"]}, DAY)
    assert found == []
    assert {one.spec.id for one in lost} == {"leave"}


def test_a_story_that_is_refused_is_named():
    def refuse():
        raise UnusableInputError("办件", "某事", "不能办理", "请核对")

    outcome = Played()
    tried(outcome, Officers(datetime(2026, 9, 8, tzinfo=UTC), date(2016, 1, 1)), "某故事", refuse)
    assert "不能演示：某故事" in outcome.lines()


def test_a_page_of_days_to_come_is_named_only_where_its_register_shows_nothing_else(monkeypatch):
    """What the law of no earlier day allows is left for the day on which it does, as long as the register has something to show."""

    def refuse(page, _place):
        if page.ahead or page.spec.id == "broken":
            raise UnusableInputError("台账", page.spec.id, "新法施行前不能办理", "请核对")
        return 1

    def page(register, *, ahead):
        spec, key = SimpleNamespace(id=register), f"{register}{ahead}"
        return SimpleNamespace(spec=spec, key=key, entries=1, ahead=ahead, is_ahead=lambda _on: ahead)

    monkeypatch.setattr(programme, "acts_under", lambda _keys: set())
    pages = [page("shown", ahead=True), page("shown", ahead=False), page("empty", ahead=True), page("broken", ahead=False)]
    outcome, officers = Played(), Officers(datetime(2026, 9, 8, tzinfo=UTC), date(2016, 1, 1))
    programme._play_pages(Programme(pages=[(one, 0) for one in pages]), outcome, officers, refuse)
    assert outcome.registers == {"shown"}
    assert len(outcome.failed) == 2
    assert sum("shown" in line for line in outcome.failed) == 0


def test_pages_of_stories_end_ahead_of_a_day_or_not(catalog):
    pages = [page for found in pages_of(catalog).values() for page in found]
    assert {page.is_ahead(DAY) for page in pages} == {True, False}
    assert not any(page.is_ahead(date(2040, 1, 1)) for page in pages)


def test_a_case_may_be_played_with_another_organ_in_the_openers_part(scenes, monkeypatch):
    monkeypatch.setattr("zhiheng.simulate.plays.company.registry.organ_named", lambda _name: None)
    scene = next(one for one in scenes["power_list"] if one.acts)
    company = Company([place_named(name) for name in ("四川省人民检察院", "重庆市人民检察院", "最高人民检察院", "云南省人民检察院")], DAY)
    monkeypatch.setattr(company, "is_for", lambda *_: True)
    cast = cast_for(scene, company)
    opener = next(iter(parts_of(scene)))
    assert cast is not None
    assert cast[opener] not in {other[opener] for other in recast(scene, company, cast)}


def test_names_of_the_story_become_those_of_the_demonstration():
    said = {"to": "武侯区人民法院", "note": ["周甲承认"], "rows": [{"who": "510107199004075992"}]}
    meant = renamed(said, {"武侯区人民法院": "万州区法院"}, {"周甲": "李文", "510107199004075992": "510104198501013414"})
    assert meant == {"to": "万州区法院", "note": ["李文承认"], "rows": [{"who": "510104198501013414"}]}


def test_an_organ_that_hands_its_seat_on_has_a_part(stories):
    parts = {organ for told in stories["referral"] for scene in scenes_of(told)[-1:] for organ in parts_of(scene)}
    acted = {event.organ for told in stories["referral"] for event, _ in scenes_of(told)[-1].acts}
    assert acted - parts == set()


def test_a_further_case_that_goes_the_same_way_is_a_case_of_its_own(stories):
    scene = scenes_of(stories["leave"][0])[0]
    assert replace(scene, copy=1).key != scene.key


def test_every_register_with_stories_has_pages(catalog):
    told = {one.of for one in catalog.stories if one.of in catalog.registers and catalog.registers[one.of].shape.view is None}
    assert set(pages_of(catalog)) == told


@pytest.mark.django_db
def test_a_part_told_by_its_relation_to_the_keeper_is_played_by_the_organ_that_stands_in_it(catalog):
    named = "不能看也不能处理，由上级督察处理"
    page = next(one for one in pages_of(catalog)["interventions"] if named in one.story["name"])
    keeper, above, aside = place_named("武侯区人民检察院"), place_named("成都市人民检察院"), place_named("绵阳市人民检察院")
    known = {("upper", one.name): frozenset({above.name} if one is keeper else set()) for one in (aside, keeper, above)}
    company = Company([aside, keeper, above], DAY, known=known)
    place = keepers(page.spec, company, "江城人民检察院").index(keeper)
    assert organs_of(page, place, company)["city"] == above.name


def test_every_relation_that_a_role_asks_for_is_known(catalog):
    asked = {role.relation[0]: spec.id for spec in catalog.procedures.values() for role in spec.roles.values() if role.relation}
    assert {kind: name for kind, name in asked.items() if kind not in RELATION_KINDS} == {}


def test_every_right_that_a_ledger_asks_for_is_given_by_a_post(catalog):
    asked = {
        (one.right, kind)
        for name, pages in pages_of(catalog).items()
        for page in pages
        for one in page.acts
        for kind in catalog.registers[name].shape.kept_by.kinds
    }
    assert all(right in ROLES[role_with(right, kind)].rights for right, kind in asked)
    with pytest.raises(UnusableInputError, match="没有岗位有权限"):
        role_with("document.approve", "prison")


def test_every_model_of_exchanged_records_is_planted_or_says_why_not(catalog):
    load()
    planted = {one.model for one in VIOLATIONS} | {name for name, reason in NOT_PLANTED.items() if reason}
    assert {spec.id for spec in catalog.models.values() if set(spec.reads) <= set(DATASETS)} <= planted
