"""What happens to rows on their way: earlier versions, repetitions, and copies that somebody spoiled."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from random import Random
from typing import Any

from zhiheng.schema import Dataset, Field
from zhiheng.simulate.days import plus
from zhiheng.simulate.persons import CHECK
from zhiheng.simulate.world import Record, Values

EARLIER_SHARE = 0.018
REPEATED_SHARE = 0.016
SPOILED_SHARE = 0.013
IMPOSSIBLE_DATES = ("2023年2月29日", "2026/4/31", "20251131", "2024-13-05", "2025-06-31")
UNKNOWN_CODES = ("其他类别", "未知种类", "见备注")
NO_NUMBERS = ("——", "约三千", "不详")


@dataclass(frozen=True, slots=True)
class SpoiledCell:
    """The cell that makes the row unacceptable: its column, what stands there, and the reason."""

    column: str
    text: str
    reason_code: str


@dataclass(frozen=True, slots=True)
class Line:
    """A row to be written; `spoiled` where it must be rejected."""

    values: Values
    short_id: bool = False
    spoiled: SpoiledCell | None = None


def lines_of(records: list[Record], dataset: Dataset, rng: Random) -> list[Line]:
    """The rows an organ sends for its records, in a random order in which an earlier version always stands before the record."""
    placed: list[tuple[float, int, Line]] = []

    def place(where: float, line: Line) -> None:
        placed.append((where, len(placed), line))

    for record in records:
        here = rng.random()
        if rng.random() < EARLIER_SHARE and (earlier := earlier_version(record.values, dataset, rng)):
            place(here * rng.random(), Line(earlier))
        place(here, Line(record.values, record.short_id))
        if rng.random() < REPEATED_SHARE:
            place(here + (1 - here) * rng.random(), Line(record.values))
        if rng.random() < SPOILED_SHARE:
            place(rng.random(), Line(record.values, spoiled=spoil(record.values, dataset, rng)))
    return [line for _, _, line in sorted(placed, key=lambda item: item[:2])]


def earlier_version(values: Values, dataset: Dataset, rng: Random) -> Values | None:
    """The row with one field as it was before; None where no field can change."""
    fixed = {*dataset.key, "id_type"}
    changeable = [name for name in values if name not in fixed and _changes(dataset.fields[name])]
    if not changeable:
        return None
    name = rng.choice(changeable)
    return {**values, name: _another(dataset.fields[name], values[name], rng)}


def _changes(field: Field) -> bool:
    return bool(field.codes) if field.type == "str" else field.type in {"date", "datetime", "int", "decimal", "bool"}


def _another(field: Field, value: Any, rng: Random) -> Any:
    """Another value the field might have had."""
    if field.codes:
        return rng.choice([code for code in field.codes if code != value])
    changed: dict[str, Callable[[], Any]] = {
        "bool": lambda: not value,
        "int": lambda: value + 1,
        "decimal": lambda: value + Decimal(1),
        "date": lambda: plus(value, rng.choice((-9, -2, 1, 5, 30))),
        "datetime": lambda: _shifted(value),
    }
    return changed[field.type]()


def _shifted(value: datetime) -> datetime:
    return value.replace(minute=(value.minute + 7) % 60)


def spoil(values: Values, dataset: Dataset, rng: Random) -> SpoiledCell:
    """One fault that the exchange standard rejects, each reason as likely as the columns allow."""
    ways = [way for way in (_wrong_digit, _impossible_date, _unknown_code, _missing, _no_number) if way(values, dataset, rng)]
    fault = rng.choice(ways)(values, dataset, rng)
    return fault or SpoiledCell(dataset.key[0], "", "missing_required")


def _wrong_digit(values: Values, dataset: Dataset, rng: Random) -> SpoiledCell | None:
    column = _pick(rng, [name for name in values if dataset.fields[name].form == "identity"])
    if column is None or values.get("id_type", "resident") != "resident":
        return None
    number = values[column]
    return SpoiledCell(column, number[:17] + rng.choice([digit for digit in CHECK if digit != number[17]]), "check_digit")


def _impossible_date(_: Values, dataset: Dataset, rng: Random) -> SpoiledCell | None:
    column = _pick(rng, [name for name, field in dataset.fields.items() if field.type in {"date", "datetime"}])
    if column is None:
        return None
    clock = " 10:00:00" if dataset.fields[column].type == "datetime" else ""
    return SpoiledCell(column, rng.choice(IMPOSSIBLE_DATES) + clock, "impossible_date")


def _unknown_code(_: Values, dataset: Dataset, rng: Random) -> SpoiledCell | None:
    coded = [name for name, field in dataset.fields.items() if field.codes and field.type == "str" and name != "id_type"]
    column = _pick(rng, coded)
    return SpoiledCell(column, rng.choice(UNKNOWN_CODES), "unknown_code") if column else None


def _missing(_: Values, dataset: Dataset, rng: Random) -> SpoiledCell | None:
    column = _pick(rng, [name for name, field in dataset.fields.items() if dataset.demands(field)])
    return SpoiledCell(column, "", "missing_required") if column else None


def _no_number(_: Values, dataset: Dataset, rng: Random) -> SpoiledCell | None:
    column = _pick(rng, [name for name, field in dataset.fields.items() if field.type in {"int", "decimal"}])
    return SpoiledCell(column, rng.choice(NO_NUMBERS), "not_a_number") if column else None


def _pick(rng: Random, columns: list[str]) -> str | None:
    return rng.choice(columns) if columns else None
