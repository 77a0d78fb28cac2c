"""Compares every covered row of the database with what the newest entry about it says."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import connection, transaction
from django.utils.module_loading import import_string

from zhiheng.ledger.capture import left_behind, written
from zhiheng.ledger.core.apart import Compare
from zhiheng.ledger.core.at_rest_text import SpoiltError
from zhiheng.ledger.core.rows import Bound, Fold, shape_of
from zhiheng.ledger.core.verdict import Finding
from zhiheng.ledger.coverage import Covered, all_of, bound_apart, covered, meta_of, names_of, spelt, unbound_yet
from zhiheng.ledger.models import Entry, Head, Shape
from zhiheng.ledger.selectors.files import is_there

CHUNK = 1000
MOST_TOLD = 50
"""So many rows of a table are named one by one; more are counted."""
ADDED, CHANGED, REMOVED, UNKNOWN = "row_added", "row_changed", "row_removed", "row_unknown"
UNREADABLE = object()


@dataclass(frozen=True)
class Doubt:
    """A row that is not as the trace says; seq: the entry that bound it, where there is one."""

    table: str
    key: str
    kind: str
    seq: int | None


def fold_after(fold: Fold, seq: int) -> int:
    """Take the bindings of the entries after this number; returns the last number taken."""
    found = Entry.objects.filter(seq__gt=seq, rows__isnull=False).order_by("seq").values_list("seq", "rows")
    for number, text in found.iterator(chunk_size=CHUNK):
        fold.take(number, text or "")
        seq = number
    return seq


def compare(fold: Fold, seq: int) -> tuple[list[Finding], dict[str, int]]:
    """What is amiss with the rows, and how many rows of each table were compared; fold: the bindings up to entry `seq`.

    What looks amiss is looked at again under the lock of the head, with what was appended meanwhile: others may be writing.
    """
    doubts, counts, unbound = [], {}, unbound_yet()
    for table, one in covered().items():
        if meta_of(one.model).label in unbound:
            continue
        reading = Reading(one, fold)
        doubts += list(reading.doubts())
        counts[table] = reading.rows
    if doubts:
        with transaction.atomic():
            if not settings.READ_ONLY:
                Head.objects.select_for_update().filter(pk=1).first()
            fold_after(fold, seq)
            pending = written(connection)
            doubts = [again for doubt in doubts if (again := _again(doubt, fold)) and doubt.key not in spelt_keys(pending, doubt.table)]
    apart, more = compare_apart()
    return [*_findings_of(doubts), *apart], {**counts, **more}


def compare_apart() -> tuple[list[Finding], dict[str, int]]:
    """The same of tables that rows of another table bind; a doubt is looked at again under the lock of the head."""
    findings, counts = [], {}
    for label, place in bound_apart().items():
        model = apps.get_model(label)
        if settings.READ_ONLY and not is_there(model):
            continue
        compared: Compare = import_string(place)
        counts[meta_of(model).db_table], doubts = compared(None)
        if doubts:
            with transaction.atomic():
                if not settings.READ_ONLY:
                    Head.objects.select_for_update().filter(pk=1).first()
                _, doubts = compared(sorted({doubt.key for doubt in doubts}))
        title = f"{meta_of(model).app_config.verbose_name}·{model.__name__}（{meta_of(model).db_table}）"
        findings += [Finding(doubt.kind, None, f"{title}{doubt.words}") for doubt in doubts[:MOST_TOLD]]
        if len(doubts) > MOST_TOLD:
            findings.append(Finding(CHANGED, None, f"{title}另有 {len(doubts) - MOST_TOLD} 处同样有问题"))
    return findings, counts


def spelt_keys(pending: dict[str, list[str]], table: str) -> set[str]:
    """Keys of the table's rows that the present transaction has written and not yet bound."""
    return {spelt(covered()[table], key) for key in pending.get(table, [])}


def _again(doubt: Doubt, fold: Fold) -> Doubt | None:
    return Reading(covered()[doubt.table], fold).doubt_of(doubt.key)


def unsound_keys(one: Covered, fold: Fold) -> Iterator[str]:
    """Keys of the rows that no entry binds as they are."""
    return (doubt.key for doubt in Reading(one, fold).doubts())


def columns_there(one: Covered) -> tuple[str, ...]:
    """The table's columns, none where it is not there: a database opened to be read only may have the shape of an earlier program."""
    if not settings.READ_ONLY:
        return one.columns
    if one.table not in connection.introspection.table_names():
        return ()
    with connection.cursor() as cursor:
        there = {column.name for column in connection.introspection.get_table_description(cursor, one.table)}
    return tuple(column for column in one.columns if column in there)


class Reading:
    """One pass over the rows of a table."""

    def __init__(self, one: Covered, fold: Fold) -> None:
        self.one, self.fold, self.rows = one, fold, 0
        self.bound = fold.last.get(one.table, {})
        self.columns = columns_there(one)
        self.names = [names_of(one)[column] for column in self.columns]
        self.picks: dict[str, Callable[[tuple[Any, ...]], list[Any]] | None] = {}

    def doubts(self) -> Iterator[Doubt]:
        """Rows that were changed, added or removed past the trace."""
        seen = set()
        for start in self.keys_in_parts() if self.columns else ():
            for key, values in self.values_of(start):
                seen.add(key)
                self.rows += 1
                if doubt := self.judged(key, values):
                    yield doubt
        yield from (Doubt(self.one.table, key, REMOVED, bound.seq) for key, bound in self.bound.items() if bound.digest and key not in seen)

    def keys_in_parts(self) -> Iterator[list[Any]]:
        """Primary keys, a part at a time."""
        keys = list(all_of(self.one).order_by("pk").values_list("pk", flat=True))
        yield from (keys[start : start + CHUNK] for start in range(0, len(keys), CHUNK))

    def values_of(self, keys: list[Any]) -> list[tuple[str, Any]]:
        """Values of the rows by key; UNREADABLE for those that hold what no program wrote."""
        if not self.columns:
            return []
        try:
            rows = all_of(self.one).filter(pk__in=keys).values_list("pk", *self.names)
            return [(str(key), values) for key, *values in rows]
        except (TypeError, ValueError, SpoiltError):
            return [(str(keys[0]), UNREADABLE)] if len(keys) == 1 else [pair for key in keys for pair in self.values_of([key])]

    def doubt_of(self, key: str) -> Doubt | None:
        """What is amiss with one row."""
        found = self.values_of([key])
        if found:
            return self.judged(key, found[0][1])
        bound = self.bound.get(key)
        return Doubt(self.one.table, key, REMOVED, bound.seq) if bound and bound.digest else None

    def judged(self, key: str, values: Any) -> Doubt | None:
        """What is amiss with a row of these values."""
        bound = self.bound.get(key)
        if bound is None or not bound.digest:
            return Doubt(self.one.table, key, ADDED, bound.seq if bound else None)
        pick = self.pick(bound)
        if pick is None:
            return Doubt(self.one.table, key, UNKNOWN, bound.seq)
        if values is UNREADABLE or not self.fold.agrees(bound, pick(values)):
            return Doubt(self.one.table, key, CHANGED, bound.seq)
        return None

    def pick(self, bound: Bound) -> Callable[[Any], list[Any]] | None:
        """How to take, of a row's present values, those that its binding digested; None where a column is no longer there."""
        if bound.shape not in self.picks:
            self.picks[bound.shape] = self.pick_of(bound.shape)
        return self.picks[bound.shape]

    def pick_of(self, shape: str) -> Callable[[Any], list[Any]] | None:
        """The same, worked out once for each shape."""
        if shape == self.one.shape and len(self.columns) == len(self.one.columns):
            return list
        kept = Shape.objects.filter(pk=shape).first()
        columns = kept.columns.split() if kept else []
        if not columns or shape_of(self.one.table, columns) != shape or not set(columns) <= set(self.columns):
            return None
        places = [self.columns.index(column) for column in columns]
        return lambda values: [values[place] for place in places]


WORDS = {
    ADDED: "是不经本程序添加的，没有留痕",
    CHANGED: "被改动过，与第 {seq} 条留痕所记不符",
    REMOVED: "被删去，第 {seq} 条留痕记有它",
    UNKNOWN: "不能核对：第 {seq} 条留痕所记的列已不存在或者被改动",
}


def _findings_of(doubts: list[Doubt]) -> Iterator[Finding]:
    """Findings that name table and row; of many alike the first are named, the rest counted."""
    past = left_behind(connection)
    by_kind: dict[tuple[str, str], list[Doubt]] = {}
    for doubt in doubts:
        by_kind.setdefault((doubt.table, doubt.kind), []).append(doubt)
    for (table, kind), alike in by_kind.items():
        title = f"{covered()[table].title}（{table}）"
        for doubt in alike[:MOST_TOLD]:
            who = past.get((table, doubt.key), "")
            message = f"{title}编号 {doubt.key} 的行{WORDS[kind].format(seq=doubt.seq)}{f'；{who}' if who else ''}"
            yield Finding(kind, doubt.seq, message)
        if len(alike) > MOST_TOLD:
            yield Finding(kind, None, f"{title}另有 {len(alike) - MOST_TOLD} 行同样有问题")
