"""Entries that a viewer sees: lists filtered, sorted and counted by the database; one entry with its history and what may be done."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from zhiheng.catalog.field_values import holds
from zhiheng.catalog.packs import Catalog
from zhiheng.catalog.registers import RegisterSpec
from zhiheng.ledger.core.actor import Actor
from zhiheng.register.core.acts import PossibleAct, possible
from zhiheng.register.core.clocks import EntryClock, clocks
from zhiheng.register.core.entry import EntryState
from zhiheng.register.core.ledgers import Opening, column_value, openings, shown_values
from zhiheng.register.models import COLUMNS, ActRow, Entry
from zhiheng.register.reading import state_of
from zhiheng.register.selectors.searched import holding
from zhiheng.register.selectors.sight import READ, Viewer, is_inside, sight, sight_key
from zhiheng.registry import rights
from zhiheng.registry import selectors as registry
from zhiheng.registry.core.kinds import counts_as
from zhiheng.registry.gate import keeps_from_lists
from zhiheng.registry.rows import Officer, Organ, Unit

SORTS: Mapping[str, str] = {"newest": "-entered_at", "oldest": "entered_at", "number": "number", "changed": "-changed_at", "due": "due_at"}


@dataclass(frozen=True)
class EntryFilter:
    """Which entries: every part that is given must hold. columns: listed field → value; due: `overdue`, `running`."""

    state: str = ""
    organ: str = ""
    unit: int | None = None
    since: date | None = None
    until: date | None = None
    text: str = ""
    due: str = ""
    waits_for: str = ""
    columns: Mapping[str, Any] = field(default_factory=dict)


MOST_ABOUT = 60
EVERY_ENTRY = EntryFilter()
"""No part given: every entry."""


@dataclass(frozen=True)
class EntryView:
    """One entry for a viewer: values he may see, acts done, clocks, acts he may do, whether he stands inside, cases it can open."""

    entry: Entry
    spec: RegisterSpec
    state: EntryState
    values: Mapping[str, Any]
    acts: Sequence[ActRow]
    clocks: tuple[EntryClock, ...]
    may_do: tuple[PossibleAct, ...]
    inside: bool
    opens: tuple[Opening, ...] = ()


def entries_seen_by(
    viewer: Viewer, spec: RegisterSpec, wanted: EntryFilter = EVERY_ENTRY, *, sort: str = "newest", now: datetime | None = None
) -> QuerySet[Entry]:
    """Entries of a register that the viewer sees; sort: a key of SORTS or a listed field (`-` first for falling)."""
    seen = Entry.objects.filter(register=spec.id).filter(sight(viewer, spec, now or timezone.now()))
    return _filtered(seen, spec, wanted, now or timezone.now(), viewer).select_related("organ", "unit").order_by(_order(spec, sort), "id")


def entries_about(spec: RegisterSpec, field_id: str, number: str) -> list[Entry]:
    """Entries whose field holds the number of a person, the newest first; never of a confidential ledger, nor by a field it has not.

    Who calls has identified whom they are shown to.
    """
    if not number or spec.shape.confidential or field_id not in spec.shape.field:
        return []
    rows = Entry.objects.filter(register=spec.id, text__icontains=number).select_related("organ").order_by("-entered_at", "id")
    return [one for one in rows if one.values.get(field_id) == number][:MOST_ABOUT]


def entries_numbered(register: str, organ: str, number: str) -> list[UUID]:
    """Entries that bear the number in the organ's own ledgers of the register. Who calls acts for the organ."""
    return list(
        Entry.objects.filter(register=register, organ__name=organ, number=number).exclude(number="").values_list("pk", flat=True)[:2]
    )


def entries_of_person(register: str, organs: Collection[str], number: str, person: str) -> list[UUID]:
    """Entries with this number in ledgers of these organs one of whose fields is the person's number. Who calls acts for the person."""
    rows = Entry.objects.filter(register=register, organ__name__in=organs, number=number).exclude(number="")
    return [one.pk for one in rows if person and person in one.values.values()]


def entry_counts(viewer: Viewer, spec: RegisterSpec, wanted: EntryFilter = EVERY_ENTRY) -> dict[str, int]:
    """How many entries stand in each state."""
    rows = entries_seen_by(viewer, spec, wanted).order_by().values("state").annotate(found=Count("id"))
    return {row["state"]: row["found"] for row in rows}


def ledger_figures(viewer: Viewer, specs: Iterable[RegisterSpec], *, now: datetime) -> dict[str, dict[str, int]]:
    """How many entries of each register the viewer sees, how many are overdue, how many wait for his organ.

    Registers whose entries are seen alike are asked in one question.
    """
    organ = viewer.organ if isinstance(viewer, Actor) else viewer.organ.name
    late, waiting = Q(due_at__lt=now), Q(waits_for=organ) & ~Q(waits_for="")
    alike: dict[Any, list[RegisterSpec]] = defaultdict(list)
    for spec in specs:
        alike[sight_key(viewer, spec, now)].append(spec)
    found = {spec.id: {"count": 0, "overdue": 0, "waiting": 0} for some in alike.values() for spec in some}
    for some in alike.values():
        names = [spec.id for spec in some]
        seen = Entry.objects.filter(register__in=names).filter(sight(viewer, some[0], now, names)).order_by().values("register")
        for row in seen.annotate(count=Count("pk"), overdue=Count("pk", filter=late), waiting=Count("pk", filter=waiting)):
            found[row["register"]] = {name: row[name] for name in ("count", "overdue", "waiting")}
    return found


def entry_view(entry_id: UUID, viewer: Viewer, catalog: Catalog, *, now: datetime | None = None) -> EntryView | None:
    """One entry, or None where the viewer may not know of it."""
    entry = Entry.objects.filter(pk=entry_id).select_related("organ", "unit").first()
    moment = now or timezone.now()
    spec = catalog.registers.get(entry.register) if entry else _any_register(entry_id, catalog)
    seen = spec is not None and Entry.objects.filter(pk=entry_id).filter(sight(viewer, spec, moment)).exists()
    if entry is None or spec is None or not seen:
        return None
    rows = list(entry.acts.all())
    state = state_of(spec.shape, rows)
    inside = is_inside(viewer, entry.organ)
    may_do = tuple(one for one in possible(spec.shape, state, entry.organ.name) if _may_do(viewer, spec, one, entry, moment))
    values = shown_values(spec.shape, state.values, keeper=inside)
    opens = openings(spec.shape, state.state, {**values, "number": entry.number}) if inside and not state.pending else ()
    return EntryView(entry, spec, state, values, rows, clocks(spec.shape, state), may_do, inside, opens)


def _any_register(entry_id: UUID, catalog: Catalog) -> RegisterSpec | None:
    """A register to ask of what is not there, always the same for an id: that takes as long as asking of what is others'."""
    every = list(catalog.registers.values())
    return every[entry_id.int % len(every)] if every else None


def ledgers_of(viewer: Viewer, spec: RegisterSpec) -> list[tuple[Organ, Unit | None]]:
    """The ledgers in which the viewer's own organ keeps the register: one, or one for each of its units he reaches."""
    if isinstance(viewer, Actor) or not counts_as(viewer.organ.kind, spec.shape.kept_by.kinds):
        return []
    if not spec.shape.kept_by.unit:
        return [(viewer.organ, None)] if rights.may(viewer, READ, pack=spec.pack) else []
    kind = spec.shape.kept_by.unit
    units = [unit for unit in registry.units_of(viewer.organ) if kind is True or unit.kind == kind]
    return [(viewer.organ, unit) for unit in units if rights.may(viewer, READ, pack=spec.pack, unit=unit)]


def rows_of_view(viewer: Viewer, spec: RegisterSpec, catalog: Catalog, wanted: EntryFilter = EVERY_ENTRY) -> list[dict[str, Any]]:
    """Rows of a register that is read out of another: fields by id, with `entry`, `number` and `organ` of where each stands."""
    view = spec.shape.view
    if view is None:
        return []
    base = catalog.registers[view.of]
    found = []
    for entry in entries_seen_by(viewer, base, wanted, sort="oldest"):
        inside = is_inside(viewer, entry.organ)
        whole = shown_values(base.shape, entry.values, keeper=inside)
        about = {**whole, "number": entry.number, "state": entry.state, "organ": entry.organ.name}
        for row in whole.get(view.rows, []) if view.rows else [{}]:
            both = {**about, **row}
            if holds(view.when, both):
                found.append({"entry": entry.pk, "of": entry, **{item.id: both.get(item.id) for item in spec.shape.fields}})
    return found


def _may_do(viewer: Viewer, spec: RegisterSpec, one: PossibleAct, entry: Entry, now: datetime) -> bool:
    if isinstance(viewer, Actor) or viewer.organ.name != one.organ:
        return False
    unit = entry.unit if viewer.organ_id == entry.organ_id else None
    return rights.may(viewer, one.right, on=timezone.localdate(now), pack=spec.pack, unit=unit)


def _filtered(entries: QuerySet[Entry], spec: RegisterSpec, wanted: EntryFilter, now: datetime, viewer: Viewer) -> QuerySet[Entry]:
    plain = {
        "state": wanted.state or None, "organ__name": wanted.organ or None, "unit_id": wanted.unit, "period_on__gte": wanted.since,
        "period_on__lte": wanted.until, "waits_for": wanted.waits_for or None,
    }  # fmt: skip
    found = entries.filter(**{name: value for name, value in plain.items() if value is not None})
    if wanted.due:
        found = found.filter(due_at__lt=now) if wanted.due == "overdue" else found.filter(due_at__isnull=False)
    for name, value in wanted.columns.items():
        if name in spec.shape.listed:
            if keeps_from_lists(spec.shape.field[name]):
                return found.none()
            found = found.filter(**{COLUMNS[spec.shape.listed.index(name)]: column_value(spec.shape.field[name], value)})
    return holding(found, spec, wanted.text, viewer)


def _order(spec: RegisterSpec, sort: str) -> str:
    name = sort.removeprefix("-")
    if name in spec.shape.listed and not keeps_from_lists(spec.shape.field[name]):
        return ("-" if sort.startswith("-") else "") + COLUMNS[spec.shape.listed.index(name)]
    return SORTS.get(sort, SORTS["newest"])


def waiting_count(viewer: Officer) -> int:
    """How many entries of any register wait for the confirmation of the viewer's organ."""
    return Entry.objects.filter(waits_for=viewer.organ.name).count() if rights.may(viewer, READ) else 0
