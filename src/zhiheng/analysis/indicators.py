"""Computing an indicator: one statement gives the rows of its denominator, and the number is counted from those rows alone."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from typing import Any, Final

import duckdb
import pyarrow as pa

from zhiheng.analysis import binding
from zhiheng.analysis.engine import select
from zhiheng.analysis.intervals import wilson
from zhiheng.analysis.periods import Period
from zhiheng.analysis.platform_tables import TABLES
from zhiheng.analysis.statements import statement_for
from zhiheng.catalog import digest
from zhiheng.catalog.indicators import IndicatorSpec
from zhiheng.catalog.kept_tables import is_kept
from zhiheng.catalog.parameters import Value
from zhiheng.schema.errors import UnusableInputError

ALWAYS: Final = ("label", "organ", "day", "link")
"""What every row says: what it is in words, whose it is, the day by which it falls in a period, and where to open it (`clue:12`)."""


MONEY: Final = "元"
"""A share of money has no interval: yuan are no independent trials."""


@dataclass(frozen=True)
class Filters:
    """Which rows count: those of a period, of one organ, of organs in a region (a division, or what lies in it)."""

    period: Period
    organ: str | None = None
    region: str | None = None


@dataclass(frozen=True)
class Figure:
    """A number: hits over all, `value` their quotient (share, ratio) or the hits (count); None where nothing was to be counted."""

    numerator: int
    denominator: int
    value: float | None
    interval: tuple[float, float] | None

    def to_json(self) -> dict[str, Any]:
        """Give its fields."""
        interval = list(self.interval) if self.interval else None
        return {"numerator": self.numerator, "denominator": self.denominator, "value": self.value, "interval": interval}


@dataclass(frozen=True)
class IndicatorResult:
    """An indicator's number, its parts by `group_by`, the rows it was counted from and the statement that gave them."""

    spec: IndicatorSpec
    filters: Filters
    as_of: date
    figure: Figure
    parts: Mapping[str, Figure]
    rows: Sequence[Mapping[str, Any]]
    sql: str

    @property
    def numerator(self) -> int:
        """Hits."""
        return self.figure.numerator

    @property
    def denominator(self) -> int:
        """All."""
        return self.figure.denominator

    @property
    def value(self) -> float | None:
        """The number itself."""
        return self.figure.value

    @property
    def interval(self) -> tuple[float, float] | None:
        """Wilson interval of 95 % where the number is a share."""
        return self.figure.interval

    def to_json(self) -> dict[str, Any]:
        """Give the entry of `zhiheng indicators --json`."""
        return {
            "indicator": self.spec.id,
            "title": self.spec.title,
            "kind": self.spec.kind,
            "unit": self.spec.unit,
            "period": self.filters.period.name,
            "organ": self.filters.organ,
            "region": self.filters.region,
            "as_of": self.as_of.isoformat(),
            **self.figure.to_json(),
            "parts": {name: part.to_json() for name, part in self.parts.items()},
            "rows": len(self.rows),
            "query": self.sql,
            "source": list(self.spec.source),
        }


@dataclass(frozen=True)
class IndicatorTables:
    """What indicators stand on: a connection with a view per dataset, and the platform's own tables (see `platform_tables`)."""

    connection: duckdb.DuckDBPyConnection
    platform: Mapping[str, pa.Table] = field(default_factory=dict)
    ready: bool = False
    """Whether the connection has the platform's tables already (see `prepared`)."""


def compute(
    spec: IndicatorSpec, ground: IndicatorTables, *, filters: Filters, as_of: date, parameters: Mapping[str, Value] | None = None
) -> IndicatorResult:
    """Compute one indicator over the rows that the filters let through.

    as_of    the day on which limits are judged; later periods show what is known by then
    raises   `RefusedStatementError`; `UnusableInputError` for parameters, platform tables or columns
    """
    values = binding.values_for(spec.parameters, parameters, spec.id)
    statement = statement_for(spec, as_of=as_of, values=values)
    with prepared(ground) as tables:
        rows = select(tables.connection, statement).to_pylist()
    divisions = _divisions(ground.platform)
    _check_columns(spec, rows)
    kept = [row for row in rows if _counts(row, filters, divisions)]
    figure = figure_of(spec, kept)
    return IndicatorResult(spec, filters, as_of, figure, _parts(spec, kept), [digest.plain(row) for row in kept], statement)


def figure_of(spec: IndicatorSpec, rows: Sequence[Mapping[str, Any]]) -> Figure:
    """Count a number from its rows."""
    return figure_from(spec, *counted(spec, rows))


def counted(spec: IndicatorSpec, rows: Sequence[Mapping[str, Any]]) -> tuple[Any, Any]:
    """What the rows add up to: hits and all. Sums of several groups of rows add up to that of all of them, but where the middle counts."""
    if spec.kind == "ratio":
        rows = middle_of(rows) if spec.middle else rows
        return sum(counted_part(row["part_count"]) for row in rows), sum(counted_part(row["whole_count"]) for row in rows)
    return sum(bool(row["hit"]) for row in rows), len(rows)


def figure_from(spec: IndicatorSpec, hits: Any, total: Any) -> Figure:
    """The number of what rows added up to."""
    hits, total = whole(hits), whole(total)
    if spec.kind == "count":
        return Figure(hits, total, float(hits), None)
    trials = not spec.written_as and spec.unit != MONEY
    return Figure(hits, total, hits / total if total else None, wilson(hits, total) if trials else None)


def middle_of(rows: Sequence[Mapping[str, Any]]) -> Sequence[Mapping[str, Any]]:
    """The row in the middle by its quotient, or the two there: their quotient is the median where each counts one whole."""

    def place(row: Mapping[str, Any]) -> tuple[Any, Any]:
        part, of = counted_part(row["part_count"]), counted_part(row["whole_count"])
        return part / of, of

    ordered = sorted(rows, key=place)
    return ordered[(len(ordered) - 1) // 2 : len(ordered) // 2 + 1]


def counted_part(value: Any) -> Any:
    """What a row adds: rows that were kept hold amounts as text."""
    return Decimal(value) if isinstance(value, str) else value or 0


def whole(number: Any) -> Any:
    """A sum of amounts as a plain number; a count stays what it is."""
    return number if isinstance(number, int) else int(number) if number == int(number) else float(number)


def _parts(spec: IndicatorSpec, rows: Sequence[Mapping[str, Any]]) -> dict[str, Figure]:
    if not spec.group_by:
        return {}
    names = sorted({str(row[spec.group_by]) for row in rows})
    return {name: figure_of(spec, [row for row in rows if str(row[spec.group_by]) == name]) for name in names}


def _counts(row: Mapping[str, Any], filters: Filters, divisions: Mapping[str, str]) -> bool:
    day = row["day"]
    if day is None or not filters.period.first_on <= day <= filters.period.last_on:
        return False
    if filters.organ is not None and row["organ"] != filters.organ:
        return False
    return filters.region is None or divisions.get(row["organ"] or "", "").startswith(_prefix(filters.region))


def _prefix(region: str) -> str:
    """What divisions inside a region begin with: 510000 → 51, 510100 → 5101, 510104 → 510104."""
    return region[:2] if region.endswith("0000") else region[:4] if region.endswith("00") else region


def _divisions(platform: Mapping[str, pa.Table]) -> dict[str, str]:
    organs = platform.get("organs")
    return {} if organs is None else {row["name"]: row["division"] or "" for row in organs.to_pylist()}


@contextmanager
def prepared(ground: IndicatorTables) -> Iterator[IndicatorTables]:
    """The platform's tables on the connection, once for all indicators computed within; empty where none is given.

    raises   `UnusableInputError` for a table whose columns are not those of `platform_tables`
    """
    if ground.ready:
        yield ground
        return
    given = {**{name: schema.empty_table() for name, schema in TABLES.items()}, **ground.platform}
    for name, table in given.items():
        _check_table(name, table)
        ground.connection.register(name, table)
    try:
        yield replace(ground, ready=True)
    finally:
        for name in given:
            ground.connection.unregister(name)


def _check_table(name: str, table: pa.Table) -> None:
    known = is_kept(name) or (name in TABLES and table.schema.names == TABLES[name].names)
    if not known:
        raise UnusableInputError(f"平台表 {name}", "", "列与规定不符", "按 analysis.platform_tables 给出各列。")


def _check_columns(spec: IndicatorSpec, rows: Sequence[Mapping[str, Any]]) -> None:
    counted = ("part_count", "whole_count") if spec.kind == "ratio" else ("hit",)
    declared = {*ALWAYS, *counted, *spec.columns}
    given = set(rows[0]) if rows else declared
    if given != declared:
        odd = "、".join(sorted(given ^ declared))
        raise UnusableInputError(f"指标 {spec.id}", str(spec.path), f"SELECT 的列与说明不一致：{odd}", "让 SELECT 的列与 columns 一致。")
