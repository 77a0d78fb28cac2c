"""Lists of cases out of indexed columns: filters, counts, order and pages are SQL; only the cases shown are folded."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, Min, Q, QuerySet, prefetch_related_objects
from django.utils import timezone

from zhiheng.catalog.procedures import ProcedureSpec
from zhiheng.dossier.selectors import dossiers_numbered
from zhiheng.law.clocks import add_hours
from zhiheng.procedure.core.clocks import Clock, clock_of
from zhiheng.procedure.core.listing import sortable
from zhiheng.procedure.core.numbers import NumberTyped, number_typed
from zhiheng.procedure.core.state import State
from zhiheng.procedure.core.values import value_of
from zhiheng.procedure.core.visibility import conducts, visible_values
from zhiheng.procedure.models import LISTED, Case, Seat, Waiting
from zhiheng.procedure.selectors.closed import waiting_at, without_closed
from zhiheng.procedure.selectors.following import states_of
from zhiheng.registry import rights
from zhiheng.registry import selectors as registry
from zhiheng.registry.core.masking import LONG
from zhiheng.registry.core.roles import ROLES
from zhiheng.registry.gate import current
from zhiheng.registry.selectors.relations import units_of

READ = "case.read"
DAY_HOURS = 24


@dataclass(frozen=True)
class CaseFilter:
    """What a list of cases is narrowed to; empty parts do not narrow.

    step     cases that wait at this step; organ: that wait for this organ; unit: of this unit
    mine     what the viewer took in hand, or waits for the viewer's organ and nobody took in hand
    clock    overdue, day (ends within twenty-four hours), near, normal, none: of the steps that wait
    text     part of the title, number or name, or the number of the subject
    open     True: not ended; False: ended
    facts    listed value → the value it must have
    among    of these procedures only (None: of all)
    opened_since, ended_since   opened, or ended, on this day or later
    """

    procedure: str = ""
    step: str = ""
    organ: str = ""
    unit: str = ""
    mine: bool = False
    clock: str = ""
    text: str = ""
    open: bool | None = None
    facts: Mapping[str, object] = field(default_factory=dict)
    listed: tuple[str, ...] = ()
    among: frozenset[str] | None = None
    opened_since: date | None = None
    ended_since: date | None = None


MOST_NAMED = 500
LATEST = 20_000
"""So many cases, the newest, are looked through for words within their titles where the search is to answer at once."""


@dataclass(frozen=True)
class CaseRow:
    """A case as a list shows it: where it waits, its most pressing clock, the values its procedure lists (None: not for the viewer)."""

    case: Case
    spec: ProcedureSpec
    state: State
    waits: tuple[str, ...]
    clock: Clock | None
    facts: tuple[Any, ...]


def cases_seen_by(viewer: Any, wanted: CaseFilter | None = None, *, now: datetime | None = None) -> QuerySet[Case]:
    """Cases in which an organ of the viewer's takes part, once one of its steps has been reached; nobody's without the right.

    A post held for named packs or for one unit shows the cases of these only.
    """
    cases: QuerySet[Case] = Case.objects.prefetch_related("definition", "seats__organ")
    if viewer != registry.COMMAND_LINE:
        if not rights.may(viewer, READ):
            return Case.objects.none()
        cases = _of_posts(cases, viewer)
        if not registry.sees_everything(viewer):
            cases = cases.filter(pk__in=_seats_of(viewer, wanted).values("case"))
        cases = _in_scope(cases, viewer)
    if wanted and wanted.text:  # a number of a closed case is found no otherwise than one that nothing bears
        return narrowed(without_closed(cases, viewer), viewer, wanted, now or timezone.now())
    return without_closed(narrowed(cases, viewer, wanted, now or timezone.now()) if wanted else cases, viewer)


def _in_scope(cases: QuerySet[Case], viewer: Any) -> QuerySet[Case]:
    """Of a narrow post the cases of its unit, or those that the officer opened or took in hand."""
    scope = rights.scope_of(viewer)
    if scope == "unit":
        return cases.filter(unit=viewer.unit.name if viewer.unit else "")
    return cases.filter(Q(holder=viewer.username) | Q(opened_by=viewer.username)) if scope == "own" else cases


def _of_posts(cases: QuerySet[Case], viewer: Any) -> QuerySet[Case]:
    """Cases of the packs and units for which the viewer's posts allow reading."""
    posts = [post for post in rights.posts_of(viewer) if READ in ROLES[post.role].rights]
    packs = {pack for post in posts for pack in post.packs}
    return cases.filter(pack__in=packs) if posts and all(post.packs for post in posts) else cases


def _seats_of(viewer: Any, wanted: CaseFilter | None) -> QuerySet[Seat]:
    seats = Seat.objects.filter(visible=True, organ_id__in=registry.organ_ids_seen_by(viewer))
    others = _other_units(viewer)
    seats = seats.exclude(organ_id=viewer.organ_id, unit__in=others) if others else seats
    return seats.filter(open=wanted.open) if wanted and wanted.open is not None else seats


def _other_units(viewer: Any) -> set[str]:
    """Units beside the viewer's own (wards beside a ward), whose cases are not for a post of one unit only."""
    posts = [post for post in rights.posts_of(viewer) if READ in ROLES[post.role].rights]
    if not posts or not all(post.unit_id for post in posts):
        return set()
    own = {post.unit_id for post in posts}
    kinds = {post.unit.kind for post in posts if post.unit}
    return {unit.name for unit in units_of(viewer.organ) if unit.kind in kinds and unit.pk not in own and unit.parent_id not in own}


def narrowed(cases: QuerySet[Case], viewer: Any, wanted: CaseFilter, now: datetime) -> QuerySet[Case]:
    """The cases that a filter leaves."""
    if wanted.procedure:
        cases = cases.filter(procedure=wanted.procedure)
    if wanted.open is not None:
        cases = cases.filter(ended_on__isnull=wanted.open)
    cases = _of_kind_and_days(cases, wanted)
    if wanted.text:
        cases = _named(cases, wanted.text.strip())
    for name, value in wanted.facts.items():
        if name in wanted.listed[: len(LISTED)]:
            cases = cases.filter(**{LISTED[wanted.listed.index(name)]: sortable(value)})
    return _waiting_as(cases, viewer, wanted, now)


def _of_kind_and_days(cases: QuerySet[Case], wanted: CaseFilter) -> QuerySet[Case]:
    """Of some procedures, opened or ended since a day."""
    if wanted.among is not None:
        cases = cases.filter(procedure__in=wanted.among)
    if wanted.opened_since:
        cases = cases.filter(opened_at__date__gte=wanted.opened_since)
    return cases.filter(ended_on__gte=wanted.ended_since) if wanted.ended_since else cases


def _named(cases: QuerySet[Case], text: str) -> QuerySet[Case]:
    """A number of a case or of a paper however it is typed; where none bears it, part of the title, the number or the name."""
    if (number := number_typed(text)) and (bearing := cases.filter(_bearing(number))).exists():
        return bearing
    return cases.filter(titled(text) | Q(number__icontains=text) | Q(subject_name__icontains=text) | Q(subject=text.upper()))


def titled(text: str) -> Q:
    """In whose title the text stands; while numbers are masked, digits are not looked for in a title that holds a person's number."""
    if current().is_open or not any(sign.isdigit() for sign in text):
        return Q(title__icontains=text)
    return Q(title__icontains=text) & ~Q(title__regex=LONG)


def cases_named(viewer: Any, text: str, most: int) -> tuple[list[Case], bool]:
    """The first cases that bear what was typed, the newest first, and whether titles of older ones were not looked through.

    Numbers and beginnings of names are found among all cases the viewer sees, words within titles among the LATEST of one who sees all.
    """
    seen = cases_seen_by(viewer).order_by("-last_event_at", "id")
    if (number := number_typed(text)) and (bearing := list(seen.filter(_bearing(number))[:most])):
        return bearing, False
    if viewer == registry.COMMAND_LINE or not registry.sees_everything(viewer):
        return list(_named(seen, text)[:most]), False
    found = list(seen.filter(pk__in=_beginning_with(seen, text))[:most])
    older = Case.objects.order_by("-last_event_at", "id").only("last_event_at")[LATEST : LATEST + 1].first()
    newer = Q(last_event_at__gt=older.last_event_at) | Q(last_event_at=older.last_event_at, id__lt=older.pk) if older else Q()
    worded = seen.filter(newer, titled(text)).exclude(pk__in=[case.pk for case in found])
    return [*found, *worded[: most - len(found)]], older is not None


def _beginning_with(visible: QuerySet[Case], text: str) -> list[UUID]:
    """Cases whose name or number begins so, or whose person has this number: each by its own index, which one statement forgoes."""
    each = ({"subject_name__startswith": text}, {"number__startswith": text}, {"subject": text.upper()})
    first, *others = [visible.order_by().filter(**one).values_list("pk", flat=True) for one in each]
    return list(first.union(*others)[:MOST_NAMED])


def _bearing(number: NumberTyped) -> Q:
    """Cases that bear the number themselves, or on one of their papers."""
    keys = [UUID(key.removeprefix("case:")) for key in dossiers_numbered(number) if key.startswith("case:")]
    return Q(number=number.round) | Q(pk__in=keys) if keys else Q(number=number.round)


def _waiting_as(cases: QuerySet[Case], viewer: Any, wanted: CaseFilter, now: datetime) -> QuerySet[Case]:
    if not (wanted.step or wanted.organ or wanted.unit or wanted.mine or wanted.clock):
        return cases
    waiting = Waiting.objects.filter(_clock(wanted.clock, now))
    for name, value in (("step", wanted.step), ("organ__name", wanted.organ), ("unit", wanted.unit), ("procedure", wanted.procedure)):
        waiting = waiting.filter(**{name: value}) if value else waiting
    if wanted.mine:
        mine = waiting.filter(organ_id=getattr(viewer, "organ_id", None) or 0)
        return cases.filter(Q(holder=getattr(viewer, "username", "-"), ended_on=None) | Q(holder="", pk__in=mine.values("case")))
    return cases.filter(pk__in=waiting.values("case"))


def _clock(colour: str, now: datetime) -> Q:
    known = {
        "overdue": Q(due_at__lt=now),
        "day": Q(due_at__gte=now, due_at__lt=add_hours(now, DAY_HOURS)),
        "near": Q(due_at__gte=now, near_at__lte=now),
        "normal": Q(near_at__gt=now),
        "none": Q(due_at=None),
    }
    return known.get(colour, Q())


def case_seen_by(viewer: Any, case_id: UUID) -> Case | None:
    """The case, or None where it is not for the viewer to know that it exists."""
    return cases_seen_by(viewer).filter(pk=case_id).first()


def waiting_for(viewer: Any, *, now: datetime, procedure: str = "", limit: int | None = None) -> list[Waiting]:
    """Steps that wait for the viewer's organ (and unit) and that the viewer's posts allow, the most pressing first."""
    found = waiting_at(viewer).select_related("case").order_by("due_at", "opened_at")
    found = found.filter(procedure=procedure) if procedure else found
    own = [
        row for row in found[: (limit or 500) * 4] if rights.may(viewer, row.right, on=timezone.localdate(now), pack=row.case.pack or None)
    ]
    units = {post.unit.name for post in rights.posts_of(viewer) if post.unit}
    return [row for row in own if not row.unit or not units or row.unit in units][: limit or 500]


def counts_by_step(viewer: Any, procedure: str) -> list[dict[str, Any]]:
    """Where the viewer's cases of a procedure wait: step, how many, since when the oldest."""
    visible = cases_seen_by(viewer, CaseFilter(procedure=procedure, open=True))
    rows = Waiting.objects.filter(case__in=visible.order_by().values("pk")).values("step")
    return [dict(row) for row in rows.annotate(cases=Count("case", distinct=True), oldest=Min("opened_at")).order_by("step")]


def case_rows(cases: Iterable[Case], viewer: Any, moment: datetime) -> list[CaseRow]:
    """The cases of one page, folded; a value listed that is inner to another organ is None."""
    page = list(cases)
    prefetch_related_objects(page, "events")
    return [_row(case, spec, state, viewer, moment) for case, spec, state in states_of(page)]


def _row(case: Case, spec: ProcedureSpec, state: State, viewer: Any, moment: datetime) -> CaseRow:
    found = [clock for item in state.open if (clock := clock_of(spec, state, item, moment))]
    first = min((clock for clock in found if clock.due_on), key=lambda clock: str(clock.due_at or clock.due_on), default=None)
    waits = tuple(dict.fromkeys(spec.steps[item.step].title for item in state.open))
    seen = state if viewer == registry.COMMAND_LINE else _as_seen(spec, state, {viewer.organ.name})
    return CaseRow(case, spec, state, waits, first or (found[0] if found else None), tuple(value_of(seen, name) for name in spec.listed))


def _as_seen(spec: ProcedureSpec, state: State, names: set[str]) -> State:
    from dataclasses import replace

    from zhiheng.procedure.core.visibility import hidden_steps

    hidden = hidden_steps(spec, state, names)
    rounds = {step: values for step, values in state.rounds.items() if step not in hidden}
    facts = state.facts if conducts(spec, state, names) else {}
    return replace(state, values=visible_values(spec, state, names), rounds=rounds, facts=facts)
