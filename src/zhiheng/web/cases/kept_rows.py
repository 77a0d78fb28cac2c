"""Rows of a form out of a register: who stands in a pool, so that nobody is typed again."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from zhiheng.catalog.field_shapes import FieldShape
from zhiheng.catalog.registers import RegisterSpec
from zhiheng.dossier.core.field_words import in_words, joined
from zhiheng.models.in_force import catalog
from zhiheng.oversight.selectors.clues import ClueFilter, clue_counts
from zhiheng.procedure.core.filling import CLUES, KEPT
from zhiheng.register.selectors import entries_seen_by
from zhiheng.register.selectors.entries import EntryFilter
from zhiheng.registry.rights import may

MOST = 300


def kept_rows(viewer: Any, fields: Iterable[FieldShape]) -> dict[str, list[dict[str, Any]]]:
    """`<register>.<state>` → rows for the fields that name it, of the entries the viewer sees; none without the right to read them."""
    found = {}
    for item in fields:
        place, _, name = item.fills.partition(".")
        register, _, state = name.partition(".")
        spec = catalog().registers.get(register) if place == KEPT else None
        if spec and not spec.shape.confidential and may(viewer, "register.read", pack=spec.pack):
            entries = entries_seen_by(viewer, spec, EntryFilter(state=state), sort="oldest")[:MOST]
            found[name] = [_row(spec, item, one.values) for one in entries]
    return found


def clue_rows(viewer: Any, fields: Iterable[FieldShape], organs: Mapping[str, str]) -> dict[str, list[dict[str, Any]]]:
    """`clues.<role>` → model and number of its clues about the organ of the role, of those the viewer sees and that still stand."""
    found = {}
    for item in fields:
        place, _, role = item.fills.partition(".")
        if place == CLUES and organs.get(role):
            counts = clue_counts(viewer, ClueFilter(organ=organs[role], resolved=False), by=["model"])["model"]
            titles = {name: spec.title for name, spec in catalog().models.items()}
            found[item.fills] = [{"model": titles.get(name, name), "clues": number} for name, number in counts.items()]
    return found


def _row(spec: RegisterSpec, item: FieldShape, values: Mapping[str, Any]) -> dict[str, Any]:
    """The columns that the register has a field for: of equal type as they are, else in words."""
    fields, row = spec.shape.field, {}
    for column in item.rows:
        value, own = values.get(column.id), fields.get(column.id)
        if own is not None and value not in (None, "", []):
            row[column.id] = value if own.type == column.type else _words(own, value)
    return row


def _words(own: FieldShape, value: Any) -> Any:
    """A value as text; of rows the cells of each beside each other."""
    if own.type != "rows":
        return joined(in_words(own, value, catalog().items))
    cells = {one.id: one for one in own.rows}
    rows = [[in_words(cells[key], cell, catalog().items) for key, cell in row.items() if key in cells] for row in value]
    return "；".join(" ".join(str(joined(cell)) for cell in row) for row in rows)
