"""What sources hold of a person: records of the theme library, entries of ledgers, what cases tell. Only what is declared is read out."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from django.conf import settings

from zhiheng.catalog.procedures import ProcedureSpec
from zhiheng.law.moments import chinese_date
from zhiheng.models.in_force import catalog
from zhiheng.portal.declared import Source
from zhiheng.portal.selectors.parts import EMPTY, Line, text_of
from zhiheng.procedure.rows import Case
from zhiheng.procedure.selectors import Telling, cases_about, tellings_of
from zhiheng.procedure.services import spec_of
from zhiheng.records.core.library import open_library
from zhiheng.records.core.rows import read_dicts
from zhiheng.records.selectors import snapshot_now
from zhiheng.register.selectors import entries_about
from zhiheng.schema import DATASETS, Field
from zhiheng.schema.lengths import told_length

MOST = 40


def lines_of(source: Source, number: str, *, objectable: bool = False) -> list[Line]:
    """What a source holds of the person, as lines."""
    if source.dataset:
        return list(of_records(source, number))
    if source.ledger:
        return list(of_ledger(source, number))
    return [line for case in cases_about(number, [source.case]) for line in told_lines(source, case, objectable=objectable)]


def of_records(source: Source, number: str) -> Iterator[Line]:
    """The person's records of a dataset, the newest first."""
    dataset = DATASETS.get(source.dataset)
    if dataset is None or not number:
        return
    shot = snapshot_now([source.dataset])
    named = dict(_named_by(source))
    sql = f"select * from {dataset.name} where id_number = ? order by _ref desc limit {MOST}"  # noqa: S608 - a dataset of the standard
    with open_library(shot, Path(settings.LIBRARY), datasets=[source.dataset]) as library:
        rows = read_dicts(library.connection, sql, [number])
    for row in rows:
        shown = [(dataset.fields[name], row.get(name), titles) for name, titles in named.items() if name in dataset.fields]
        facts = [(one, titles.get(str(value), value)) for one, value, titles in shown]
        yield Line(source.title, facts=tuple(fact(dataset.name, one, value) for one, value in facts if value not in EMPTY))


def fact(dataset: str, field: Field, value: Any) -> tuple[str, str]:
    """Title and value of a field; months of punishment as officials write them."""
    return told_length(dataset, field.name, value) or (field.zh, text_of(value, field.codes, field.unit))


def _named_by(source: Source) -> Iterator[tuple[str, dict[str, str]]]:
    """The fields of a source, each with the titles of the catalogue that is written behind it (`field:catalogue`)."""
    for field in source.fields:
        name, _, of = field.partition(":")
        known = catalog().items.get(of)
        yield name, {one.id: one.title for one in known.items} if known else {}


def of_ledger(source: Source, number: str) -> Iterator[Line]:
    """The person's entries of a ledger, the newest first."""
    spec = catalog().registers.get(source.ledger)
    if spec is None:
        return
    for entry in entries_about(spec, source.whose, number):
        shapes = [spec.shape.field[name] for name in source.fields if name in spec.shape.field]
        facts = tuple((one.title, value_text(one, entry.values.get(one.id))) for one in shapes if entry.values.get(one.id) not in EMPTY)
        yield Line(source.title, spec.shape.states.get(entry.state, ""), entry.period_on, facts, objection=objection_to(source, entry))


def objection_to(source: Source, entry: Any) -> tuple[str, dict[str, str]] | None:
    """How an entry may be objected to in its present state: the procedure, and which entry of which day it is; None where it may not."""
    if not source.objection or entry.state not in source.steps:
        return None
    procedure, *day = source.objection
    until = f"（至{chinese_date(entry.period_on)}）" if entry.period_on else ""
    shown = str(entry.values.get(day[0]) or "") if day else ""
    return procedure, {"decision_title": f"{source.title}{until}", "served_on": shown, "decision_no": entry.number}


def value_text(shape: Any, value: Any) -> str:
    """A value of a declared field; of a catalogue its title."""
    if shape is not None and shape.type in {"item", "items"} and (known := catalog().items.get(shape.of)):
        titles = {one.id: one.title for one in known.items}
        return text_of(value, titles)
    codes = shape.codes if shape is not None and not isinstance(shape.codes, str) else {}
    return text_of(value, codes, shape.unit if shape is not None else "")


def told_lines(source: Source, case: Case, *, objectable: bool = False) -> Iterator[Line]:
    """What the procedure tells the person of the case: outcome, day, reason, article and the values that may be shown."""
    spec = spec_of(case.definition)
    for one in tellings_of(case, "person"):
        yield Line(
            f"{source.title}：{one.title}", one.outcome, one.on, told_facts(source, spec, one), reasons(one), one.source, case=case.pk,
            objectable=objectable,
        )  # fmt: skip


def told_facts(source: Source, spec: ProcedureSpec, one: Telling) -> tuple[tuple[str, str], ...]:
    """The values of a happening that the source lets be shown."""
    named = [(spec.fields.get(name), one.values.get(name)) for name in source.fields]
    return tuple((shape.title, value_text(shape, value)) for shape, value in named if shape is not None and value not in EMPTY)


def reasons(one: Telling) -> tuple[str, ...]:
    """Why: the recorded reason, and what the law found."""
    return tuple(text for text in ([f"理由：{one.reason}"] if one.reason else []) + list(one.why) if text)


def latest(lines: list[Line]) -> list[Line]:
    """Lines by their day, the newest first."""
    return sorted(lines, key=lambda line: line.on or date.min, reverse=True)
