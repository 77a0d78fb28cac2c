"""Organs by their full names, as official papers write them: 涪城区法院 → 绵阳市涪城区人民法院."""

from __future__ import annotations

import re
from functools import lru_cache

from zhiheng.registry.core.organs import division_of, places
from zhiheng.schema import divisions

_PEOPLES = re.compile(r"(?<!人民)(检察院|法院)")


@lru_cache(maxsize=4096)
def full_name(name: str) -> str:
    """The organ's full name: a district with its city, an autonomous place in full, 人民 in courts and procuratorates."""
    code = division_of(name)
    if code:
        head = max((place for place, known in places().items() if known == code and name.startswith(place)), key=len)
        name = place_name(code) + name.removeprefix(head)
    return _PEOPLES.sub(r"人民\1", name)


def place_name(code: str) -> str:
    """A province, city or county as it heads a full name; a district stands behind its city."""
    own = divisions.name_of(code)
    if not divisions.is_district(code):
        return own
    city = code[:2] + "0000" if code[:2] in divisions.MUNICIPALITIES else code[:4] + "00"
    return divisions.name_of(city) + own
