"""What the packs declare of the portal: the matrix, and where what it shows is read from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from zhiheng.models.in_force import catalog
from zhiheng.portal.core.matrix import AUDIENCES, Matrix

VISIBILITY, SOURCES = "portal_visibility", "portal_sources"
"""Catalogues of items that declare it; without them nothing is shown."""


@dataclass(frozen=True)
class Source:
    """Where an item is read from: cases of a procedure, entries of a ledger, records of a dataset.

    fields  what may be shown (of a dataset `field:catalogue`: by its titles); whose: the field of a ledger that holds the number
    steps   steps an organ does at which the person has to be there (报到, 宣告); of a ledger: states in which an entry may be objected to
    objection   the procedure by which its entries are objected to, and the field with the day on which they were shown
    """

    title: str
    item: str
    case: str = ""
    ledger: str = ""
    dataset: str = ""
    fields: tuple[str, ...] = ()
    whose: str = "id_number"
    steps: tuple[str, ...] = ()
    objection: tuple[str, ...] = ()


def matrix() -> Matrix:
    """Item → audience → word."""
    found = catalog().items.get(VISIBILITY)
    return {one.id: {name: one.more.get(name, "no") for name in AUDIENCES} for one in found.items} if found else {}


def titles() -> Mapping[str, str]:
    """Item → its title."""
    found = catalog().items.get(VISIBILITY)
    return {one.id: one.title for one in found.items} if found else {}


def sources(item: str = "") -> list[Source]:
    """Sources of an item, or all of them."""
    found = catalog().items.get(SOURCES)
    read = [_source(one.title, one.more) for one in found.items] if found else []
    return [one for one in read if not item or one.item == item]


def _source(title: str, more: Mapping[str, str]) -> Source:
    return Source(
        title, more.get("item", ""), more.get("case", ""), more.get("ledger", ""), more.get("dataset", ""),
        tuple(more.get("fields", "").split()), more.get("whose", "") or "id_number", tuple(more.get("steps", "").split()),
        tuple(more.get("objection", "").split()),
    )  # fmt: skip


def is_own_application(procedure: str) -> bool:
    """Whether persons open cases of the procedure by these pages."""
    return any(one.case == procedure for one in sources("applications"))
