"""What an organ's name says about it: its kind, its division, its level."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache

from zhiheng.registry.core.kinds import ORGAN_KINDS, REST
from zhiheng.schema import divisions

KINDS: Mapping[str, str] = {code: kind.title for code, kind in ORGAN_KINDS.items()}
_MIDDLE = ("中级", "分院", "盟", "自治州")
_ENDINGS = re.compile(r"(?:院|局|厅|监狱|所|管教所|委员会|总队|支队|大队|平台|中心|海关|检察室|分院)$")
_MUNICIPALITIES = ("北京市", "天津市", "上海市", "重庆市")


def kind_of(name: str) -> str:
    """Kind guessed from the name; `administration` where no word of it is known."""
    return next((code for code, kind in ORGAN_KINDS.items() if any(word in name for word in kind.words)), REST)


def level_of(name: str, kind: str) -> str:
    """Level guessed from name, place and kind (province, city, county, township); blank where nothing says it."""
    if len(ORGAN_KINDS[kind].levels) == 1:
        return ORGAN_KINDS[kind].levels[0]
    if is_provincial(name):
        return "province"
    if "派出所" in name or (kind == "hospital" and "卫生院" in name):
        return "township"
    code = division_of(name)
    if any(word in name for word in _MIDDLE) or (code.endswith("00") and not code.endswith("0000")):
        return "city"
    return "county" if code and not code.endswith("00") else ""


def is_provincial(name: str) -> bool:
    """Whether the name is that of an organ of a province, an autonomous region or a municipality."""
    for head in _MUNICIPALITIES:
        if name.startswith(head):
            return not any(part in name[len(head) :] for part in ("区", "县", "分院", "中级", "检察室"))
    for mark in ("自治区", "省"):
        before, found, after = name.partition(mark)
        if found and before:
            return not any(part in after for part in ("市", "州", "县", "区", "地区", "中级", "分院", "检察室"))
    return False


def division_of(name: str) -> str:
    """GB/T 2260 code of the place the name begins with; blank where it names none of the table, or one of several (市中区)."""
    known = places()
    return max(((place, known[place]) for place in known if name.startswith(place)), key=lambda found: len(found[0]), default=("", ""))[1]


@cache
def places() -> Mapping[str, str]:
    """Every way a place heads an organ's name: alone, after its city or province, short for autonomous ones (凉山州)."""
    found: dict[str, str] = {}
    for code, own in divisions.table().items():
        city, province = code[:4] + "00", code[:2] + "0000"
        for head in {"", divisions.full_name_of(province), divisions.name_of(city), divisions.full_name_of(city)}:
            for spelt in {own, short_of(own)}:
                found[head + spelt] = "" if found.get(head + spelt, code) != code else code
    return {place: code for place, code in found.items() if code}


def short_of(place: str) -> str:
    """凉山彝族自治州 → 凉山州; other names stay."""
    return re.sub(r"^(.{2,}?)(?:[一-鿿]{1,3}族)+自治([州县])$", r"\1\2", place)


def region_of(code: str) -> str:
    """The beginning that the codes of a division and of all within it share, 510100 → 5101."""
    if code.endswith("0000"):
        return code[:2]
    return code[:4] if code.endswith("00") else code


def is_organ_name(name: str) -> bool:
    """Whether a name reads as the full name of an organ: of a place of the table, or a prison or platform, and with an organ's ending."""
    if not 4 <= len(name) <= 40 or not _ENDINGS.search(name):
        return False
    return any(name.startswith(place) for place in places()) or kind_of(name) in {"prison", "device"}
