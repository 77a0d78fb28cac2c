"""Divisions and the areas in which moving about needs no leave."""

from __future__ import annotations

import pytest

from zhiheng.schema import divisions


def test_the_table_holds_both_provinces():
    counties = [code for code in divisions.table() if not code.endswith("00")]
    assert sum(code.startswith("51") for code in counties) == 183
    assert sum(code.startswith("50") for code in counties) == 38
    assert all(len(code) == 6 and code.isdigit() for code in divisions.table())


def test_names():
    assert divisions.name_of("510104") == "锦江区"
    assert divisions.full_name_of("510104") == "四川省成都市锦江区"
    assert divisions.full_name_of("500101") == "重庆市万州区"
    assert divisions.name_of("420102") == "420102"
    assert divisions.full_name_of("420102") == "湖北省（区划代码420102）"


@pytest.mark.parametrize(
    ("code", "area"),
    [
        ("510104", "510100"),
        ("510107", "510100"),
        ("510181", "510181"),
        ("510121", "510121"),
        ("513401", "513401"),
        ("513402", "513402"),
        ("513437", "513437"),
        ("500101", "500100"),
        ("500156", "500100"),
        ("500235", "500235"),
        ("420102", "420100"),
        ("429004", "429004"),
        ("310151", "310100"),
        ("110101", "110100"),
        ("510100", "510100"),
    ],
)
def test_areas(code, area):
    assert divisions.area_of(code) == area
    assert divisions.areas_of([code, None, code]) == [area, None, area]


def test_every_district_of_the_table_lies_in_the_area_of_its_city():
    for code, name in divisions.table().items():
        if not code.endswith("00"):
            assert divisions.is_district(code) == name.endswith("区"), (code, name)


def test_children():
    assert divisions.children_of("510700")[0] == "510703"
    assert len(divisions.children_of("510000")) == 21
    assert len(divisions.children_of("500000")) == 38
