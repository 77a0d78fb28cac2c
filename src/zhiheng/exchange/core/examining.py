"""The quality of what came in: for each batch, in one pass over a dataset, how complete, how timely, and which records cannot be."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import islice
from pathlib import Path
from typing import Any

import duckdb

from zhiheng.exchange.core import across_sql
from zhiheng.exchange.core.breach_sql import all_of, applies, breached, condition, day_of
from zhiheng.records.core.library import files_sql, open_library
from zhiheng.records.core.segment import ROW_BITS, quoted, text_of
from zhiheng.records.core.snapshot import Segment, Snapshot
from zhiheng.schema.impossible import Rule, rules, rules_of
from zhiheng.schema.practice import practices
from zhiheng.schema.standard import DATASETS

RuleKey = tuple[str, str]
"""Id and dataset of a rule."""


@dataclass(frozen=True)
class BatchFigures:
    """What one batch was when it came. Every figure is of its own rows, superseded ones too, and never changes.

    records            rows stored
    gaps               expected field -> (records in which it ought to be filled, records in which it is)
    days               days from the event to the receipt -> records; an event after the receipt is in none
    event_from, until  first and last day of an event
    applies            rule -> records for which it can say something (rules of one record by itself)
    breaches           rule -> `_ref` of the records that cannot be
    """

    batch: str
    dataset: str
    records: int
    gaps: Mapping[str, tuple[int, int]]
    days: Mapping[int, int]
    event_from: date | None
    event_until: date | None
    applies: Mapping[str, int]
    breaches: Mapping[str, Sequence[int]] = field(default_factory=dict)


@dataclass(frozen=True)
class Across:
    """Records that cannot be beside others, by rule. whole: rules judged over all current records, the others only over the new ones."""

    breaches: Mapping[RuleKey, frozenset[int]]
    whole: frozenset[RuleKey]


def examine(segments: Iterable[Segment], root: Path) -> list[BatchFigures]:
    """The figures of these batches: one pass for each dataset, over all their rows as they were received."""
    received = Snapshot.of(replace(segment, superseding=0) for segment in segments)
    names = sorted({segment.dataset for segment in received.segments})
    with open_library(received, root, datasets=names) as library:
        return [figures for name in names for figures in _examine_dataset(library.connection, name)]


def across(snapshot: Snapshot, root: Path, new: frozenset[int]) -> Across:
    """Judge the rules that look at other records, on a snapshot that holds the batches of these numbers."""
    touched = {segment.dataset for segment in snapshot.segments if segment.seq in new}
    judged = [rule for rule in rules() if rule.form.across and touched & set(across_sql.read_by(rule))]
    names = sorted({name for rule in judged for name in across_sql.read_by(rule)})
    among = f"_ref >> {ROW_BITS} in ({', '.join(map(str, sorted(new)))})"
    whole = {rule for rule in judged if "persons" in touched or len(across_sql.read_by(rule)) == 1}
    found: dict[RuleKey, frozenset[int]] = {}
    with open_library(snapshot, root, datasets=names) as library:
        for rule in judged:
            sql = across_sql.query(rule, "true" if rule in whole else among)
            found[rule.id, rule.dataset] = frozenset(row[0] for row in library.connection.execute(sql).fetchall())
    return Across(found, frozenset((rule.id, rule.dataset) for rule in whole))


def replacements(segments: Sequence[Segment], root: Path, refs: Iterable[int]) -> dict[int, int]:
    """Which of the references are replaced by rows of these batches: old reference -> new one."""
    replacing = [segment for segment in segments if segment.superseding]
    wanted = sorted(set(refs))
    if not replacing or not wanted:
        return {}
    with open_library(Snapshot.of(replacing), root, datasets=[]) as library:
        sql = f"select _supersedes, _ref from {files_sql(root, replacing)} where _supersedes in (select unnest(?::bigint[]))"  # noqa: S608
        return dict(library.connection.execute(sql, [wanted]).fetchall())


def short_sql(name: str, what: str, most: int) -> str:
    """SQL of the records that a figure of completeness or timeliness does not count: batch, row, key, and what is amiss in Chinese."""
    dataset, practice = DATASETS[name], practices()[name]
    if what == "timely":
        delay, known = _delay_sql(name)
        told, wanted = f"'迟 ' || ({delay} - {practice.within_days}) || ' 日'", f"{known} and {delay} > {practice.within_days}"
    else:
        empty = [
            (all_of([condition(dataset, one.when), f"{quoted(one.field)} is null"]), dataset.fields[one.field].zh)
            for one in practice.expected
        ]
        parts = ", ".join(["null", *(f"if({short}, {text_of(zh)}, null)" for short, zh in empty)])
        told, wanted = f"'未填：' || concat_ws('、', {parts})", " or ".join(f"({short})" for short, _ in empty) or "false"
    return f"select _batch, _row, _key, {told} from {quoted(name)} where {wanted} order by _ref limit {int(most)}"  # noqa: S608


def _examine_dataset(connection: duckdb.DuckDBPyConnection, name: str) -> list[BatchFigures]:
    practice, judged = practices()[name], [rule for rule in rules_of(name) if not rule.form.across]
    asked = [*_gap_columns(name), *_event_columns(name), *_rule_columns(judged)]
    sql = f"select _batch, count(*), {', '.join(asked)} from {quoted(name)} group by _batch"  # noqa: S608 - names of the standard
    return [_figures(name, [one.field for one in practice.expected], judged, row) for row in connection.execute(sql).fetchall()]


def _gap_columns(name: str) -> list[str]:
    dataset, columns = DATASETS[name], []
    for one in practices()[name].expected:
        due = condition(dataset, one.when)
        columns += [f"count(*) filter ({due})", f"count(*) filter ({all_of([due, f'{quoted(one.field)} is not null'])})"]
    return columns


def _event_columns(name: str) -> list[str]:
    if not practices()[name].event:
        return ["null", "null", "null"]
    (late, known), event = _delay_sql(name), _event_sql(name)
    return [f"histogram({late}) filter ({known})", f"min({event}) filter ({known})", f"max({event}) filter ({known})"]


def _event_sql(name: str) -> str:
    return f"coalesce({', '.join(day_of(DATASETS[name], one) for one in practices()[name].event)})"


def _delay_sql(name: str) -> tuple[str, str]:
    """Days from the event to the receipt, and whether they are known: an event after the receipt is none."""
    event = _event_sql(name)
    return f"date_diff('day', {event}, _received_at::date)", f"coalesce({event} <= _received_at::date, false)"


def _rule_columns(judged: Sequence[Rule]) -> list[str]:
    return [part for rule in judged for part in (f"count(*) filter ({applies(rule)})", f"list(_ref) filter ({breached(rule)})")]


def _figures(name: str, expected: Sequence[str], judged: Sequence[Rule], row: Sequence[Any]) -> BatchFigures:
    cells = iter(row)
    batch, records = next(cells), next(cells)
    gaps: dict[str, tuple[int, int]] = {}
    for one in expected:
        due, filled = islice(cells, 2)
        gaps[one] = (gaps.get(one, (0, 0))[0] + due, gaps.get(one, (0, 0))[1] + filled)
    days, first, last = islice(cells, 3)
    told = {rule.id: tuple(islice(cells, 2)) for rule in judged}
    return BatchFigures(
        batch=batch,
        dataset=name,
        records=records,
        gaps=gaps,
        days=days or {},
        event_from=first,
        event_until=last,
        applies={rule: counted for rule, (counted, _) in told.items()},
        breaches={rule: refs for rule, (_, refs) in told.items() if refs},
    )
