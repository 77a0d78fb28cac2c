"""The state of a case is a pure fold over its events: the same events always give the same state."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from zhiheng.catalog.field_values import holds
from zhiheng.catalog.procedure_parts import END, LAW, Outcome, Step
from zhiheng.catalog.procedures import ProcedureSpec
from zhiheng.procedure.core import repeating
from zhiheng.procedure.core.errors import ActRefused
from zhiheng.procedure.core.judging import then_of
from zhiheng.procedure.core.state import OPENING, TITLES, Awaited, DoneStep, Event, Extended, Growing, OpenStep, State
from zhiheng.procedure.core.values import day_of, filled, moment_in

ONE_PART = ("",)


def fold(definition: ProcedureSpec, events: Iterable[Event]) -> State:
    """The state after these events; raises ActRefused when one of them cannot follow those before it."""
    state: State = Growing()
    for event in events:
        state = follow(definition, state, event)
    return State().but(**state.__dict__)


def follow(definition: ProcedureSpec, state: State, event: Event) -> State:
    """The state after one more event."""
    change = CHANGES.get(event.kind)
    if change is None:
        raise refused(event, "没有这种事件", f"可用：{'、'.join(CHANGES)}")
    return change(definition, _noted_in(state, event), event).but(events=state.events + 1)


def refused(event: Event, reason: str, remedy: str) -> ActRefused:
    """The refusal of an event, with the words people know it by."""
    return ActRefused(f"不能{TITLES.get(event.kind, event.kind)}", event.step, reason, remedy)


def _noted_in(state: State, event: Event) -> State:
    """What the engine noted with the event: organs and units of roles, confirmed facts, copies."""
    more: Mapping[str, Any] = event.more
    if not more:
        return state
    return state.but(
        organs={**state.organs, **more.get("organs", {})},
        units={**state.units, **more.get("units", {})},
        facts={**state.facts, **more.get("facts", {})},
        copied=(*state.copied, *more.get("copied", ())),
    )


def enter(definition: ProcedureSpec, state: State, targets: Iterable[str], came_from: str, event: Event) -> State:
    """Open the steps an outcome leads to; a step that waits for several opens when all have arrived."""
    for target in targets:
        if target == END or state.waiting(target):
            continue
        step = definition.steps[target]
        arrived = state.arrived.get(target, frozenset()) | {came_from}
        if step.may_open(arrived):
            state = open_step(definition, state, step, event)
            if target in state.arrived:
                state = state.but(arrived={key: value for key, value in state.arrived.items() if key != target})
        else:
            state = state.but(arrived={**state.arrived, target: arrived})
    return state


def open_step(definition: ProcedureSpec, state: State, step: Step, event: Event) -> State:
    """Open a step, once for each role it is done for."""
    parts = [part for part in step.each if state.organs.get(definition.seat_of(part))] if step.each else ONE_PART
    times = len(state.rounds.get(step.id, ())) + 1
    opened = [OpenStep(step.id, event.on, opened_at=event.at, part=part, round=times) for part in parts]
    return state.but(open=_ordered(definition, (*state.open, *opened)))


def _ordered(definition: ProcedureSpec, steps: tuple[OpenStep, ...]) -> tuple[OpenStep, ...]:
    return steps if len(steps) < 2 else tuple(sorted(steps, key=lambda item: definition.order[item.step]))


def _happened(state: State, name: str, event: Event) -> State:
    instants: Mapping[str, datetime] = state.instants
    if event.at:
        instants = {**instants, name: event.at}
    elif name in instants:
        instants = {key: value for key, value in instants.items() if key != name}
    return state.but(
        happened={**state.happened, name: event.on},
        instants=instants,
        order={**state.order, name: state.events},
    )


def _opened(definition: ProcedureSpec, state: State, event: Event) -> State:
    if state.happened:
        raise refused(event, "案件已经建立", "请在案件中办理")
    given: Mapping[str, Any] = event.values
    organs = {str(role): str(organ) for role, organ in (given.get("organs") or {}).items()}
    values = dict(given.get("values") or {})
    state = _happened(state, "opened", event).but(
        organs={**organs, **state.organs},
        values=values,
        rounds={OPENING: (values,)},
        subject=dict(given.get("subject") or {}),
        parent=dict(given.get("parent") or {}),
        opened_by=event.actor,
    )
    return enter(definition, state, tuple(given.get("at") or definition.start), "", event)


def _step_done(definition: ProcedureSpec, state: State, event: Event) -> State:
    waiting = _must_wait(definition, state, event)
    step = definition.steps[event.step]
    outcome = step.outcome(event.outcome)
    if outcome is None:
        known = "、".join(item.title for item in step.outcomes)
        raise refused(event, f"节点“{step.title}”没有结果 {event.outcome}", f"可选：{known}")
    state = _kept(_happened(state, event.name, event), waiting, event, outcome)
    if outcome.closes:
        state = state.but(open=tuple(item for item in state.open if item.step not in outcome.closes))
    if outcome.anywhere and not state.open:
        state = state.but(arrived={}, awaited=())  # nothing is waited for any more, a sub-case neither
    for role, organ in filled(state, outcome.hands_over).items():
        state = _seated_anew(definition, state, role, str(organ))
    if step.each and state.waiting(event.step):
        return state  # the step waits for another of the roles it is done for
    if step.repeats and repeating.opens_again(step, outcome, state):
        return open_step(definition, state, step, event)
    if outcome.opens and (waited := [sub for sub in outcome.opens if sub.waits and holds(sub.when, state.values)]):
        return state.but(awaited=(*state.awaited, Awaited(event.step, event.outcome, len(waited), event.on)))
    return _go_on(definition, state, event, outcome)


def _kept(state: State, waiting: OpenStep, event: Event, outcome: Outcome) -> State:
    """The step as done, its values under step and round, and what the outcome sets; an answer that the law does not give is not known."""
    after = state.but(
        open=tuple(item for item in state.open if item is not waiting),
        values={**state.values, **event.values},
        rounds={**state.rounds, event.step: (*state.rounds.get(event.step, ()), event.values)},
    )
    record = DoneStep(
        waiting.step, event.outcome, waiting.opened_on, event.on, event.actor, event.organ, event.reason, waiting.urged, waiting.pauses,
        waiting.extended, waiting.opened_at, waiting.part, waiting.round, event.at, then_of(after),
    )  # fmt: skip
    after = after.but(completed=(*after.completed, record))
    if not outcome.sets:
        return after
    unknown = dict.fromkeys(name for name, word in outcome.sets.items() if event.more.get("assessed") and str(word).startswith(LAW))
    return after.but(values={**after.values, **unknown, **filled(after, _constants(outcome.sets), event)})


def _constants(sets: Mapping[str, object]) -> dict[str, object]:
    """`sets: {state: filed}` sets the word itself; a name with a dot is a value of the case."""
    return {
        key: f"={value}" if isinstance(value, str) and "." not in value and not value.startswith("=") else value
        for key, value in sets.items()
    }


def _go_on(definition: ProcedureSpec, state: State, event: Event, outcome: Outcome) -> State:
    repeats = _repeats(definition, event)
    targets = [target for target in outcome.to if target != event.step] if repeats else outcome.to
    state = enter(definition, state, targets, event.step, event)
    if not (outcome.ends or repeats) or state.awaited or any(definition.steps[item.step].keeps_open for item in state.open):
        return state
    return state.but(open=(), ended_on=event.on, result=event.outcome)


def _repeats(definition: ProcedureSpec, event: Event) -> bool:
    step = definition.steps[event.step]
    outcome = step.outcome(event.outcome) if step.repeats else None
    return outcome is not None and repeating.loops(event.step, outcome)


def _must_wait(definition: ProcedureSpec, state: State, event: Event) -> OpenStep:
    waiting = state.waiting(event.step, event.part)
    if waiting is None:
        title = definition.steps[event.step].title if event.step in definition.steps else event.step
        now_open = "、".join(definition.steps[item.step].title for item in state.open) or "无（案件已结束）"
        raise refused(event, f"节点“{title}”当前不在办理中", f"当前节点：{now_open}")
    return waiting


def _mark(definition: ProcedureSpec, state: State, event: Event, **change: object) -> State:
    waiting = _must_wait(definition, state, event)
    marked = tuple(replace(item, **change) if item is waiting else item for item in state.open)  # type: ignore[arg-type]
    return state.but(open=marked)


def _urged(definition: ProcedureSpec, state: State, event: Event) -> State:
    waiting = _must_wait(definition, state, event)
    return _mark(definition, state, event, urged=(*waiting.urged, event.on))


def _reported_up(definition: ProcedureSpec, state: State, event: Event) -> State:
    waiting = _must_wait(definition, state, event)
    return _mark(definition, state, event, reported_up=(*waiting.reported_up, event.on))


def _suspended(definition: ProcedureSpec, state: State, event: Event) -> State:
    if _must_wait(definition, state, event).suspended_on:
        raise refused(event, "时限已经中止", "请先恢复")
    return _mark(definition, state, event, suspended_on=event.moment)


def _resumed(definition: ProcedureSpec, state: State, event: Event) -> State:
    waiting = _must_wait(definition, state, event)
    if waiting.suspended_on is None:
        raise refused(event, "时限没有中止", "无须恢复")
    return _mark(definition, state, event, suspended_on=None, pauses=(*waiting.pauses, (waiting.suspended_on, event.moment)))


def _extended(definition: ProcedureSpec, state: State, event: Event) -> State:
    waiting = _must_wait(definition, state, event)
    given: Mapping[str, Any] = event.values
    amount, unit = int(given.get("amount") or 0), str(given.get("unit") or "")
    longer = Extended(amount, unit, event.organ, str(given.get("article") or ""), event.on, limit=str(given.get("limit") or ""))
    return _mark(definition, state, event, extended=(*waiting.extended, longer))


def _handed_over(definition: ProcedureSpec, state: State, event: Event) -> State:
    role = str(event.values.get("role", ""))
    if role not in definition.roles:
        raise refused(event, f"没有角色 {role}", f"可用：{'、'.join(definition.hand_over)}")
    return _seated_anew(definition, state, role, str(event.values["organ"]))


def _seated_anew(definition: ProcedureSpec, state: State, role: str, organ: str) -> State:
    units = {key: value for key, value in state.units.items() if definition.seat_of(key) != role}
    return state.but(organs={**state.organs, role: organ}, units=units)


def _withdraw_asked(_definition: ProcedureSpec, state: State, event: Event) -> State:
    if state.ended_on:
        raise refused(event, "案件已经结束", "无须撤回")
    return state.but(withdraw_asked=event.organ)


def _withdraw_refused(_definition: ProcedureSpec, state: State, _event: Event) -> State:
    return state.but(withdraw_asked="")


def _withdrawn(_definition: ProcedureSpec, state: State, event: Event) -> State:
    if state.ended_on:
        raise refused(event, "案件已经结束", "无须撤回")
    return state.but(open=(), arrived={}, awaited=(), withdraw_asked="", ended_on=event.on, result="withdrawn")


def _reopened(definition: ProcedureSpec, state: State, event: Event) -> State:
    if not state.ended_on:
        raise refused(event, "案件尚未结束", "请在当前节点办理")
    if event.step not in definition.steps:
        raise refused(event, f"没有节点 {event.step}", f"可用：{'、'.join(definition.steps)}")
    return open_step(definition, state, definition.steps[event.step], event).but(ended_on=None, result="")


def _corrected(_definition: ProcedureSpec, state: State, event: Event) -> State:
    name = str(event.values.get("event", ""))
    if name not in state.happened:
        raise refused(event, f"没有发生过 {name}", f"可更正：{'、'.join(state.happened)}")
    right = moment_in(event.values["on"])
    if right is None:
        raise refused(event, f"“{event.values['on']}”不是日期", "请写成 2026-06-30")
    earlier, order = (*state.corrected.get(name, ()), state.happened[name]), state.order
    return _happened(state, name, _moved(event, right)).but(corrected={**state.corrected, name: earlier}, order=order)


def _moved(event: Event, right: date) -> Event:
    return replace(event, on=day_of(right) or event.on, at=right if isinstance(right, datetime) else None)


def _sub_ended(definition: ProcedureSpec, state: State, event: Event) -> State:
    """One of the cases that an outcome waits for has ended; the last lets the case go on."""
    awaited = next((item for item in state.awaited if (item.step, item.outcome) == (event.step, event.outcome)), None)
    outcome = definition.steps[event.step].outcome(event.outcome) if event.step in definition.steps else None
    if awaited is None or outcome is None:
        return state
    rest = tuple(item for item in state.awaited if item is not awaited)
    if awaited.left > 1:
        return state.but(awaited=(*rest, replace(awaited, left=awaited.left - 1)))
    return _go_on(definition, state.but(awaited=rest), event, outcome)


def _noted(_definition: ProcedureSpec, state: State, _event: Event) -> State:
    return state


CHANGES: Mapping[str, Callable[[ProcedureSpec, State, Event], State]] = {
    "opened": _opened,
    "done": _step_done,
    "withdraw_asked": _withdraw_asked,
    "withdraw_refused": _withdraw_refused,
    "withdrawn": _withdrawn,
    "urged": _urged,
    "reported_up": _reported_up,
    "handed_over": _handed_over,
    "suspended": _suspended,
    "resumed": _resumed,
    "extended": _extended,
    "corrected": _corrected,
    "reopened": _reopened,
    "sub_ended": _sub_ended,
    "copied": _noted,
    "opinion": _noted,
    "sub_opened": _noted,
    "transferred": _noted,
    "taken": _noted,
}
