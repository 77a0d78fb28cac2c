"""Levels, kinds, relations and units of organs, and posts held for packs and a unit: what seats of a case are found by."""

from __future__ import annotations

from datetime import date

import pytest

from zhiheng.ledger.selectors import entries_about
from zhiheng.registry import rights, selectors, services
from zhiheng.registry.core.demonstration import Place, person_name, relations_among
from zhiheng.registry.core.kinds import LEVELS, ORGAN_KINDS, RELATION_KINDS, counts_as, unit_kind_of
from zhiheng.registry.core.organs import kind_of, level_of
from zhiheng.schema.errors import UnusableInputError

pytestmark = pytest.mark.django_db
DAY = date(2026, 6, 30)


@pytest.fixture()
def office(actor, now):
    return lambda name: services.ensure_organ(actor=actor, name=name, now=now)


@pytest.fixture()
def related_by(actor, now):
    def say(organ, kind, other, since_on=date(2026, 1, 1), until_on=None):
        return services.relate(actor=actor, now=now, organ=organ, kind=kind, other=other, since_on=since_on, until_on=until_on)

    return say


@pytest.mark.parametrize(
    ("name", "kind", "level"),
    [
        ("四川省监狱管理局", "prison_bureau", "province"),
        ("沱江监狱", "prison", ""),
        ("成都市看守所", "detention_house", "city"),
        ("锦江区看守所", "detention_house", "county"),
        ("成都市中级人民法院", "court", "city"),
        ("重庆市第一中级法院", "court", "city"),
        ("锦江区法院", "court", "county"),
        ("四川省高级人民法院", "court", "province"),
        ("凉山州检察院", "procuratorate", "city"),
        ("都江堰市检察院", "procuratorate", "county"),
        ("锦江区锦城司法所", "justice_office", "township"),
        ("锦江区社区矫正管理局", "corrections_agency", "county"),
        ("锦江区锦城街道办事处", "township", "township"),
        ("成都市出入境管理局", "migration_office", "city"),
        ("成都市公安局锦江分局春熙路派出所", "police", "township"),
        ("锦江区涉案财物管理中心", "property_centre", "county"),
        ("锦江区法律援助中心", "legal_service_body", "county"),
        ("锦江区委政法委", "political_legal_committee", "county"),
        ("渝中区市场监管局", "enforcement_agency", "county"),
        ("江城海关缉私局", "police", ""),
        ("锦江区残疾人联合会", "disabled_federation", "county"),
        ("省监狱医院", "hospital", ""),
        ("四川省强制医疗所", "treatment_house", "province"),
    ],
)
def test_kind_and_level_said_by_a_name(name, kind, level):
    assert (kind_of(name), level_of(name, kind_of(name))) == (kind, level)


def test_kinds_are_data_that_fit_together():
    assert {"police", "prison", "justice", "court", "procuratorate", "civil_affairs", "device", "administration"} <= set(ORGAN_KINDS)
    for kind in ORGAN_KINDS.values():
        assert kind.title
        assert set(kind.levels) <= set(LEVELS)
        assert set(kind.also) <= set(ORGAN_KINDS)
    for relation in RELATION_KINDS.values():
        assert relation.says.format(organ="甲", other="乙").count("甲") == 1


def test_a_narrower_kind_takes_the_parts_of_the_wider_one():
    assert counts_as("detention_house", ["police"])
    assert counts_as("police", ["police", "court"])
    assert not counts_as("police", ["detention_house"])


def test_the_court_of_a_prison_is_found_either_way_and_on_its_days(office, related_by):
    prison, first, second = office("沱江监狱"), office("成都市中级人民法院"), office("绵阳市中级人民法院")
    related_by(first, "court_of", prison, until_on=date(2026, 6, 1))
    related_by(second, "court_of", prison, since_on=date(2026, 6, 1))
    assert selectors.related(prison, "court_of", on=date(2026, 5, 31)) == [first]
    assert selectors.related(prison, "court_of", on=DAY) == [second]
    assert selectors.related(prison, "court_of", on=date(2025, 12, 31)) == []
    assert selectors.related(second, "court_of", on=DAY, back=True) == [prison]
    assert selectors.related(second, "court_of", on=DAY) == []
    assert [entry.act for entry in entries_about(f"organ:{prison.pk}")].count("organ.related") == 2


def test_the_parent_is_the_upper_where_no_row_says_otherwise(office, related_by, actor, now):
    county, city, other = office("锦江区检察院"), office("成都市检察院"), office("绵阳市检察院")
    services.describe_organ(actor=actor, now=now, organ=county, kind="procuratorate", level="county", division="510104", parent=city)
    county = selectors.organ_named("锦江区检察院")
    assert selectors.related(county, "upper", on=DAY) == [city]
    assert selectors.related(city, "upper", on=DAY, back=True) == [county]
    related_by(other, "upper", county, until_on=date(2026, 12, 1))
    assert selectors.related(county, "upper", on=DAY) == [other]
    assert selectors.related(city, "upper", on=DAY, back=True) == []
    assert selectors.related(county, "upper", on=date(2026, 12, 1)) == [city]


def test_a_relation_is_said_once_for_a_time_and_ended_with_its_day(office, related_by, actor, now):
    prison, court = office("沱江监狱"), office("成都市中级人民法院")
    row = related_by(court, "court_of", prison)
    for wrong, said in (
        ({"kind": "court_of", "other": prison}, "已有登记"),
        ({"kind": "friend_of", "other": prison}, "没有这种关系"),
        ({"kind": "court_of", "other": court}, "与自己没有关系"),
        ({"kind": "bureau_of", "other": prison, "until_on": date(2026, 1, 1)}, "终止日不晚于起始日"),
    ):
        with pytest.raises(UnusableInputError, match=said):
            related_by(court, **wrong)
    services.end_relation(actor=actor, now=now, relation=row, until_on=DAY)
    with pytest.raises(UnusableInputError, match="已于2026-06-30终止"):
        services.end_relation(actor=actor, now=now, relation=row, until_on=date(2026, 7, 1))
    assert selectors.related(prison, "court_of", on=DAY) == []
    with pytest.raises(ValueError, match="no such relation"):
        selectors.related(prison, "court", on=DAY)


def test_units_lie_in_units_of_their_own_organ(office, actor, now):
    prison, other = office("沱江监狱"), office("嘉陵监狱")
    ward = services.open_unit(actor=actor, now=now, organ=prison, name="一监区")
    inner = services.open_unit(actor=actor, now=now, organ=prison, name="一分监区", parent=ward)
    assert (ward.kind, inner.kind, unit_kind_of("派驻沱江监狱检察室"), unit_kind_of("法制科")) == (
        "ward", "subward", "stationed_office", "section",
    )  # fmt: skip
    for wrong, said in (({"organ": other, "parent": ward}, "不属于嘉陵监狱"), ({"organ": prison}, "同名")):
        with pytest.raises(UnusableInputError, match=said):
            services.open_unit(actor=actor, now=now, name="一监区", **wrong)
    with pytest.raises(UnusableInputError, match="其下还有内设机构"):
        services.close_unit(actor=actor, now=now, unit=ward, reason="合并")
    services.close_unit(actor=actor, now=now, unit=inner, reason="合并")
    services.close_unit(actor=actor, now=now, unit=ward, reason="合并")
    assert list(selectors.units_of(prison)) == []
    acts = [entry.act for entry in entries_about(f"organ:{prison.pk}").order_by("seq")]
    assert acts == ["organ.registered", "unit.opened", "unit.opened", "unit.closed", "unit.closed"]


def test_a_post_is_held_for_packs_and_for_a_unit_with_those_within(office, actor, now):
    prison = office("沱江监狱")
    ward, other = (services.open_unit(actor=actor, now=now, organ=prison, name=name) for name in ("一监区", "二监区"))
    inner = services.open_unit(actor=actor, now=now, organ=prison, name="一分监区", parent=ward)
    officer = services.enlist(actor=actor, now=now, username="ward", name="监区民警", organ=prison)
    wanted = {"role": "organ_handler", "from_on": date(2026, 6, 1)}
    services.appoint(actor=actor, now=now, officer=officer, packs=["commutation"], unit=ward, **wanted)

    def may(right="case.handle", **asked):
        return rights.may(officer, right, on=DAY, **asked)

    assert [may(), may(pack="commutation"), may(pack="parole")] == [True, True, False]
    assert [may(unit=ward), may(unit=inner), may(unit=other)] == [True, True, False]
    assert not may("case.decide", pack="commutation", unit=ward)
    services.appoint(actor=actor, now=now, officer=officer, **wanted)
    assert [may(pack="parole"), may(unit=other)] == [True, True]
    with pytest.raises(UnusableInputError, match="不属于沱江监狱"):
        strange = services.open_unit(actor=actor, now=now, organ=office("嘉陵监狱"), name="一监区")
        services.appoint(actor=actor, now=now, officer=officer, unit=strange, **wanted)


def test_who_handles_and_who_decides_are_different_roles():
    from zhiheng.registry.core.roles import ADMINISTRATORS, ROLES, WORK

    assert all({"case.read", "case.handle", "register.keep"} <= ROLES[name].rights for name in ("organ_handler", "prosecutor"))
    assert all({"case.review", "case.decide"} <= ROLES[name].rights for name in ("organ_leader", "chief_prosecutor"))
    assert not [name for name, role in ROLES.items() if {"case.handle", "case.decide"} <= role.rights]
    assert not [name for name in ADMINISTRATORS if ROLES[name].rights & WORK]


def test_the_demonstration_lets_seats_be_found(actor, now):
    names = ["沱江监狱", "成都市看守所", "成都市中级法院", "成都市检察院", "锦江区司法局", "锦江区法院", "成都市公安局", "凉山州检察院"]
    accounts = services.seed_demonstration(actor=actor, now=now, organs=names, whole=True)
    prison, house, bureau = (selectors.organ_named(name) for name in ("沱江监狱", "成都市看守所", "锦江区司法局"))

    def found(organ, kind):
        return [one.name for one in selectors.related(organ, kind, on=DAY)]

    assert found(prison, "court_of") == found(house, "court_of") == ["成都市中级法院"]
    assert found(prison, "bureau_of") == ["四川省监狱管理局"]
    assert found(house, "stationed_at") == ["成都市检察院"]
    assert len(found(prison, "stationed_at")) == 1
    assert (found(bureau, "court_of"), found(bureau, "police_of"), found(bureau, "supervised_by")) == (
        ["锦江区法院"], ["成都市公安局"], ["成都市检察院"],
    )  # fmt: skip
    assert found(selectors.organ_named("锦江区法院"), "upper") == ["成都市中级法院"]
    assert {unit.kind for unit in selectors.units_of(prison)} == {"ward", "subward", "section"}
    kinds = {selectors.organ_named(account.organ).kind for account in accounts if account.username.startswith("head-")}
    assert {"hospital", "prison_bureau", "justice_office", "property_centre", "township", "women_federation"} <= kinds
    for account in accounts:
        officer = selectors.officer_named(account.username)
        if account.username.startswith("head-"):
            assert rights.may(officer, "case.decide", on=DAY, pack="commutation")
        if account.username.startswith("organ-"):
            assert rights.may(officer, "case.handle", on=DAY, pack="commutation")
    again = services.seed_demonstration(actor=actor, now=now, organs=names, whole=True)
    assert [(one.username, one.name, one.organ) for one in again] == [(one.username, one.name, one.organ) for one in accounts]


def test_the_plan_of_relations_names_no_organ_twice_and_none_to_itself():
    names = ["沱江监狱", "成都市中级法院", "绵阳市中级法院", "绵阳市看守所", "绵阳市检察院", "四川省检察院"]
    places = [Place(name, kind_of(name), level_of(name, kind_of(name)), "5107" + "00" if name.startswith("绵阳") else "") for name in names]
    plan = relations_among(places)
    assert len(plan) == len(set(plan))
    assert not [row for row in plan if row[0] == row[2]]
    assert ("绵阳市中级法院", "court_of", "绵阳市看守所") in plan
    assert person_name("chief", "甲") == person_name("chief", "甲") != person_name("prosecutor", "甲")


def test_an_organ_whose_area_holds_the_place_goes_before_one_of_another_city():
    places = [
        Place("凉山州检察院", "procuratorate", "city", "513400"),
        Place("四川省检察院", "procuratorate", "province", "510000"),
        Place("涪城区法院", "court", "county", "510703"),
        Place("西昌市法院", "court", "county", "513401"),
    ]
    by = {other: organ for organ, kind, other in relations_among(places) if kind == "supervised_by"}
    assert (by["涪城区法院"], by["西昌市法院"]) == ("四川省检察院", "凉山州检察院")
    alone = {other: organ for organ, kind, other in relations_among(places[:1] + places[2:]) if kind == "supervised_by"}
    assert alone["涪城区法院"] == "凉山州检察院", "where nothing holds it, the nearest there is"
