"""The single way to act in a case. Locks are taken in one order: cases (the oldest of a family first), shelves of the library, the
trace's head, then what follows cases (decision 0005)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import lru_cache
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from zhiheng.catalog.procedures import ProcedureSpec
from zhiheng.dossier import services as dossier
from zhiheng.ledger.core.actor import Actor
from zhiheng.procedure.core import acts
from zhiheng.procedure.core.effects import effects_of
from zhiheng.procedure.core.errors import ActRefused, Changed, Newer
from zhiheng.procedure.core.fold import fold, follow
from zhiheng.procedure.core.instants import begins_in_minutes
from zhiheng.procedure.core.state import TITLES, Event, State
from zhiheng.procedure.models import Case, EventRow
from zhiheng.procedure.reading import event_of, events_of, spec_of
from zhiheng.procedure.services.carrying import EXPLAINED, carry_out
from zhiheng.procedure.services.counted import with_earlier
from zhiheng.procedure.services.filed import with_filed
from zhiheng.procedure.services.keeping import keep
from zhiheng.procedure.services.likened import with_others
from zhiheng.procedure.services.rated import with_rating
from zhiheng.procedure.services.recording import store_records
from zhiheng.procedure.services.rights import demand_any, demand_officer, unit_of
from zhiheng.procedure.services.seating import by_relation, demand_known
from zhiheng.procedure.services.sight import demand_open, no_case
from zhiheng.procedure.services.standing import with_standings
from zhiheng.procedure.services.telling import announce
from zhiheng.registry.acting import officer_for

PERSON = "person:"
"""An actor whose id begins so is the person concerned, known by their number (the portal has identified them)."""
File = tuple[str, bytes]
"""Name and content of a file that is handed in."""
Files = Mapping[str, File | Sequence[File]]


@dataclass(frozen=True)
class Handed:
    """What comes with an act beside its event (see `act`)."""

    files: Files = field(default_factory=dict)
    expected_seq: int | None = None
    key: str = ""
    organs: Mapping[str, str] = field(default_factory=dict)

    @property
    def names(self) -> dict[str, object]:
        """The files' names under their fields, as the form reads them before they are kept."""
        return {field: "、".join(name for name, _ in _each(given)) for field, given in self.files.items()}


def _each(given: File | Sequence[File]) -> Sequence[File]:
    return [given] if isinstance(given, tuple) and len(given) == 2 and isinstance(given[0], str) else given


def act(  # noqa: PLR0913 - what an act is made of
    *,
    actor: Actor,
    now: datetime,
    case_id: UUID,
    step: str,
    outcome: str,
    values: Mapping[str, object] | None = None,
    reason: str = "",
    on: date | None = None,
    files: Files | None = None,
    expected_seq: int | None = None,
    key: str = "",
    part: str = "",
    organs: Mapping[str, str] | None = None,
    facts: Mapping[str, Mapping[str, object]] | None = None,
    explained: str = "",
) -> Case:
    """Do an open step with one of its outcomes: the only way, whoever asks.

    on      the day or instant it happened (now where none is named; today alone is refused where a clock of minutes begins)
    files   field of the form → file or files handed in, kept in the dossier in the same transaction
    expected_seq   number of the last event when the form was made; `Changed` where there are newer ones
    key     an act repeated under the same key is done once
    part    on a step done once for each of several roles: which of them
    organs  role → organ, for roles that are chosen with this act
    facts   facts of a file as the officer confirmed or corrected them
    explained   why words stay that proofing asks about, of papers that go out with the act
    raises  ActRefused, Changed, DocumentRefused (PaperUnexplained), PermissionDenied; then nothing is changed
    """
    day, instant = moment_of(on, now)
    more: dict[str, object] = {"facts": {name: dict(one) for name, one in facts.items()}} if facts else {}
    more |= {EXPLAINED: explained.strip()} if explained.strip() else {}
    event = Event("done", day, step, outcome, reason=reason, values=dict(values or {}), at=instant, part=part, more=more)
    return _record(case_id, event, Handed(files or {}, expected_seq, key, organs or {}), actor=actor, now=now)


def act_aside(  # noqa: PLR0913 - what an act is made of
    *,
    actor: Actor,
    now: datetime,
    case_id: UUID,
    kind: str,
    step: str = "",
    values: Mapping[str, object] | None = None,
    reason: str = "",
    expected_seq: int | None = None,
    key: str = "",
    part: str = "",
) -> Case:
    """Do an act beside the steps: urged, withdrawn, handed_over, suspended, extended, corrected, reopened, copied, opinion …

    values   as `acts.BESIDE_FORMS` asks them for each kind
    """
    day, instant = moment_of(None, now)
    event = Event(kind, day, step, reason=reason, values=dict(values or {}), at=instant, part=part)
    return _record(case_id, event, Handed({}, expected_seq, key), actor=actor, now=now)


@transaction.atomic
def take_in_hand(*, actor: Actor, now: datetime, case_id: UUID) -> Case:
    """Note that the officer handles the case from now on (承办): one whose organ has an open step in it, with the right to handle."""
    case = locked(case_id)
    spec = spec_of(case.definition)
    state = fold(spec, events_of(case.events.all()))
    day, instant = moment_of(None, now)
    own = [one for one in acts.possible(spec, state, day) if one.kind == "done" and state.organs.get(one.seat) == actor.organ]
    if not own:
        raise ActRefused("不能承办", case.title, "本机关当前没有待办节点", "请在有待办节点时承办")
    demand_any(actor, [one.right for one in own], now, pack=spec.pack)
    case.holder = actor.id
    keep(case, spec, state, Event("taken", day, organ=actor.organ, actor=actor.id, at=instant), actor=actor, now=now)
    announce(case, now)
    return case


def moment_of(on: date | None, now: datetime) -> tuple[date, datetime | None]:
    """Day and instant of an act: now where nothing is named; a day alone has no instant."""
    if isinstance(on, datetime):
        return timezone.localdate(on), on
    return (timezone.localdate(now), now) if on is None else (on, None)


def timed(spec: ProcedureSpec, event: Event, now: datetime) -> Event:
    """The event with its instant where today alone is named: now, unless a clock that runs to the minute begins with it."""
    if event.at or event.on != timezone.localdate(now):
        return event
    if begins_in_minutes(spec, event):
        reason = "有按小时、分钟计算的期限，只写日期不能确定从何时起算"
        raise ActRefused("不能办理", f"{spec.title} 办理时间", reason, "请写明时刻，如 2026-06-30 14:05；就是现在办理的，不用填写")
    return replace(event, at=now)


def locked(case_id: UUID) -> Case:
    """The case, locked after the cases that wait for it, from the oldest down; ActRefused where there is none."""
    family = [case_id]
    while link := _waiting_above(family[-1]):
        family.append(link)
    held = None
    for one in reversed(family):
        held = Case.objects.select_for_update(of=("self",), no_key=True).select_related("definition").filter(pk=one).first()
    if held is None:
        raise no_case(case_id)
    return held


def follow_on(*, actor: Actor, now: datetime, case_id: UUID, event: Event) -> Case | None:
    """Do an act that follows from another case's act, whose right covers it; None where the actor's organ has no such act to do now.

    Without a step it is the end of that name, at whichever step the case stands.
    """
    case = locked(case_id)
    spec = spec_of(case.definition)
    state = fold(spec, events_of(case.events.all()))
    same = [one for one in acts.possible(spec, state, event.on) if (one.kind, one.outcome) == ("done", event.outcome)]
    own = [one for one in same if event.step in ("", one.step) and state.organs.get(one.seat) == actor.organ]
    if not own:
        return None
    return _record(case_id, replace(event, step=own[0].step), Handed({}, None, ""), actor=actor, now=now, by_right=False)


@lru_cache(maxsize=20_000)
def _waiting_above(case_id: UUID) -> UUID | None:
    """The case that waits for this one; said when a case is opened, and never otherwise later."""
    waited = Case.objects.filter(pk=case_id, waited_for=True).order_by()
    return next(iter(waited.values_list("opened_by_case_id", flat=True)[:1]), None)


@transaction.atomic
def _record(case_id: UUID, event: Event, handed: Handed, *, actor: Actor, now: datetime, by_right: bool = True) -> Case:
    """Admit one event, keep it, and carry out what follows from it. by_right: the officer needs the step's own right."""
    case = locked(case_id)
    spec, rows = spec_of(case.definition), list(case.events.all())
    if handed.key and (before := next((row for row in rows if row.key == handed.key), None)):
        return _done_before(case, before, event)
    demand_seen(spec, rows, handed.expected_seq, event)
    state, event = fold(spec, events_of(rows)), timed(spec, event, now)
    officer = None if actor.id.startswith(PERSON) else officer_for(actor)
    if by_right:
        demand_open(case, officer)
    event = replace(_by_actor(event, actor, unit_of(officer, now) if officer else ""), values={**event.values, **handed.names})
    event = _with_seats(spec, state, event, handed.organs)
    event = with_earlier(spec, state, with_filed(case, spec, with_rating(case, spec, state, event)))
    event = with_others(case, spec, state, with_standings(spec, state, event))
    allow = (lambda found: _demand_right(spec, state, found, officer, now)) if by_right else (lambda _: None)
    admitted, event = acts.admit(spec, state, event, now, allow=allow)
    event = _with_unit(spec, state, event, admitted)
    after = follow(spec, state, event)
    demand_known(spec, {role: organ for role, organ in after.organs.items() if state.organs.get(role) not in {None, "", organ}}, "不能转办")
    effects = effects_of(spec, after, event)
    store_records(effects.records, case, event, actor=actor, now=now)
    names = _attach(case, spec, event, handed.files, actor=actor, now=now)
    event = replace(event, values={**event.values, **names}, documents=tuple(one.document for one in effects.draws))
    after = keep(case, spec, state, event, actor=actor, now=now, key=handed.key)
    carry_out(effects, case, spec, after, event, actor=actor, now=now)
    announce(case, now)
    return case


def _by_actor(event: Event, actor: Actor, unit: str) -> Event:
    """The event as the actor's: an officer acts for an organ, the person concerned for themselves."""
    if actor.id.startswith(PERSON):
        return replace(event, organ="", actor=actor.id, more={**event.more, "person": actor.id.removeprefix(PERSON)})
    return replace(event, organ=actor.organ, actor=actor.id, unit=unit, more={**event.more, "officer": actor.name})


def _demand_right(spec: ProcedureSpec, state: State, admitted: Sequence[acts.PossibleAct], officer: Any, now: datetime) -> None:
    if officer is None and all(spec.roles[one.role].person for one in admitted):
        return
    if officer is None:
        raise PermissionDenied("只有办案人员可以办理")
    unit = next((state.units[one.role] for one in admitted if state.units.get(one.role)), "")
    demand_officer(officer, [one.right for one in admitted], now, pack=spec.pack, unit=unit)


def _with_unit(spec: ProcedureSpec, state: State, event: Event, admitted: Sequence[acts.PossibleAct]) -> Event:
    """A case of a unit belongs to the unit of the officer who first acts in its role."""
    role = spec.roles[admitted[0].role]
    if not (role.unit and event.unit) or state.units.get(role.id):
        return event
    return replace(event, more={**event.more, "units": {role.id: event.unit}})


def _with_seats(spec: ProcedureSpec, state: State, event: Event, named: Mapping[str, str]) -> Event:
    """Note organs chosen with the act, and those that relations give for the steps it opens."""
    step = spec.steps.get(event.step)
    outcome = step.outcome(event.outcome) if step and event.kind == "done" else None
    if outcome is None:
        return event
    _demand_choice(spec, state, event, named)
    found = by_relation(spec, {**state.organs, **named}, event.on)
    added = {role: organ for role, organ in found.items() if state.organs.get(role) != organ}
    return replace(event, more={**event.more, "organs": added}) if added else event


def _demand_choice(spec: ProcedureSpec, state: State, event: Event, named: Mapping[str, str]) -> None:
    """Organs may be named for roles that have none yet, facts for the rule the step asks; anything else is not this act's to change."""
    demand_known(spec, named, "不能办理")
    seated = [role for role, organ in named.items() if state.organs.get(role) not in {None, "", organ}]
    if seated:
        titles = "、".join(spec.roles[role].title for role in seated)
        raise ActRefused("不能办理", event.step, f"{titles}已经确定", "须由他机关办理的，请使用转办")
    asked = spec.steps[event.step].assess
    unasked = set(dict(event.more.get("facts") or {})) - ({asked.facts} if asked else set())  # type: ignore[call-overload]
    if unasked:
        raise ActRefused("不能办理", event.step, f"本节点不核对事实 {'、'.join(sorted(unasked))}", "请在核对法律的节点更正事实")


def _done_before(case: Case, before: EventRow, event: Event) -> Case:
    """An act that comes again under its key is done already; another act under the same key is refused."""
    if (before.kind, before.step, before.outcome) != (event.kind, event.step, event.outcome):
        raise ActRefused("不能办理", event.step, "同一提交标识已用于另一事项", "请刷新页面后重新提交")
    return case


def demand_seen(spec: ProcedureSpec, rows: Sequence[EventRow], expected_seq: int | None, event: Event) -> None:
    """Refuse an act decided on an older state of the case than there is now."""
    newer = [row for row in rows if expected_seq is not None and row.seq > expected_seq]
    if newer:
        said = [Newer(row.seq, event_title(spec, event_of(row)), row.actor_name, row.organ) for row in newer]
        raise Changed(event_title(spec, event), said)


def event_title(spec: ProcedureSpec, event: Event) -> str:
    """An event in words: the outcome of a step under the step's title, else its kind."""
    step = spec.steps.get(event.step)
    outcome = step.outcome(event.outcome) if step and event.kind == "done" else None
    return f"{step.title}：{outcome.title}" if step and outcome else TITLES.get(event.kind, event.kind)


def _attach(case: Case, spec: ProcedureSpec, event: Event, files: Files, *, actor: Actor, now: datetime) -> dict[str, Any]:
    """Keep files handed in; the case remembers their names under the fields of its form."""
    step = spec.steps.get(event.step)
    fields = {item.id: item for item in spec.form_of(step)} if step else {}
    named: dict[str, Any] = {}
    for name, given in files.items():
        inner = bool(step and step.inner) or bool(name in fields and fields[name].inner)
        place = dossier.Place(step=event.step, field=name, inner=inner)
        kept = [
            dossier.attach(actor=actor, now=now, dossier_key=case.dossier_key, name=title, content=content, place=place)
            for title, content in _each(given)
        ]
        named[name] = "、".join(file.name for file in kept)
    return named
