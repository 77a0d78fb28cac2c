"""What proves that a duty was done: looked for in ledgers, cases and ratings."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from zhiheng.catalog.duties import DutyDone, DutySpec
from zhiheng.catalog.field_values import holds
from zhiheng.catalog.packs import Catalog
from zhiheng.procedure.selectors import cases_opened
from zhiheng.register.rows import ActRow
from zhiheng.register.selectors.happenings import acts_since, closing_for, entered_in
from zhiheng.work.models import Owed, Rating


@dataclass(frozen=True)
class Found:
    """A proof: what kind, where it stands, when it was done, by whom."""

    kind: str
    refs: tuple[str, ...]
    at: datetime
    reason: str = ""
    actor: str = ""


def proof_of(spec: DutySpec, catalog: Catalog, owed: Owed, *, used: Collection[str] = ()) -> Found | None:
    """The proof of a duty, None while there is none. used: references that prove another occurrence already (duties by data)."""
    done = spec.shape.does
    if done.register_:
        return _closing(spec, owed) if done.act == "close" else _entries(spec, catalog, owed, used)
    return _case(spec, owed, used) if done.procedure else _rating(spec, owed)


def _closing(spec: DutySpec, owed: Owed) -> Found | None:
    closing = closing_for(spec.shape.does.register_, owed.organ, owed.unit, owed.period)
    return Found("closing", (f"closing:{closing.pk}",), closing.closed_at, closing.reason, closing.closed_by) if closing else None


def _entries(spec: DutySpec, catalog: Catalog, owed: Owed, used: Collection[str]) -> Found | None:
    done = spec.shape.does
    by_unit = bool(catalog.registers[done.register_].shape.kept_by.unit)
    span = (None, None) if owed.subject else (owed.first_on, owed.last_on)
    when = {**({} if done.rows else done.when), **({done.field: owed.subject} if owed.subject and done.field else {})}
    field = "" if owed.subject else done.field
    anywhere = owed.unit is None and by_unit
    rows = [
        row
        for name in _act_names(spec, catalog)
        for row in entered_in(done.register_, name, owed.organ, owed.unit, *span, when=when, field=field, any_unit=anywhere)
    ]
    return proof_among(spec, owed, rows, used=used)


def _act_names(spec: DutySpec, catalog: Catalog) -> tuple[str, ...]:
    done = spec.shape.does
    return tuple(dict.fromkeys((done.act or catalog.registers[done.register_].shape.entering[0], *done.also)))


def first_counted(spec: DutySpec, owed: Iterable[Owed]) -> date | None:
    """The first day whose acts count for any of these; None for any day."""
    return min(one.first_on for one in owed) if spec.shape.does.in_period else None


BySubject = dict[tuple[int, str], list[ActRow]]
"""Acts by organ and subject."""


def entries_of_subjects(spec: DutySpec, catalog: Catalog, owed: Sequence[Owed]) -> BySubject:
    """The acts that may prove what is owed for several subjects: read once for all of them."""
    done = spec.shape.does
    when = {} if done.rows else done.when
    organs = {one.organ_id for one in owed}
    rows = acts_since(done.register_, _act_names(spec, catalog), organs, since=first_counted(spec, owed), when=when) if owed else ()
    wanted, found = {(one.organ_id, one.subject) for one in owed}, BySubject()
    for row in rows:
        key = (row.entry.organ_id, str({**row.values, **row.entry.values}.get(done.field) or ""))
        if key in wanted:
            found.setdefault(key, []).append(row)
    return found


def of_its_unit(spec: DutySpec, catalog: Catalog, owed: Owed, rows: Iterable[ActRow]) -> list[ActRow]:
    """The acts in the ledger of the unit that owes; of an organ that owes as a whole, in those of all its units."""
    anywhere = owed.unit_id is None and bool(catalog.registers[spec.shape.does.register_].shape.kept_by.unit)
    return [row for row in rows if anywhere or row.entry.unit_id == owed.unit_id]


def proof_among(spec: DutySpec, owed: Owed, rows: Iterable[ActRow], *, used: Collection[str] = ()) -> Found | None:
    """The proof among acts that are of the right kind: as many as are asked for, the earliest recorded; none that proves another."""
    done = spec.shape.does
    left = [row for row in rows if not (owed.subject and f"entry:{row.entry_id}" in used)]
    if done.in_period:
        left = [row for row in left if row.happened_on >= owed.first_on]
    each = [row for row in sorted(left, key=lambda row: row.recorded_at) for _ in range(_times(done, row))]
    if len(each) < done.least:
        return None
    enough = each[: done.least]
    refs = tuple(dict.fromkeys(f"entry:{row.entry_id}" for row in enough))
    return Found("entry", refs, enough[-1].recorded_at, actor=enough[-1].actor)


def _times(rule: DutyDone, row: Any) -> int:
    """How often an act counts: once, or once for each row of it that fits."""
    if not rule.rows:
        return 1
    return sum(holds(rule.when, one) for one in {**row.values, **row.entry.values}.get(rule.rows) or ())


def _case(spec: DutySpec, owed: Owed, used: Collection[str]) -> Found | None:
    done = spec.shape.does
    span = (None, None) if owed.subject else (owed.first_on, owed.due_at.date())
    opened = cases_opened(done.procedure, owed.organ.name, *span, subject=owed.subject)
    left = [row for row in opened if f"case:{row.case_id}" not in used and holds(done.when, row.values.get("values", {}))]
    if len(left) < done.least:
        return None
    enough = left[: done.least]
    return Found("case", tuple(f"case:{row.case_id}" for row in enough), enough[-1].recorded_at, actor=enough[-1].actor)


def _rating(spec: DutySpec, owed: Owed) -> Found | None:
    rows = Rating.objects.filter(sheet=spec.shape.does.sheet, organ=owed.organ, unit=owed.unit, period=owed.period)
    first = rows.exclude(points=None).order_by("pk").first()
    return Found("rating", (f"rating:{first.pk}",), first.rated_at, actor=first.actor) if first else None
