"""Administrative divisions (GB/T 2260) of Sichuan and Chongqing down to counties, as of 2023-06-30.

The table is data (`data/divisions.csv`); codes of other provinces are understood by their digits where that suffices.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from functools import cache, lru_cache
from importlib.resources import files
from types import MappingProxyType

AS_OF = "2023-06-30"
MUNICIPALITIES = frozenset({"11", "12", "31", "50"})
PREFECTURE_CITIES = frozenset({*range(1, 21), *range(51, 71)})
DISTRICTS = range(1, 21)
_PROVINCES = (
    "11北京市 12天津市 13河北省 14山西省 15内蒙古自治区 21辽宁省 22吉林省 23黑龙江省 31上海市 32江苏省 33浙江省 "
    "34安徽省 35福建省 36江西省 37山东省 41河南省 42湖北省 43湖南省 44广东省 45广西壮族自治区 46海南省 50重庆市 51四川省 "
    "52贵州省 53云南省 54西藏自治区 61陕西省 62甘肃省 63青海省 64宁夏回族自治区 "
    "65新疆维吾尔自治区 71台湾省 81香港特别行政区 82澳门特别行政区"
)
PROVINCES: Mapping[str, str] = MappingProxyType({one[:2]: one[2:] for one in _PROVINCES.split()})
"""The first two digits of a code → the province."""


@cache
def table() -> Mapping[str, str]:
    """Code -> name of every province, city and county in the table."""
    text = files("zhiheng.schema").joinpath("data/divisions.csv").read_text(encoding="utf-8")
    return MappingProxyType({row["code"]: row["name"] for row in csv.DictReader(text.splitlines())})


def name_of(code: str) -> str:
    """The division's own name, 510104 → 锦江区; a code that is not in the table is its own name."""
    return table().get(code, code)


@lru_cache(maxsize=4096)
def full_name_of(code: str) -> str:
    """The name with what lies above it, 510104 → 四川省成都市锦江区; of a code that is not in the table the province, with the code."""
    if code not in table():
        province = PROVINCES.get(code[:2]) if len(code) == 6 and code.isdigit() else None
        return f"{province}（区划代码{code}）" if province else code
    above = dict.fromkeys([code[:2] + "0000", code[:4] + "00", code])
    return "".join(table()[part] for part in above if part in table())


def is_district(code: str) -> bool:
    """Whether the code is a district (市辖区): under a municipality, or 01–20 under a city that is no prefecture (自治州, 地区, 盟)."""
    city, county = int(code[2:4]), int(code[4:6])
    if code[:2] in MUNICIPALITIES:
        return city == 1 and county > 0
    return city in PREFECTURE_CITIES and county in DISTRICTS


def area_of(code: str) -> str:
    """The area in which moving about needs no leave: the districts of one city together (the city's code), any other county by itself.

    A county-level city stands by itself, also where its code is 01–20 in a prefecture (西昌 513401).
    """
    return code[:4] + "00" if is_district(code) else code


def areas_of(codes: Sequence[str | None]) -> list[str | None]:
    """`area_of` for a column; each distinct code is looked at once."""
    known: dict[str | None, str | None] = {code: None if code is None else area_of(code) for code in set(codes)}
    return [known[code] for code in codes]


def children_of(code: str) -> list[str]:
    """The codes in the table directly below a province or city, in order; a municipality's counties lie directly below it."""
    stem = code[:2] if code.endswith("0000") else code[:4]
    below = [other for other in table() if other.startswith(stem) and other != code]
    if code.endswith("0000") and code[:2] not in MUNICIPALITIES:
        return [other for other in below if other.endswith("00")]
    return below
