"""What the platform itself keeps of a province: the cases that models bring with them, each with persons and numbers of its own.

A model that reads cases or ledgers finds nothing in exchange files. Its cases (`models/*.cases.yaml`) say what it must find and which
lawful look-alikes it must leave alone; here all of them lie side by side, as they would in a province, and their clues are its truth.
Every case keeps its own days, so a world is that of one as-of day; and since a case says only what its own model asks, models that
read the same ledger are played into different worlds of a day.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from zhiheng.catalog.cases import Case
from zhiheng.catalog.field_shapes import FieldShape
from zhiheng.catalog.kept_tables import ALL_CASES, ALL_STEPS, BETWEEN, CASE, COUNTS, OPENING, ORGAN, REGISTER, is_kept
from zhiheng.catalog.models import ModelSpec
from zhiheng.catalog.packs import Catalog
from zhiheng.schema import DATASETS
from zhiheng.simulate.persons import check_digit
from zhiheng.simulate.world import Clue, World

NAMED = frozenset({"case", "entry", "number", "subject", "subject_name", "organ", "_organ", "unit", "opened_by_case"})
"""Columns of every kept table by which rows are told apart and joined."""
NAMING = frozenset({"text", "person", "organ", "officer", "officers"})
"""Types of fields that name somebody or something; what is chosen from a list, counted or dated means the same in every case."""
ITEM = "item"
"""What is chosen from a catalogue."""
IDENTITY = re.compile(r"\d{17}[\dX]")
PLAIN = re.compile(r"\d{1,4}|\d{4}(-\d{2}){1,2}([T ][\d:+]+)?|[0-9A-Za-z]")
"""Counts, days, instants and single signs: in a field of text they name nobody, in the words of a clue they are not taken for a name."""
SHARED = frozenset({ALL_CASES, ALL_STEPS, *DATASETS})
"""Tables that models of different packs read side by side: each looks for the procedures of its own, or for records that are whole."""
Row = dict[str, Any]


@dataclass
class Kept:
    """The rows of a world by table, the clues it holds, how many look-alikes lie among them, and the models whose cases it plays."""

    as_of: date
    rows: dict[str, list[Row]] = field(default_factory=lambda: defaultdict(list))
    clues: list[Clue] = field(default_factory=list)
    lookalikes: int = 0
    models: set[str] = field(default_factory=set)


def reads_kept(model: ModelSpec) -> bool:
    """Whether a model reads what the platform keeps."""
    return any(is_kept(name) for name in model.reads)


def worlds(catalog: Catalog, models: Iterable[ModelSpec] | None = None) -> list[Kept]:
    """The worlds of each as-of day that cases name; cases with other parameters than the province's own are left out."""
    found: dict[tuple[date, int], Kept] = {}
    asked = [model for model in catalog.models.values() if reads_kept(model)] if models is None else list(models)
    layer = _layers(asked)
    cases = [(model, case) for model in asked for case in (model.cases.cases if model.cases else ()) if not case.parameters]
    for place, (model, case) in enumerate(cases, start=1):
        day = date.fromisoformat(case.as_of)
        _play(catalog, found.setdefault((day, layer[model.id]), Kept(day)), model, case, place)
    return [found[key] for key in sorted(found)]


def _layers(models: Iterable[ModelSpec]) -> dict[str, int]:
    """Model → the first layer none of whose models reads a ledger of it."""
    taken: list[set[str]] = []
    found: dict[str, int] = {}
    for model in models:
        own = {f"{model.pack}:{name}" if name in SHARED else name for name in model.reads}
        found[model.id] = place = next((place for place, tables in enumerate(taken) if not tables & own), len(taken))
        if place == len(taken):
            taken.append(set())
        taken[place] |= own
    return found


def _play(catalog: Catalog, world: Kept, model: ModelSpec, case: Case, place: int) -> None:
    names = {value: apart(value, place) for value in _names(catalog, case)}
    for table, rows in case.given.items():
        world.rows[table] += [_renamed(catalog, table, row, names) for row in rows]
    words = sorted((name for name in names if not PLAIN.fullmatch(name)), key=len, reverse=True)
    pattern = re.compile("|".join(map(re.escape, words)) or r"(?!)")
    for row in case.expect:
        subject, occurrence = (_in_own_names(str(row.get(column)), names, pattern) for column in ("subject", "occurrence"))
        world.clues.append(Clue(model.id, subject, occurrence))
    world.lookalikes += not case.expect
    world.models.add(model.id)


def apart(value: str, place: int) -> str:
    """The name, number or identity number as the case of this place has it: birth and sex stay, the check digit is right."""
    if not IDENTITY.fullmatch(value):
        return f"{value}〔{place}〕"
    county, serial = (int(value[4:6]) + place // 100) % 100, (int(value[14:16]) + place) % 100
    body = f"{value[:4]}{county:02d}{value[6:14]}{serial:02d}{value[16]}"
    return body + check_digit(body)


def _in_own_names(text: str, names: Mapping[str, str], pattern: re.Pattern[str]) -> str:
    """The words of a clue with the case's own names; whatever it begins with is a name, be it one sign."""
    first, bar, rest = text.partition("|")
    return (
        names.get(first, pattern.sub(lambda name: names[name.group()], first)) + bar + pattern.sub(lambda name: names[name.group()], rest)
    )


def _names(catalog: Catalog, case: Case) -> set[str]:
    return {
        text
        for table, rows in case.given.items()
        for row in rows
        for column, value in row.items()
        if is_name(catalog, table, column)
        for text in _texts(value)
        if column in NAMED or not PLAIN.fullmatch(text)
    }


def _texts(value: Any) -> Iterator[str]:
    yield from (str(one) for one in (value if isinstance(value, list) else [value]) if one not in (None, ""))


def _renamed(catalog: Catalog, table: str, row: Mapping[str, Any], names: Mapping[str, str]) -> Row:
    new: Callable[[Any], Any] = lambda value: names.get(str(value), value)  # noqa: E731 - a value of one column
    return {
        column: ([new(one) for one in value] if isinstance(value, list) else new(value)) if is_name(catalog, table, column) else value
        for column, value in row.items()
    }


def is_name(catalog: Catalog, table: str, column: str) -> bool:
    """Whether a column of a table names somebody or something, so that each case has its own."""
    if table in DATASETS:
        own = DATASETS[table].fields.get(column)
        return column == "_organ" or (own is not None and own.type == "str" and not own.codes)
    if column.startswith(f"{ORGAN}{BETWEEN}"):
        return True
    shape = _field_of(catalog, table, column)
    if shape is not None and (shape.codes or shape.type == ITEM):  # a field of its own, though it be called as one that all tables have
        return False
    return column in NAMED or (shape is not None and shape.type in NAMING)


def _field_of(catalog: Catalog, table: str, column: str) -> FieldShape | None:
    """The field of a register or of a step's form that a column holds."""
    if table in (ALL_CASES, ALL_STEPS) or table.endswith(COUNTS):
        return None
    if table.startswith(REGISTER):
        spec = catalog.registers.get(table.removeprefix(REGISTER))
        return spec.shape.field.get(column) if spec else None
    procedure = catalog.procedures.get(table.removeprefix(CASE))
    step, _, name = column.partition(BETWEEN)
    if procedure is None or not name:
        return None
    fields = procedure.opening_fields if step == OPENING else procedure.form_of(procedure.steps[step]) if step in procedure.steps else ()
    return next((one for one in fields if one.id == name), None)


def join(world: Kept, parts: Iterable[World]) -> None:
    """Lay the records that organs of a province send, and the clues these hold, beside what the platform keeps."""
    for part in parts:
        for (source, dataset), records in part.records.items():
            world.rows[dataset] += [{**record.values, "_organ": source} for record in records]
        world.clues += part.clues
