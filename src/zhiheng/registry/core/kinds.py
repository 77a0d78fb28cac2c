"""Kinds of organs, units and relations: data of `registry/data/organ_kinds.yaml`, read once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from zhiheng.law.own_yaml import read_yaml

PLACE = Path(__file__).resolve().parent.parent / "data" / "organ_kinds.yaml"
LEVELS: Mapping[str, str] = MappingProxyType({"province": "省级", "city": "市级", "county": "县级", "township": "乡镇（街道）"})


@dataclass(frozen=True)
class OrganKind:
    """A kind of organ. words: what its names hold; levels: where it exists; also: kinds it counts as too."""

    title: str
    words: tuple[str, ...] = ()
    levels: tuple[str, ...] = tuple(LEVELS)
    also: tuple[str, ...] = ()


@dataclass(frozen=True)
class UnitKind:
    """A kind of unit within an organ."""

    title: str
    words: tuple[str, ...] = ()


@dataclass(frozen=True)
class RelationKind:
    """A kind of relation; `says` holds the places {organ} (what is found) and {other} (where one starts)."""

    title: str
    says: str


@cache
def _read() -> Mapping[str, Mapping[str, Any]]:
    said: Mapping[str, Mapping[str, Any]] = read_yaml(PLACE.read_text(encoding="utf-8"))
    return said


def _shaped(kind: type[Any], rows: Mapping[str, Mapping[str, Any]]) -> Mapping[str, Any]:
    """Rows as instances; a key nobody knows is an error of the file."""
    made = {code: kind(**{name: tuple(v) if isinstance(v, list) else v for name, v in row.items()}) for code, row in rows.items()}
    return MappingProxyType(made)


ORGAN_KINDS: Mapping[str, OrganKind] = _shaped(OrganKind, _read()["kinds"])
UNIT_KINDS: Mapping[str, UnitKind] = _shaped(UnitKind, _read()["units"])
RELATION_KINDS: Mapping[str, RelationKind] = _shaped(RelationKind, _read()["relations"])
REST = "administration"


def counts_as(kind: str, wanted: Iterable[str]) -> bool:
    """Whether an organ of this kind may take a part that asks for one of the wanted kinds (看守所 counts as 公安机关)."""
    return not {kind, *ORGAN_KINDS[kind].also}.isdisjoint(wanted)


def unit_kind_of(name: str) -> str:
    """Kind of a unit guessed from its name; `section` where no word of it is known."""
    return next((code for code, kind in UNIT_KINDS.items() if any(word in name for word in kind.words)), "section")
