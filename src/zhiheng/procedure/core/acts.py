"""What may be done in a case now, and by which role: one list both shows the buttons and admits the acts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date

from zhiheng.catalog.procedure_parts import FormField, Power, ProcedureSpec, Step
from zhiheng.procedure.core import forms
from zhiheng.procedure.core.clocks import clock_of, fits
from zhiheng.procedure.core.errors import ActRefused
from zhiheng.procedure.core.fold import refused
from zhiheng.procedure.core.state import TITLES, Event, OpenStep, State

UNIT_TITLES: Mapping[str, str] = {"hour": "小时", "day": "日", "month": "个月", "workday": "个工作日"}
BESIDE_FORMS: Mapping[str, tuple[FormField, ...]] = {
    "handed_over": (FormField("role", "转办的角色", required=True), FormField("organ", "转交机关", required=True)),
    "extended": (
        FormField("amount", "延长数量", "int", required=True),
        FormField("unit", "单位", "choice", required=True, codes=UNIT_TITLES),
        FormField("article", "依据条文", required=True),
    ),
    "corrected": (FormField("event", "更正的事项", required=True), FormField("on", "正确日期", "date", required=True)),
    "copied": (FormField("organ", "抄送机关", required=True),),
    "opinion": (FormField("opinion", "会签意见", "paragraphs", required=True),),
    "reported_up": (FormField("report", "报告内容", "paragraphs"),),
    "urged": (FormField("note", "催办内容", "paragraphs"),),
}
NEED_REASON = frozenset({"withdrawn", "handed_over", "suspended", "extended", "corrected", "reopened"})


@dataclass(frozen=True)
class PossibleAct:
    """One thing that may be done now.

    role    who may; its officers act for the organ of `seat` and need `right`
    reason  whether a reason must be given
    """

    kind: str
    step: str
    outcome: str
    title: str
    role: str
    seat: str
    right: str
    reason: bool = False
    fields: tuple[FormField, ...] = ()
    documents: tuple[str, ...] = ()
    source: str = ""

    def __str__(self) -> str:
        return f"{self.kind} {self.step} {self.outcome}".strip()


def possible(spec: ProcedureSpec, state: State, today: date) -> tuple[PossibleAct, ...]:
    """Everything the state allows today, whoever asks."""
    return (*_of_steps(spec, state, today), *_of_case(spec, state))


def _of_steps(spec: ProcedureSpec, state: State, today: date) -> Iterator[PossibleAct]:
    for item in state.open:
        step = spec.steps[item.step]
        yield from _outcomes(spec, state, step)
        yield from _about_clock(spec, state, item, step, today)


def _outcomes(spec: ProcedureSpec, state: State, step: Step) -> Iterator[PossibleAct]:
    for outcome in step.outcomes:
        if fits(outcome.when, state.values):
            yield PossibleAct(
                "done",
                step.id,
                outcome.id,
                outcome.title,
                step.by,
                spec.seat_of(step.by),
                spec.right_of(step),
                outcome.reason,
                spec.form_of(step),
                step.documents,
                step.source,
            )


def _about_clock(spec: ProcedureSpec, state: State, item: OpenStep, step: Step, today: date) -> Iterator[PossibleAct]:
    clock = clock_of(spec, state, item, today)
    overdue = clock is not None and clock.colour == "overdue"
    if step.urge and overdue:
        yield _beside(spec, "urged", step.urge, step.id)
    if step.report_up and overdue and item.urged:
        yield _beside(spec, "reported_up", step.report_up, step.id)
    if step.suspend:
        yield _beside(spec, "resumed" if item.suspended_on else "suspended", step.suspend, step.id)
    if step.extend and clock is not None and not item.suspended_on:
        yield _beside(spec, "extended", Power(step.extend.approved_by, step.extend.source), step.id)


def _of_case(spec: ProcedureSpec, state: State) -> Iterator[PossibleAct]:
    if state.ended_on:
        if spec.reopen:
            yield _beside(spec, "reopened", spec.reopen, spec.reopen.to)
        return
    if spec.withdraw and any(item.step in spec.withdraw.during for item in state.open):
        yield _beside(spec, "withdrawn", spec.withdraw)
    for role in spec.hand_over:
        yield replace(_beside(spec, "handed_over", Power(role)), outcome=role)
    for role in dict.fromkeys(spec.steps[done.step].by for done in state.done):
        yield replace(_beside(spec, "corrected", Power(role)), outcome=role)
    for part in spec.roles.values():
        if not part.of:
            yield replace(_beside(spec, "copied", Power(part.id)), outcome=part.id)
            yield replace(_beside(spec, "opinion", Power(part.id)), outcome=part.id)


def _beside(spec: ProcedureSpec, kind: str, power: Power, step: str = "") -> PossibleAct:
    role = spec.roles[power.by]
    return PossibleAct(
        kind, step, "", TITLES[kind], role.id, role.seat, role.right, kind in NEED_REASON, BESIDE_FORMS.get(kind, ()), source=power.source
    )


def admit(spec: ProcedureSpec, state: State, event: Event, today: date) -> tuple[tuple[PossibleAct, ...], Event]:
    """The acts that an event may be (the organ may sit in two roles), and the event with its values read.

    Raises ActRefused when it may not happen now.
    Checked here: the state, the organ of the role, the reason, the form, the day. The right of the officer is asked by the service.
    """
    if event.kind == "corrected":
        _check_correction(spec, state, event, today)
    found = _find(spec, state, event, today)
    act = found[0]
    if act.reason and not event.reason.strip():
        raise refused(event, f"“{act.title}”须说明理由", "请填写理由")
    _check_day(state, event, today)
    values = forms.read(act.fields, event.values, title=act.title)
    if event.kind == "extended":
        _check_extension(spec, event)
    return found, replace(event, values=values)


def _find(spec: ProcedureSpec, state: State, event: Event, today: date) -> tuple[PossibleAct, ...]:
    acts = possible(spec, state, today)
    same = [act for act in acts if act.kind == event.kind and (not act.step or act.step == event.step)]
    chosen = _chosen(spec, event)
    if chosen is not None:
        same = [act for act in same if act.outcome == chosen]
    if not same:
        now_possible = "、".join(dict.fromkeys(act.title for act in acts)) or "无"
        raise refused(event, "案件当前不允许这样办理", f"当前可办：{now_possible}")
    own = [act for act in same if state.organs.get(act.seat) == event.organ]
    if not own:
        whose = "、".join(dict.fromkeys(f"{spec.roles[act.role].title}（{state.organs.get(act.seat, '未定')}）" for act in same))
        raise ActRefused(f"不能{same[0].title}", event.step, f"该事项由{whose}办理，{event.organ}无权办理", "请由有权机关的人员办理")
    return tuple(own)


def _chosen(spec: ProcedureSpec, event: Event) -> object:
    """What tells apart acts of one kind: the outcome, the role handed over, the role that did what is corrected."""
    if event.kind == "done":
        return event.outcome
    if event.kind == "handed_over":
        return event.values.get("role")
    return spec.steps[_step_of(event)].by if event.kind == "corrected" else None


def _step_of(event: Event) -> str:
    return str(event.values.get("event", "")).partition(".")[0]


def _check_day(state: State, event: Event, today: date) -> None:
    waiting = state.waiting(event.step)
    if event.on > today:
        raise refused(event, f"日期 {event.on} 晚于今天", "请填写实际发生的日期")
    if waiting and event.on < waiting.opened_on:
        raise refused(event, f"日期 {event.on} 早于该节点开始之日 {waiting.opened_on}", "请核对日期，或先更正前一事项的日期")


def _check_correction(spec: ProcedureSpec, state: State, event: Event, today: date) -> None:
    name = str(event.values.get("event", ""))
    if name not in state.happened or _step_of(event) not in spec.steps:
        known = "、".join(item for item in state.happened if item != "opened")
        raise refused(event, f"没有发生过 {name}", f"可更正：{known}")
    on = forms.read(BESIDE_FORMS["corrected"], event.values, title=TITLES["corrected"])["on"]
    if date.fromisoformat(str(on)) > today:
        raise refused(event, "更正后的日期晚于今天", "请填写实际发生的日期")


def _check_extension(spec: ProcedureSpec, event: Event) -> None:
    most = spec.steps[event.step].extend
    if most and most.amount and (event.values["unit"] != most.unit or int(str(event.values["amount"])) > most.amount):
        unit = UNIT_TITLES[most.unit]
        raise refused(event, f"延长超过条文允许的 {most.amount} {unit}", f"请按{most.source}填写不超过 {most.amount} {unit}")
