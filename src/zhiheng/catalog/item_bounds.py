"""The least and the most that a numbered catalogue gives for each of its items, as a block of a step compares a number with them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

from zhiheng.catalog import items
from zhiheng.catalog.declared import Flag, Shape
from zhiheng.catalog.errors import Faults
from zhiheng.catalog.field_shapes import FieldShape

Bounds = Mapping[str, tuple[str, str]]


class Outside(Shape):
    """A number lies outside what its item gives.

    value, item   the number (its sign does not count) and the field that names the item
    least, most   columns of the catalogue; times: how many of the number are one of the catalogue (ten tenths are a point)
    unknown       instead: the item gives no figures
    """

    value: str
    item: str
    least: str = "from"
    most: str = "to"
    times: Decimal = Decimal(1)
    unknown: Flag = False

    def stands(self, value: object, item: object, bounds: Bounds) -> bool:
        """Whether it holds: without a number or an item it does not, of an item that the catalogue does not know it does."""
        if value in (None, "") or item in (None, ""):
            return False
        given = bounds.get(str(item))
        if given is None:
            return not self.unknown
        figures = [_number(figure) for figure in given]
        number = _number(value)
        if None in figures or number is None:
            return self.unknown
        least, most = (figure * self.times for figure in figures if figure is not None)
        return not self.unknown and not least <= abs(number) <= most


def _number(value: object) -> Decimal | None:
    try:
        return Decimal(str(value))
    except InvalidOperation:
        return None


def named_in(procedure: Any, fields: Iterable[FieldShape]) -> dict[str, tuple[str, str]]:
    """The catalogues that blocks of a procedure compare with, each with its two columns."""
    of = {one.id: one.of for item in fields for one in (item, *item.rows) if one.type == "item"}
    asked = (block.outside for step in procedure.steps for block in step.blocks if block.outside)
    return {of[one.item]: (one.least, one.most) for one in asked if one.item in of}


def read(places: Iterable[Path], named: Mapping[str, tuple[str, str]]) -> dict[str, dict[str, tuple[str, str]]]:
    """The figures of each catalogue; faults of the files are noted where catalogues are read."""
    found: dict[str, dict[str, tuple[str, str]]] = {}
    for name, (least, most) in named.items():
        file = next((file for place in places if (file := place / "items" / f"{name}.csv").is_file()), None)
        spec = items.read(file, name, Faults()) if file else None
        if spec is not None:
            found[name] = {item.id: (item.more.get(least, ""), item.more.get(most, "")) for item in spec.items}
    return found
