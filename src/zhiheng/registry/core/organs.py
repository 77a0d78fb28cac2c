"""What an organ's name says about it: its kind, its division, whether it is of the province."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache

from zhiheng.schema import divisions

KINDS: dict[str, str] = {
    "police": "公安机关",
    "prison": "监狱",
    "justice": "司法行政机关",
    "court": "人民法院",
    "procuratorate": "人民检察院",
    "civil_affairs": "民政部门",
    "device": "定位平台",
    "administration": "行政机关",
}
_WORDS = (
    ("检察院", "procuratorate"),
    ("检察室", "procuratorate"),
    ("法院", "court"),
    ("监狱", "prison"),
    ("未成年犯管教所", "prison"),
    ("司法局", "justice"),
    ("司法厅", "justice"),
    ("司法所", "justice"),
    ("社区矫正", "justice"),
    ("公安", "police"),
    ("看守所", "police"),
    ("派出所", "police"),
    ("民政", "civil_affairs"),
    ("定位平台", "device"),
)
_ENDINGS = re.compile(r"(?:院|局|厅|监狱|所|管教所|委员会|总队|支队|大队|平台|中心|海关|检察室|分院)$")
_MUNICIPALITIES = ("北京市", "天津市", "上海市", "重庆市")


def kind_of(name: str) -> str:
    """Kind guessed from the name; `administration` where no word of it is known."""
    return next((kind for word, kind in _WORDS if word in name), "administration")


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
