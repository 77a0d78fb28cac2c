"""Duties: which periods are owed and until when, and what a duty by data finds; pure, on DuckDB and Spark alike."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import pyarrow as pa

from zhiheng.analysis.periods import Period
from zhiheng.analysis.recurring import due_at, period_of, periods_between
from zhiheng.analysis.selects import Engine, demand_columns, refs_in, table_of
from zhiheng.catalog import digest
from zhiheng.catalog.duties import DATA_COLUMNS, DutyQuery, DutySpec
from zhiheng.law.clocks import add_days
from zhiheng.schema.errors import UnusableInputError


@dataclass(frozen=True)
class Occurrence:
    """One time a duty is owed: by a period of the calendar, or by a record that names subject and last day."""

    period: str
    first_on: date
    last_on: date
    due_at: datetime
    subject: str = ""
    organ: str = ""
    evidence: tuple[Mapping[str, Any], ...] = ()

    def to_json(self) -> dict[str, Any]:
        """Plain values."""
        return {
            "period": self.period, "due": self.due_at.isoformat(), "subject": self.subject, "organ": self.organ,
            "evidence": [dict(one) for one in self.evidence],
        }  # fmt: skip


def occurrences(spec: DutySpec, since: date, until: date) -> list[Occurrence]:
    """The periods that are owed between two days: those that began by `until` and end on or after `since`."""
    every = spec.shape.every
    if not every:
        return []
    periods = periods_between(every, since, until)
    running = period_of(every, until)
    if running and running not in periods:
        periods.append(running)
    return [_occurrence(spec, period) for period in periods]


def _occurrence(spec: DutySpec, period: Period) -> Occurrence:
    return Occurrence(period.name, period.first_on, period.last_on, due_at(period.last_on, spec.shape.due))


Key = tuple[str, str, str]
"""Organ, period and subject."""
Noted = Collection[Key]
"""What is noted already."""


def owed_by_data(spec: DutySpec, engine: Engine, *, as_of: date, noted: Noted = frozenset()) -> list[Occurrence]:
    """What a duty by data finds and is not noted: one a subject, organ and last day, with its records, in canonical order."""
    return found_by_data(spec, engine, as_of=as_of, noted=noted)[0]


def found_by_data(spec: DutySpec, engine: Engine, *, as_of: date, noted: Noted = frozenset()) -> tuple[list[Occurrence], frozenset[Key]]:
    """What is owed and not noted, as `owed_by_data` gives it, and all that is owed, noted or not."""
    if spec.query is None:
        return [], frozenset()
    together: dict[tuple[str, date, str], set[int]] = {}
    begun: dict[tuple[str, date, str], date] = {}
    rows, owed = _rows_beside(spec, spec.query, engine, as_of, noted)
    for row in rows:
        key = (row["subject"], row["due_on"], row["organ"])
        together.setdefault(key, set()).update(refs_in(row.get("evidence")))
        begun[key] = min(begun.get(key, as_of), row.get("first_on") or as_of)
    located = engine.locate(sorted({ref for refs in together.values() for ref in refs}))
    fresh = [
        Occurrence(
            due_on.isoformat(), begun[subject, due_on, organ], due_on, due_at(due_on, spec.shape.due), subject, organ,
            tuple(named(located[ref]) for ref in sorted(refs) if ref in located),
        )
        for (subject, due_on, organ), refs in sorted(together.items())
    ]  # fmt: skip
    return fresh, owed


def _rows_beside(
    spec: DutySpec, query: DutyQuery, engine: Engine, as_of: date, noted: Noted
) -> tuple[list[dict[str, Any]], frozenset[Key]]:
    """The rows that are not noted: of a hundred thousand persons few are new on any day."""
    table = table_of(query, engine, as_of=as_of)
    name, place = f"职责 {spec.id}", str(query.path)
    demand_columns(name, place, table.column_names, (*DATA_COLUMNS, *(["first_on"] if spec.shape.does.in_period else [])))
    subjects, days, organs = (table.column(column).to_pylist() for column in DATA_COLUMNS)
    if not all(subjects) or not all(organs) or not all(isinstance(day, date) for day in days):
        raise UnusableInputError(name, place, "subject、due_on、organ 有空值", "在 WHERE 中去掉这些行。")
    keys = [(organ, day.isoformat(), subject) for organ, day, subject in zip(organs, days, subjects, strict=True)]
    fresh = [at for at, key in enumerate(keys) if key not in noted]
    return table.take(pa.array(fresh, pa.int64())).to_pylist(), frozenset(keys)


def named(record: Any) -> dict[str, Any]:
    """Where a record stands, as evidence names it."""
    return {
        "dataset": record.dataset, "key": record.key, "batch": record.batch, "organ": record.organ,
        "received_at": digest.plain(record.received_at),
    }  # fmt: skip


def digest_of(found: Iterable[Occurrence]) -> str:
    """One digest of what was found, the same on every engine."""
    return digest.of_value([one.to_json() for one in found])


def escalates_at(spec: DutySpec, due: datetime) -> list[tuple[datetime, str]]:
    """From when on whom is told that it stays undone: instants and the relation to be told."""
    return [(due_at(due.date(), one.after), one.to) for one in spec.shape.escalates]


def since_of(spec: DutySpec, today: date) -> date:
    """From which day the duty is owed where nothing was kept yet: as its file says, else from the period that runs."""
    if spec.shape.since:
        return date.fromisoformat(spec.shape.since)
    running = period_of(spec.shape.every, today) if spec.shape.every else None
    return running.first_on if running else add_days(today, -1)
