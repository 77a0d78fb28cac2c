"""The state of a case is a pure fold over its events: the same events always give the same state."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import date

from zhiheng.catalog.procedure_parts import END, ProcedureSpec
from zhiheng.procedure.core.errors import ActRefused
from zhiheng.procedure.core.state import TITLES, DoneStep, Event, Extended, OpenStep, State


def fold(definition: ProcedureSpec, events: Iterable[Event]) -> State:
    """The state after these events; raises ActRefused when one of them cannot follow those before it."""
    state = State()
    for event in events:
        state = follow(definition, state, event)
    return state


def follow(definition: ProcedureSpec, state: State, event: Event) -> State:
    """The state after one more event."""
    change = CHANGES.get(event.kind)
    if change is None:
        raise refused(event, "没有这种事件", f"可用：{'、'.join(CHANGES)}")
    return change(definition, state, event)


def refused(event: Event, reason: str, remedy: str) -> ActRefused:
    """The refusal of an event, with the words people know it by."""
    return ActRefused(f"不能{TITLES.get(event.kind, event.kind)}", event.step, reason, remedy)


def enter(definition: ProcedureSpec, state: State, targets: Iterable[str], came_from: str, on: date) -> State:
    """Open the steps an outcome leads to; a step that waits for several opens when all have arrived."""
    for target in targets:
        if target == END or state.waiting(target):
            continue
        needed = frozenset(definition.steps[target].waits_for)
        arrived = state.arrived.get(target, frozenset()) | {came_from}
        if needed <= arrived:
            opened = _ordered(definition, (*state.open, OpenStep(target, on)))
            state = replace(state, open=opened, arrived={key: value for key, value in state.arrived.items() if key != target})
        else:
            state = replace(state, arrived={**state.arrived, target: arrived})
    return state


def _ordered(definition: ProcedureSpec, steps: Iterable[OpenStep]) -> tuple[OpenStep, ...]:
    order = {step: index for index, step in enumerate(definition.steps)}
    return tuple(sorted(steps, key=lambda item: order[item.step]))


def _opened(definition: ProcedureSpec, state: State, event: Event) -> State:
    if state.happened:
        raise refused(event, "案件已经建立", "请在案件中办理")
    organs = {str(role): str(organ) for role, organ in dict(event.values.get("organs") or {}).items()}  # type: ignore[call-overload]
    values = dict(event.values.get("values") or {})  # type: ignore[call-overload]
    state = replace(state, happened={"opened": event.on}, organs=organs, values=values)
    return enter(definition, state, definition.start, "", event.on)


def _done(definition: ProcedureSpec, state: State, event: Event) -> State:
    waiting = _must_wait(definition, state, event)
    outcome = definition.steps[event.step].outcome(event.outcome)
    if outcome is None:
        known = "、".join(item.title for item in definition.steps[event.step].outcomes)
        raise refused(event, f"节点“{definition.steps[event.step].title}”没有结果 {event.outcome}", f"可选：{known}")
    taken = {name: getattr(waiting, name) for name in ("step", "opened_on", "urged", "pauses", "extended")}
    record = DoneStep(outcome=event.outcome, on=event.on, actor=event.actor, organ=event.organ, reason=event.reason, **taken)
    state = replace(
        state,
        open=tuple(item for item in state.open if item.step != event.step),
        done=(*state.done, record),
        happened={**state.happened, f"{event.step}.{event.outcome}": event.on},
        values={**state.values, **event.values},
    )
    state = enter(definition, state, outcome.to, event.step, event.on)
    return replace(state, ended_on=event.on, result=event.outcome) if outcome.ends and not state.open else state


def _must_wait(definition: ProcedureSpec, state: State, event: Event) -> OpenStep:
    waiting = state.waiting(event.step)
    if waiting is None:
        title = definition.steps[event.step].title if event.step in definition.steps else event.step
        now_open = "、".join(definition.steps[item.step].title for item in state.open) or "无（案件已结束）"
        raise refused(event, f"节点“{title}”当前不在办理中", f"当前节点：{now_open}")
    return waiting


def _mark(definition: ProcedureSpec, state: State, event: Event, **change: object) -> State:
    _must_wait(definition, state, event)
    marked = tuple(replace(item, **change) if item.step == event.step else item for item in state.open)  # type: ignore[arg-type]
    return replace(state, open=marked)


def _urged(definition: ProcedureSpec, state: State, event: Event) -> State:
    waiting = _must_wait(definition, state, event)
    return _mark(definition, state, event, urged=(*waiting.urged, event.on))


def _reported_up(definition: ProcedureSpec, state: State, event: Event) -> State:
    waiting = _must_wait(definition, state, event)
    return _mark(definition, state, event, reported_up=(*waiting.reported_up, event.on))


def _suspended(definition: ProcedureSpec, state: State, event: Event) -> State:
    if _must_wait(definition, state, event).suspended_on:
        raise refused(event, "时限已经中止", "请先恢复")
    return _mark(definition, state, event, suspended_on=event.on)


def _resumed(definition: ProcedureSpec, state: State, event: Event) -> State:
    waiting = _must_wait(definition, state, event)
    if waiting.suspended_on is None:
        raise refused(event, "时限没有中止", "无须恢复")
    return _mark(definition, state, event, suspended_on=None, pauses=(*waiting.pauses, (waiting.suspended_on, event.on)))


def _extended(definition: ProcedureSpec, state: State, event: Event) -> State:
    waiting = _must_wait(definition, state, event)
    longer = Extended(int(str(event.values["amount"])), str(event.values["unit"]), event.organ, str(event.values["article"]), event.on)
    return _mark(definition, state, event, extended=(*waiting.extended, longer))


def _handed_over(definition: ProcedureSpec, state: State, event: Event) -> State:
    role = str(event.values.get("role", ""))
    if role not in definition.roles:
        raise refused(event, f"没有角色 {role}", f"可用：{'、'.join(definition.hand_over)}")
    return replace(state, organs={**state.organs, role: str(event.values["organ"])})


def _withdrawn(_definition: ProcedureSpec, state: State, event: Event) -> State:
    if state.ended_on:
        raise refused(event, "案件已经结束", "无须撤回")
    return replace(state, open=(), arrived={}, ended_on=event.on, result="withdrawn")


def _reopened(definition: ProcedureSpec, state: State, event: Event) -> State:
    if not state.ended_on:
        raise refused(event, "案件尚未结束", "请在当前节点办理")
    if event.step not in definition.steps:
        raise refused(event, f"没有节点 {event.step}", f"可用：{'、'.join(definition.steps)}")
    opened = _ordered(definition, (*state.open, OpenStep(event.step, event.on)))
    return replace(state, open=opened, ended_on=None, result="")


def _corrected(_definition: ProcedureSpec, state: State, event: Event) -> State:
    name = str(event.values.get("event", ""))
    if name not in state.happened:
        raise refused(event, f"没有发生过 {name}", f"可更正：{'、'.join(state.happened)}")
    right_on = date.fromisoformat(str(event.values["on"]))
    earlier = (*state.corrected.get(name, ()), state.happened[name])
    return replace(state, happened={**state.happened, name: right_on}, corrected={**state.corrected, name: earlier})


def _noted(_definition: ProcedureSpec, state: State, _event: Event) -> State:
    return state


CHANGES: Mapping[str, Callable[[ProcedureSpec, State, Event], State]] = {
    "opened": _opened,
    "done": _done,
    "withdrawn": _withdrawn,
    "urged": _urged,
    "reported_up": _reported_up,
    "handed_over": _handed_over,
    "suspended": _suspended,
    "resumed": _resumed,
    "extended": _extended,
    "corrected": _corrected,
    "reopened": _reopened,
    "copied": _noted,
    "opinion": _noted,
}
