"""How far records reach that a post shows (数据范围), widest first; and why a person's records are closed to officers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType

SCOPES: Mapping[str, str] = MappingProxyType(
    {"province": "全省", "below": "本机关及下级", "organ": "本机关", "unit": "本部门", "own": "本人"}
)
WIDEST = "province"
"""A post without a scope reaches as far as its organ and role do."""
BARRIERS: Mapping[str, str] = MappingProxyType({"sealed": "犯罪记录封存", "limited": "限定知悉", "avoidance": "回避"})


def widest(scopes: Iterable[str]) -> str:
    """The widest of several scopes."""
    order = list(SCOPES)
    return min(scopes, key=order.index, default=WIDEST)
