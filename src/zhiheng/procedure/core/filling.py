"""First values of a form: what the pack says a field is filled with, so that nothing is typed twice."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from zhiheng.catalog.field_shapes import FieldShape
from zhiheng.law.moments import SHANGHAI
from zhiheng.procedure.core.state import State
from zhiheng.procedure.core.values import value_of

KEPT = "register"
"""`fills: register.<id>.<state>`: rows out of the entries of a register that stand in a state; with one name it is a step's value."""
CLUES = "clues"
"""`fills: clues.<role>`: rows `model, clues` out of the clues about the organ of a role that the viewer sees."""


@dataclass(frozen=True)
class Around:
    """What stands around a form: who fills it in and when, facts found, the entry and the clue it was opened from, what was searched.

    kept   `<register>.<state>` → rows of a field, out of the entries that stand in that state; `clues.<role>` → rows of a field
    """

    now: datetime
    organ: str = ""
    officer: str = ""
    facts: Mapping[str, Any] = field(default_factory=dict)
    entry: Mapping[str, Any] = field(default_factory=dict)
    clue: Mapping[str, Any] = field(default_factory=dict)
    search: Mapping[str, Any] = field(default_factory=dict)
    kept: Mapping[str, Any] = field(default_factory=dict)


def first_values(fields: Sequence[FieldShape], state: State, around: Around) -> dict[str, Any]:
    """Field → first value; a field whose source has none is left out."""
    found = {item.id: in_rows(item, _first(item.fills, state, around)) if item.fills else None for item in fields}
    return {name: value for name, value in found.items() if value not in (None, "")}


def in_rows(item: FieldShape, value: Any) -> Any:
    """Paragraphs as rows of a field that has rows, each in the first column: a paper's facts, to be answered one by one."""
    if item.type != "rows" or not isinstance(value, (list, tuple)) or not all(isinstance(one, str) for one in value):
        return value
    return [{item.rows[0].id: one} for one in value]


def _first(fills: str, state: State, around: Around) -> Any:
    place, _, name = fills.partition(".")
    local = around.now.astimezone(SHANGHAI)
    known = {
        "today": local.date().isoformat(),
        "now": local.isoformat(timespec="minutes"),
        "organ.name": around.organ,
        "officer.name": around.officer,
    }
    if fills in known:
        return known[fills]
    if fills == "subject.id_number":
        return state.subject.get("number")
    if place in {"entry", "clue", "search"}:
        return getattr(around, place).get(name)
    if place == KEPT and "." in name:
        return around.kept.get(name)
    if place == CLUES:
        return around.kept.get(fills)
    if place == "facts" and name in around.facts:
        return around.facts[name]
    return value_of(state, fills)
