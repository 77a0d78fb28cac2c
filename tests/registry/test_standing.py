"""How an organ stands to a procuratorate: by who supervises it, else by level and place; what is not registered is not known."""

from __future__ import annotations

from datetime import date

import pytest

from zhiheng.registry import services
from zhiheng.registry.core.standing import standing
from zhiheng.registry.selectors.relations import stands

DAY = date(2026, 6, 30)


@pytest.mark.parametrize(
    ("kind", "level", "division", "to_level", "to_division", "answer"),
    [
        ("justice", "county", "510121", "county", "510121", "own"),
        ("justice", "county", "510122", "county", "510121", "elsewhere"),
        ("justice", "city", "510100", "county", "510121", "higher"),
        ("justice", "city", "510300", "county", "510121", "elsewhere"),
        ("justice", "province", "510000", "county", "510121", "higher"),
        ("justice", "county", "510121", "city", "510100", "lower"),
        ("justice", "county", "510321", "city", "510100", "elsewhere"),
        ("township", "township", "510121", "county", "510121", "lower"),
        ("justice", "county", "500112", "province", "510000", "elsewhere"),
        ("prison", "province", "510000", "city", "510100", ""),
        ("justice", "", "510121", "county", "510121", ""),
        ("justice", "county", "", "county", "510121", ""),
        ("justice", "county", "510121", "county", "", ""),
        ("justice", "county", "510121", "", "510121", ""),
    ],
)
def test_level_and_place(kind, level, division, to_level, to_division, answer):
    assert standing(kind, level, division, to_level, to_division) == answer


@pytest.fixture()
def office(actor, now):
    def make(name, kind, level, division):
        organ = services.ensure_organ(actor=actor, name=name, now=now)
        organ.kind, organ.level, organ.division = kind, level, division
        organ.save()
        return organ

    return make


@pytest.mark.django_db
def test_who_supervises_it_goes_before_its_level(actor, now, office):
    city = office("金川市人民检察院", "procuratorate", "city", "510100")
    county = office("金水县人民检察院", "procuratorate", "county", "510121")
    other = office("银川市人民检察院", "procuratorate", "city", "510300")
    prison = office("金川监狱", "prison", "province", "510000")
    assert stands(prison, city, on=DAY) == ""
    services.relate(actor=actor, now=now, organ=city, kind="stationed_at", other=prison, since_on=date(2026, 1, 1), until_on=None)
    assert stands(prison, city, on=DAY) == "own"
    assert stands(prison, county, on=DAY) == "higher"
    assert stands(prison, other, on=DAY) == "elsewhere"
    assert stands(prison, city, on=date(2025, 12, 31)) == ""


@pytest.mark.django_db
def test_a_second_procuratorate_of_the_same_place_is_elsewhere(actor, now, office):
    first = office("金川市人民检察院", "procuratorate", "city", "510100")
    second = office("金川铁路运输检察院", "procuratorate", "city", "510100")
    house = office("金川市看守所", "detention_house", "city", "510100")
    services.relate(actor=actor, now=now, organ=second, kind="supervised_by", other=house, since_on=date(2026, 1, 1), until_on=None)
    assert stands(house, first, on=DAY) == "elsewhere"
    assert stands(house, second, on=DAY) == "own"
