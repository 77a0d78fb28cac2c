"""What may be done in a case now, and by which role: one list both shows the buttons and admits the acts."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from zhiheng.catalog.field_shapes import FieldShape
from zhiheng.catalog.field_values import holds
from zhiheng.catalog.procedure_parts import RATED, Outcome, Step
from zhiheng.catalog.procedure_times import Extension, Power
from zhiheng.catalog.procedures import ProcedureSpec
from zhiheng.law import clocks as law_clocks
from zhiheng.procedure.core import assessing, blocks, counting, forms, likeness, safeguards, sampling
from zhiheng.procedure.core.clocks import clocks_of
from zhiheng.procedure.core.errors import ActRefused
from zhiheng.procedure.core.fold import refused
from zhiheng.procedure.core.state import TITLES, Event, OpenStep, State
from zhiheng.procedure.core.values import day_of, moment_in

UNIT_TITLES: Mapping[str, str] = {"minute": "分钟", "hour": "小时", "day": "日", "month": "个月", "workday": "个工作日"}


def _field(name: str, title: str, kind: str = "text", *, required: bool = False, codes: Mapping[str, str] | None = None) -> FieldShape:
    return FieldShape(id=name, title=title, type=kind, required=required, codes=codes or {})  # type: ignore[arg-type]


BESIDE_FORMS: Mapping[str, tuple[FieldShape, ...]] = {
    "handed_over": (_field("role", "转办的角色", required=True), _field("organ", "转交机关", required=True)),
    "extended": (
        _field("amount", "延长数量", "whole", required=True),
        _field("unit", "单位", "choice", required=True, codes=UNIT_TITLES),
        _field("article", "依据条文", required=True),
    ),
    "corrected": (_field("event", "更正的事项", required=True), _field("on", "正确日期", "date", required=True)),
    "copied": (_field("organ", "抄送机关", required=True),),
    "opinion": (_field("opinion", "会签意见", "paragraphs", required=True),),
    "reported_up": (_field("report", "报告内容", "paragraphs"),),
    "urged": (_field("note", "催办内容", "paragraphs"),),
}
NEED_REASON = frozenset(
    {"withdraw_asked", "withdraw_refused", "withdrawn", "handed_over", "suspended", "extended", "corrected", "reopened"}
)
LIMIT_FORM = (_field("article", "依据条文"),)


@dataclass(frozen=True)
class PossibleAct:
    """One thing that may be done now.

    role     who may; its officers act for the organ of `seat` and need `right`
    reason   whether a reason must be given
    part     on a step done once for each of several roles: which of them
    chooses  roles whose organ must be named with the act, because the steps it opens need them
    is_end   an end that the case can come to at many steps (a death): never what the step is for
    """

    kind: str
    step: str
    outcome: str
    title: str
    role: str
    seat: str
    right: str
    reason: bool = False
    fields: tuple[FieldShape, ...] = ()
    source: str = ""
    part: str = ""
    chooses: tuple[str, ...] = ()
    inner: bool = False
    is_end: bool = False

    def __str__(self) -> str:
        return f"{self.kind} {self.step} {self.outcome}".strip()


def possible(spec: ProcedureSpec, state: State, today: date) -> tuple[PossibleAct, ...]:
    """Everything the state allows today, whoever asks."""
    return (*_of_steps(spec, state, today), *_of_case(spec, state))


def about_clocks(spec: ProcedureSpec, state: State, today: date) -> Iterator[PossibleAct]:
    """What is possible about the clocks of open steps alone, as `possible` gives it with all else: urging, reporting up, a longer term."""
    for item in state.open:
        yield from _about_clock(spec, state, item, spec.steps[item.step], today)


def _of_steps(spec: ProcedureSpec, state: State, today: date) -> Iterator[PossibleAct]:
    for item in state.open:
        step = spec.steps[item.step]
        yield from _outcomes(spec, state, step, item)
        yield from _about_clock(spec, state, item, step, today)


def _outcomes(spec: ProcedureSpec, state: State, step: Step, item: OpenStep) -> Iterator[PossibleAct]:
    own = {*(field.id for field in spec.form_of(step)), *(RATED if step.rates else ())}
    for outcome in step.outcomes:
        if holds({name: wanted for name, wanted in outcome.fits.items() if name not in own}, state.values):
            yield from _by_each(spec, state, step, item, outcome)


def _by_each(spec: ProcedureSpec, state: State, step: Step, item: OpenStep, outcome: Outcome) -> Iterator[PossibleAct]:
    """The outcome as an act of whoever does the step; one that names roles is theirs, and they fill in nothing.

    An inner step is no other organ's.
    """
    doer = item.part if step.by == "each" else step.by
    title = f"{outcome.title}（{spec.roles[item.part].title}）" if item.part else outcome.title
    chooses, seat = safeguards.unseated(spec, state, outcome), spec.seat_of(doer)
    own = (doer,) if not outcome.by or seat in map(spec.seat_of, outcome.by) else ()
    for role in dict.fromkeys((*own, *outcome.by)):
        if not step.inner or spec.seat_of(role) == seat:
            right = step.right or spec.roles[role].right if role == doer else spec.roles[role].right
            fields = _fields_for(spec, step, outcome) if role == doer else ()
            yield PossibleAct(
                "done", step.id, outcome.id, title, role, spec.seat_of(role), right, outcome.reason,
                fields, step.source, item.part, chooses, step.inner, outcome.anywhere,
            )  # fmt: skip


def _fields_for(spec: ProcedureSpec, step: Step, outcome: Outcome) -> tuple[FieldShape, ...]:
    """The fields of a step's form; an outcome that leaves the step's work undone requires none of them."""
    fields = spec.form_of(step)
    return tuple(item.model_copy(update={"required": False, "default": None}) for item in fields) if outcome.bare else fields


def _about_clock(spec: ProcedureSpec, state: State, item: OpenStep, step: Step, today: date) -> Iterator[PossibleAct]:
    found = clocks_of(spec, state, item, today)
    overdue = any(clock.colour == "overdue" for clock in found)
    if step.urge and overdue:
        yield _aside(spec, "urged", step.urge, step.id, item.part)
    if step.report_up and overdue and _may_report_up(step.report_up, state, item, today):
        yield _aside(spec, "reported_up", step.report_up, step.id, item.part)
    if step.suspend:
        yield _aside(spec, "resumed" if item.suspended_on else "suspended", step.suspend, step.id, item.part)
    if step.extend and found and not item.suspended_on and holds(step.extend.when, state.values) and _may_lengthen(step.extend, item):
        power = Power(by=step.extend.approved_by, source=step.extend.source)
        yield replace(
            _aside(spec, "extended", power, step.id, item.part), fields=LIMIT_FORM if step.extend.limit else BESIDE_FORMS["extended"]
        )


def _may_lengthen(extend: Extension, item: OpenStep) -> bool:
    return not extend.times or len(item.extended) < extend.times


def _may_report_up(power: Power, state: State, item: OpenStep, today: date) -> bool:
    """Nobody need be urged, or the urging was in vain: the new term it gave is over."""
    if power.unurged and holds(power.unurged, state.values):
        return True
    if not item.urged or power.after is None:
        return bool(item.urged)
    ended = law_clocks.period_due(max(item.urged), power.after.amount, power.after.unit).due
    return ended is not None and (day_of(ended) or today) < today


def _of_case(spec: ProcedureSpec, state: State) -> Iterator[PossibleAct]:
    if state.ended_on:
        if spec.reopen:
            yield _aside(spec, "reopened", spec.reopen, spec.reopen.to)
        return
    yield from _withdrawals(spec, state)
    for role in spec.hand_over:
        if state.organs.get(spec.seat_of(role)):
            yield replace(_aside(spec, "handed_over", Power(by=role)), outcome=role)
    for role in dict.fromkeys(_role_of(spec, done.step, done.part) for done in state.completed):
        yield replace(_aside(spec, "corrected", Power(by=role)), outcome=role)
    for part in spec.roles.values():
        if not part.of and not part.person:
            yield replace(_aside(spec, "copied", Power(by=part.id)), outcome=part.id)
            yield replace(_aside(spec, "opinion", Power(by=part.id)), outcome=part.id)


def _withdrawals(spec: ProcedureSpec, state: State) -> Iterator[PossibleAct]:
    power = spec.withdraw
    if power is None or not any(item.step in power.during for item in state.open) or (power.unless and holds(power.unless, state.values)):
        return
    if not power.decided_by:
        yield _aside(spec, "withdrawn", power)
    elif not state.withdraw_asked:
        yield _aside(spec, "withdraw_asked", power)
    else:
        decider = Power(by=power.decided_by, source=power.source)
        yield _aside(spec, "withdrawn", decider)
        yield _aside(spec, "withdraw_refused", decider)


def _role_of(spec: ProcedureSpec, step: str, part: str = "") -> str:
    by = spec.steps[step].by
    return part if by == "each" else by


def _aside(spec: ProcedureSpec, kind: str, power: Power, step: str = "", part: str = "") -> PossibleAct:
    role = spec.roles[power.by]
    return PossibleAct(
        kind, step, "", TITLES[kind], role.id, spec.seat_of(role.id), role.right, kind in NEED_REASON, BESIDE_FORMS.get(kind, ()),
        source=power.source, part=part,
    )  # fmt: skip


def admit(
    spec: ProcedureSpec, state: State, event: Event, now: date, *, allow: Callable[[tuple[PossibleAct, ...]], None] = lambda _: None
) -> tuple[tuple[PossibleAct, ...], Event]:
    """The acts that an event may be (the organ may sit in two roles), and the event with its values read and the law's answer noted.

    Raises ActRefused when it may not happen now. Checked here: state, organ and unit of the role, reason, form, day, least duration,
    other officers, panel, seats, law. `allow` asks for the officer's right as soon as the act is known.
    """
    today = day_of(now) or now
    event = _part_named(spec, state, event)
    if event.kind == "corrected":
        _check_correction(spec, state, event, now)
    found = _find(spec, state, event, today)
    allow(found)
    act = found[0]
    _check_day(state, event, now)
    outcome = spec.steps[event.step].outcome(event.outcome) if event.kind == "done" else None
    event = counting.with_counted(act.fields, state, event)
    values = forms.read(act.fields, event.values, title=act.title, known_values=state.values, asks=outcome.asks if outcome else ())
    event = likeness.with_likeness(spec, replace(event, values=values))
    needs = act.reason
    if outcome is not None:
        event, needs = _admit_outcome(spec, state, event, outcome, needs=needs)
    if needs and not event.reason.strip():
        raise refused(event, f"“{act.title}”须说明理由", "请填写理由")
    return found, _extension_read(spec, event) if event.kind == "extended" else event


def demand_own(spec: ProcedureSpec, state: State, event: Event, now: date) -> None:
    """Refuse an event that is not now to be done, or not by its organ; what was filled in is not looked at."""
    _find(spec, state, _part_named(spec, state, event), day_of(now) or now)


def _admit_outcome(spec: ProcedureSpec, state: State, event: Event, outcome: Outcome, *, needs: bool) -> tuple[Event, bool]:
    """Safeguards and law of a step's outcome; says whether a reason is needed. An end that many steps have leaves the step's own aside."""
    if outcome.anywhere and holds(outcome.fits, {**state.values, **event.values}):
        safeguards.demand(spec, state, event, outcome)
        return event, needs
    event = sampling.with_drawn(spec, state, event)
    answer = assessing.judge(spec, state, event)
    rated = dict(event.more.get("rated") or {})  # type: ignore[call-overload]
    if not holds(outcome.fits, {**state.values, **event.values, **rated}):
        raise refused(event, f"在此情形下不能“{outcome.title}”", "请核对所填内容，选择相应的结果")
    safeguards.demand(spec, state, event, outcome)
    event = safeguards.with_rating(event, spec.steps[event.step])
    blocks.demand(spec, state, _assessed(event, answer))
    if answer is None:
        return event, needs
    if answer.stopped:
        raise refused(event, "；".join(item.text for item in answer.stopped), "依法不能这样办理；事实有误的，请先更正或补充事实")
    if answer.asking and not event.reason.strip():
        raise refused(event, "；".join(item.text for item in answer.asking) + "。继续办理须说明理由", "请填写理由")
    return _assessed(event, answer), needs


def _assessed(event: Event, answer: assessing.Assessment | None) -> Event:
    return replace(event, more={**event.more, "assessed": answer.to_json()}) if answer else event


def _part_named(spec: ProcedureSpec, state: State, event: Event) -> Event:
    """On a step done for several roles, the one meant: the one named, the actor's own, or the only one left."""
    if event.part or event.step not in spec.steps or not spec.steps[event.step].each:
        return event
    left = [item.part for item in state.open if item.step == event.step]
    own = [part for part in left if state.organs.get(spec.seat_of(part)) == event.organ] if spec.steps[event.step].by == "each" else left
    if len(own) > 1:
        named = "、".join(spec.roles[part].title for part in own)
        raise refused(event, "须逐一办理，没有说明办理的是哪一个", f"请选择：{named}")
    return replace(event, part=own[0]) if own else event


def _done_now(spec: ProcedureSpec, state: State, step: str) -> list[PossibleAct]:
    """The outcomes of an open step: what an act of a step can be, without asking every clock and every other act."""
    return [act for item in state.open if item.step == step for act in _outcomes(spec, state, spec.steps[step], item)]


def _find(spec: ProcedureSpec, state: State, event: Event, today: date) -> tuple[PossibleAct, ...]:
    acts: Sequence[PossibleAct] = _done_now(spec, state, event.step) if event.kind == "done" else possible(spec, state, today)
    same = [
        act
        for act in acts
        if act.kind == event.kind and (not act.step or act.step == event.step) and (not event.part or act.part == event.part)
    ]
    chosen = _chosen(spec, event)
    if chosen is not None:
        same = [act for act in same if act.outcome == chosen]
    if not same:
        now_possible = "、".join(dict.fromkeys(act.title for act in possible(spec, state, today))) or "无"
        raise refused(event, "案件当前不允许这样办理", f"当前可办：{now_possible}")
    own = [act for act in same if is_seated(spec, state, act, event.organ, event.unit, event.more.get("person"))]
    if not own:
        whose = "、".join(dict.fromkeys(f"{spec.roles[act.role].title}（{_whose(state, act)}）" for act in same))
        raise ActRefused(
            f"不能{same[0].title}", event.step, f"该事项由{whose}办理，{event.organ}{event.unit}无权办理", "请由有权机关的人员办理"
        )
    return tuple(own)


def is_seated(spec: ProcedureSpec, state: State, act: PossibleAct, organ: str, unit: str = "", person: object = None) -> bool:
    """Whether the act is one of this organ (and unit), or of the person concerned."""
    role = spec.roles[act.role]
    if role.person and person:
        return person == state.subject.get("number")
    return bool(organ) and state.organs.get(act.seat) == organ and state.units.get(act.role, unit) == unit


def _whose(state: State, act: PossibleAct) -> str:
    return f"{state.organs.get(act.seat, '未定')}{state.units.get(act.role, '')}"


def _chosen(spec: ProcedureSpec, event: Event) -> object:
    """What tells apart acts of one kind: the outcome, the role handed over, the role that did what is corrected."""
    if event.kind == "done":
        return event.outcome
    if event.kind == "handed_over":
        return event.values.get("role")
    return spec.steps[_step_of(event)].by if event.kind == "corrected" else None


def _step_of(event: Event) -> str:
    return str(event.values.get("event", "")).partition(".")[0]


def _check_day(state: State, event: Event, now: date) -> None:
    waiting = state.waiting(event.step, event.part)
    if event.on > (day_of(now) or now) or (event.at and isinstance(now, datetime) and event.at > now):
        raise refused(event, f"日期 {event.on} 晚于今天", "请填写实际发生的日期")
    early = waiting and (event.on < waiting.opened_on or (event.at and waiting.opened_at and event.at < waiting.opened_at))
    if waiting and early:
        raise refused(event, f"日期 {event.on} 早于该节点开始之日 {waiting.opened_on}", "请核对日期，或先更正前一事项的日期")


def _check_correction(spec: ProcedureSpec, state: State, event: Event, now: date) -> None:
    name = str(event.values.get("event", ""))
    if name not in state.happened or _step_of(event) not in spec.steps:
        known = "、".join(item for item in state.happened if item != "opened")
        raise refused(event, f"没有发生过 {name}", f"可更正：{known}")
    right = day_of(moment_in(forms.read(BESIDE_FORMS["corrected"], event.values, title=TITLES["corrected"])["on"]))
    if right is None or right > (day_of(now) or now):
        raise refused(event, "更正后的日期晚于今天", "请填写实际发生的日期")


def _extension_read(spec: ProcedureSpec, event: Event) -> Event:
    most = spec.steps[event.step].extend
    if most is None:
        return event
    if most.limit:
        return replace(event, values={**event.values, "limit": most.limit, "article": event.values.get("article") or most.source})
    if most.amount and (event.values["unit"] != most.unit or int(str(event.values["amount"])) > most.amount):
        unit = UNIT_TITLES[most.unit]
        raise refused(event, f"延长超过条文允许的 {most.amount} {unit}", f"请按{most.source}填写不超过 {most.amount} {unit}")
    return event
