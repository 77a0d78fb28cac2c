"""One queue of what waits for an officer, liberty first: steps of cases, what is overdue elsewhere, clues, duties, data to send."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from typing import Any

from django.utils import timezone

from zhiheng.dossier import selectors as dossiers
from zhiheng.exchange.quality.selectors import missing_deliveries
from zhiheng.exchange.selectors import deliveries_seen_by
from zhiheng.models.in_force import catalog
from zhiheng.oversight.models import ClueCase
from zhiheng.oversight.selectors.clues import ClueFilter, clues_seen_by
from zhiheng.procedure import selectors as procedures
from zhiheng.procedure.core.acts import about_clocks
from zhiheng.procedure.core.clocks import Clock, clocks_of
from zhiheng.procedure.selectors import CaseFilter
from zhiheng.registry import rights
from zhiheng.schema import DATASETS
from zhiheng.work.selectors import duties_seen_by

RANK = {"overdue": 0, "near": 1, "normal": 2, "suspended": 3}
MOST = 60
MOST_DATA = 20
CLUE_STEPS = {"assigned": "核实线索", "verified": "制发文书"}


@dataclass(frozen=True)
class TodoItem:
    """One thing to do.

    kind     `step` (do it), `urge` (another organ's step is overdue), `clue`, `duty`, `missing` (data not sent), `delivery` (returned);
             id: of the case, clue, duty, dataset or delivery
    about    whom or what it is about; since: from when it waits; place: the organ it waits for or concerns
    liberty  somebody may be held too long; urged: it was urged
    """

    kind: str
    id: str
    title: str
    what: str
    due_on: date | None
    colour: str
    clock: Clock | None = None
    number: str = ""
    about: str = ""
    since: date | None = None
    type: str = ""
    place: str = ""
    liberty: bool = False
    urged: bool = False


def todo_for(viewer: Any, moment: date) -> list[TodoItem]:
    """What the viewer may do now (a day or an instant), the most pressing first."""
    now = moment if isinstance(moment, datetime) else datetime.combine(moment, time(0), tzinfo=timezone.get_default_timezone())
    items = [
        *_own_steps(viewer, now),
        *_overdue_elsewhere(viewer, now),
        *_of_clues(viewer, timezone.localdate(now)),
        *_of_duties(viewer, now),
        *data_items(viewer, timezone.localdate(now)),
    ]
    return sorted(_numbered(items), key=pressing)


def _numbered(items: list[TodoItem]) -> list[TodoItem]:
    """Cases that bear no number themselves under the one of their paper."""
    bare = {f"case:{item.id}" for item in items if item.kind in {"step", "urge"} and not item.number}
    papers = dossiers.documents_in_many(sorted(bare)) if bare else {}
    numbers = {key: next((one.number for one in found if one.number), "") for key, found in papers.items()}
    return [replace(item, number=numbers.get(f"case:{item.id}") or item.number) for item in items]


def pressing(item: TodoItem) -> tuple[Any, ...]:
    """The order of the queue: liberty at stake, the clock, how long it waits."""
    return (not item.liberty, RANK[item.colour], item.due_on or date.max, item.since or date.max, item.title)


def at_liberty(cases: Any) -> set[Any]:
    """Cases in which somebody may be held too long: of such a procedure, or opened on a clue of such a model."""
    named = catalog().liberty
    linked = ClueCase.objects.filter(case_id__in=[case.pk for case in cases], clue__model__in=named).values_list("case_id", flat=True)
    return {case.pk for case in cases if case.procedure in named} | set(linked)


def _own_steps(viewer: Any, now: datetime) -> Iterator[TodoItem]:
    waiting = procedures.waiting_for(viewer, now=now, limit=MOST)
    known = procedures.with_events(procedures.cases_seen_by(viewer).filter(pk__in={row.case_id for row in waiting}))
    states = {case.pk: (case, spec, state) for case, spec, state in procedures.states_of(known)}
    liberty = at_liberty([case for case, _spec, _state in states.values()])
    for row in waiting:
        if row.case_id not in states:
            continue
        case, spec, state = states[row.case_id]
        step, item = spec.steps[row.step], state.waiting(row.step, row.part)
        did = {done.step for done in state.completed if done.actor == viewer.username}
        if item is not None and not did & set(step.other_than):
            found = [clock for clock in clocks_of(spec, state, item, now) if clock.due_on]
            first = min(found, key=lambda one: str(one.due_at or one.due_on), default=None)
            item_of = _item(case, spec, "step", step.title, first, item.opened_on)
            yield replace(item_of, liberty=case.pk in liberty, urged=row.urged, place=_other_side(state, viewer))


def _overdue_elsewhere(viewer: Any, now: datetime) -> Iterator[TodoItem]:
    """Steps of other organs that are overdue and that the viewer's organ may urge, or report where it was urged already."""
    late = procedures.cases_seen_by(viewer, CaseFilter(open=True, clock="overdue"), now=now)
    seated = procedures.with_events(late.filter(seats__organ_id=viewer.organ_id).order_by("due_on", "pk"))[:MOST]
    found_late = procedures.states_of({case.pk: case for case in seated}.values())
    liberty = at_liberty([case for case, _spec, _state in found_late])
    for case, spec, state in found_late:
        for act in about_clocks(spec, state, timezone.localdate(now)):
            item = state.waiting(act.step, act.part)
            own = state.organs.get(act.seat) == viewer.organ.name and rights.may(viewer, act.right, pack=spec.pack)
            if item and own and act.kind == ("reported_up" if item.urged else "urged"):
                found = [clock for clock in clocks_of(spec, state, item, now) if clock.due_on]
                what = "报告上一级" if act.kind == "reported_up" else "催办"
                row = _item(case, spec, "urge", what, found[0] if found else None, item.opened_on)
                yield replace(row, liberty=case.pk in liberty, urged=bool(item.urged), place=state.organs.get(spec.steps[act.step].by, ""))


def _other_side(state: Any, viewer: Any) -> str:
    """The first other organ of the case."""
    return next((name for name in state.organs.values() if name != viewer.organ.name), "")


def _item(case: Any, spec: Any, kind: str, what: str, clock: Clock | None, since: date) -> TodoItem:
    colour, due_on = (clock.colour, clock.due_on) if clock else ("normal", None)
    return TodoItem(kind, str(case.pk), case.title, what, due_on, colour, clock, case.number, case.subject_name, since, spec.title)


def _of_clues(viewer: Any, today: date) -> Iterator[TodoItem]:
    """Clues the viewer took: to verify, or verified and without a paper yet."""
    mine = clues_seen_by(viewer, ClueFilter(assigned_to=viewer.username, resolved=False, snoozed=False), today=today)
    titles = {name: spec.title for name, spec in catalog().models.items()}
    for clue in mine.filter(state__in=CLUE_STEPS)[:MOST]:
        place = clue.organ.name if clue.organ else ""
        yield TodoItem(
            "clue", str(clue.pk), clue.summary_text, CLUE_STEPS[clue.state], None, "normal", since=timezone.localdate(clue.state_at),
            type=titles.get(clue.model, clue.model), place=place, liberty=clue.model in catalog().liberty,
        )  # fmt: skip


def _of_duties(viewer: Any, now: datetime) -> Iterator[TodoItem]:
    """Duties of the viewer's own organ that are not done."""
    titles = {name: spec.title for name, spec in catalog().duties.items()}
    owed = duties_seen_by(viewer, open_only=True, now=now).filter(organ_id=viewer.organ_id)
    for one in owed[:MOST]:
        due = timezone.localdate(one.due_at)
        colour = "overdue" if one.due_at < now else "near" if due == timezone.localdate(now) else "normal"
        title = f"{titles.get(one.duty, one.duty)}（{one.period}）"
        yield TodoItem("duty", one.duty, title, "履行职责", due, colour, about=one.unit.name if one.unit else "", since=one.first_on)


def data_items(viewer: Any, today: date) -> Iterator[TodoItem]:
    """What the viewer's own organ should have sent, and what came back to it."""
    if not rights.may(viewer, "data.send"):
        return
    own = [one for one in missing_deliveries(viewer, today=today) if one.organ_id == viewer.organ_id]
    for one in own[:MOST_DATA]:
        title = DATASETS[one.dataset].zh if one.dataset in DATASETS else one.dataset
        due = one.late.expected_on
        yield TodoItem("missing", one.dataset, f"应报未报：{title}", "报送", due, "overdue", since=due, type="数据报送", place=one.organ)
    for sent in deliveries_seen_by(viewer).filter(organ_id=viewer.organ_id).exclude(outcome="accepted")[:MOST_DATA]:
        since = timezone.localdate(sent.received_at)
        yield TodoItem(
            "delivery", str(sent.pk), sent.name, "改正重报", None, "normal", since=since, type="数据报送", place=viewer.organ.name
        )
