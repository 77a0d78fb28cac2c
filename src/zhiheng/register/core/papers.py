"""What a paper of a register's act is filled with, in the words of a paper."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from zhiheng.catalog.document_parts import DocumentSpec, Placeholder
from zhiheng.catalog.field_shapes import FieldShape
from zhiheng.catalog.registers import RegisterSpec
from zhiheng.dossier.core.field_words import Items, in_words, rows_in_words
from zhiheng.law.moments import chinese_date
from zhiheng.register.core.entry import Act
from zhiheng.register.core.ledgers import text_of

AS_KEPT = frozenset({"date", "instant", "amount", "flag", "choice"})
"""Places that write a value themselves."""


@dataclass(frozen=True)
class NumberedAct:
    """An act on the entry of this number; values: what the entry holds after it."""

    number: str
    values: Mapping[str, Any]
    act: Act


def paper_values(items: Items, spec: RegisterSpec, document: DocumentSpec, numbered_act: NumberedAct) -> dict[str, Any]:
    """Fields of the entry by equal names, and `entry_number`, `reason`, `act_on`, `officer`."""
    act = numbered_act.act
    own = {"entry_number": numbered_act.number, "reason": act.reason, "act_on": chinese_date(act.on), "officer": act.actor_name}
    values = {**numbered_act.values, **act.values}
    given: dict[str, Any] = {}
    for name, place in document.placeholders.items():
        if name in own:
            given[name] = own[name]
        elif name in spec.shape.field and name in values:
            given[name] = _on_paper(items, place, spec.shape.field[name], values[name])
    return given


def _on_paper(items: Items, place: Placeholder, item: FieldShape, value: Any) -> Any:
    """A value as the paper takes it: tables in rows, what the place writes itself as it is kept, all else in words."""
    if place.type == "table":
        return rows_in_words(place, item, value, items)
    if place.type in AS_KEPT:
        return value
    told = in_words(item, value, items)
    return told if isinstance(told, str) or (isinstance(told, list) and place.type in {"list", "paragraphs"}) else text_of(item, told)
