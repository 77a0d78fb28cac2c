"""Who takes part in a demonstration: accounts of the procuratorate itself; those of the organs are made from their names."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from zhiheng.law.own_yaml import read_yaml
from zhiheng.registry.core.kinds import ORGAN_KINDS
from zhiheng.registry.core.standing import standing

PROVINCE = "四川省检察院"
OWN = {
    "prosecutor": "prosecutor",
    "chief": "chief_prosecutor",
    "steward": "data_steward",
    "leader": "leader",
    "auditor": "audit_admin",
    "security": "security_admin",
    "system": "system_admin",
}
LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"

#: Organs that send no records and yet take part: one of each kind that a case may call.
BESIDE = (
    "四川省监狱管理局", "四川省高级法院", "四川省强制医疗所", "成都市锦城医院", "成都市出入境管理局", "锦江区涉案财物管理中心",
    "锦江区法律援助中心", "锦江区锦城司法所", "锦江区委政法委", "锦江区社区矫正管理局", "锦江区锦城街道办事处", "锦江区妇女联合会",
    "锦江区团委", "锦江区残疾人联合会", "锦江区教育局", "锦江区人力资源和社会保障局", "锦江区锦城街道锦南社区居民委员会", "锦江区民政局",
)  # fmt: skip

#: Units of the organs of a kind: name → name of the unit it lies in.
UNITS: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {
        "prison": {"一监区": "", "一监区一分监区": "一监区", "一监区二分监区": "一监区", "二监区": "", "刑罚执行科": "", "生活卫生科": ""},
        "procuratorate": {"刑事执行检察部": "", "案件管理部": "", "未成年人检察部": ""},
        "court": {"立案庭": "", "刑事审判庭": "", "审判监督庭": "", "执行局": ""},
        "police": {"执法办案中心": "", "法制科": "", "涉案财物保管室": "", "指挥中心": ""},
        "justice": {"社区矫正科": "", "法律援助科": "", "值班室": ""},
        "property_centre": {"一号库房": "", "贵重物品保管室": ""},
    }
)

_SURNAMES = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜"
_GIVEN = (
    "文", "思远", "晓岚", "建国", "雨桐", "志强", "雅琴", "明哲", "海燕", "立新", "佳宁", "永康", "素芬", "子涵", "庆丰", "玉兰",
    "春生", "若水", "一凡", "守正", "向阳", "慧敏", "国栋", "静怡", "长河", "映雪", "景行", "知行", "乐平", "秋实", "望舒", "致远",
)  # fmt: skip


@dataclass(frozen=True)
class Account:
    """An account to sign in with; `role` is the role's Chinese name."""

    username: str
    name: str
    organ: str
    role: str
    password: str


@dataclass(frozen=True)
class Place:
    """An organ as far as its seat in the province goes."""

    name: str
    kind: str
    level: str
    division: str


def person_name(username: str, organ: str) -> str:
    """An invented name, the same for the same account of the same organ."""
    drawn = int.from_bytes(hashlib.sha256(f"{username}@{organ}".encode()).digest()[:8])
    return _SURNAMES[drawn % len(_SURNAMES)] + _GIVEN[drawn // len(_SURNAMES) % len(_GIVEN)]


def relations_among(places: list[Place]) -> list[tuple[str, str, str]]:
    """(organ, kind, other) for every organ that has its court, procuratorate, police, bureau or upper among the others."""
    found: list[tuple[str, str, str]] = []
    for place in places:
        for kind, wanted, levels in _sought(place):
            nearest = _nearest(place, [one for one in places if one.kind == wanted and one.level in levels and one != place])
            if nearest and (nearest.name, kind, place.name) not in found:
                found.append((nearest.name, kind, place.name))
    return found


_ANY = ("county", "city", "province")
_ABOVE = {"county": ("city", "province"), "city": ("province",)}
_CHAINED = frozenset({"court", "procuratorate", "police", "justice", "civil_affairs"})
_PLACE = Path(__file__).resolve().parent.parent / "data" / "demonstration_relations.yaml"


@lru_cache(maxsize=1)
def _table() -> tuple[tuple[frozenset[str], str, str, tuple[str, ...]], ...]:
    """Kinds of organ that look for another: the relation, the kind of the other, its levels."""
    rows = read_yaml(_PLACE.read_text(encoding="utf-8"))
    return tuple((_looking(row), row["relation"], row["other"], tuple(row["levels"])) for row in rows)


def _looking(row: Mapping[str, Any]) -> frozenset[str]:
    return frozenset(row["kinds"]) if "kinds" in row else frozenset(ORGAN_KINDS) - frozenset(row["all_but"])


def _sought(place: Place) -> list[tuple[str, str, tuple[str, ...]]]:
    """What this organ looks for: relation, kind of the organ that stands in it, levels in which it may be found."""
    upper = [("upper", place.kind, _ABOVE[place.level])] if place.kind in _CHAINED and place.level in _ABOVE else []
    return upper + [(relation, kind, levels) for kinds, relation, kind, levels in _table() if place.kind in kinds]


def _nearest(place: Place, others: list[Place]) -> Place | None:
    """The one whose area holds the place, else whose division shares most with it; for a place without division the first by name."""

    def near(one: Place) -> int:
        return next((digits for digits in (6, 4, 2) if place.division and one.division[:digits] == place.division[:digits]), 0)

    def beyond(one: Place) -> bool:
        return standing("", one.level, one.division, place.level, place.division) not in {"own", "higher"}

    known = [one for one in others if near(one)] if place.division else others
    return min(known, key=lambda one: (beyond(one), -near(one), _ANY.index(one.level), one.name), default=None)
