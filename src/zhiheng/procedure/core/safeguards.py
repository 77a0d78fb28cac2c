"""What an outcome must not pass by: least durations, periods not begun, other officers, panels, seats not found."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime
from fractions import Fraction
from typing import Any

from zhiheng.catalog.field_values import holds
from zhiheng.catalog.procedure_parts import END, RATED, Outcome, Step
from zhiheng.catalog.procedures import ProcedureSpec
from zhiheng.catalog.step_guards import Panel
from zhiheng.procedure.core import repeating
from zhiheng.procedure.core.clocks import chinese, least_until
from zhiheng.procedure.core.errors import BlockedAct
from zhiheng.procedure.core.fold import refused
from zhiheng.procedure.core.state import OPENING, TITLES, Event, State
from zhiheng.procedure.core.values import day_of, moment_in, value_of

QUORUMS: Mapping[str, tuple[Fraction, str]] = {
    "majority": (Fraction(1, 2), "过半数"),
    "two_thirds": (Fraction(2, 3), "三分之二以上"),
    "all": (Fraction(1), "全体"),
}


def demand(spec: ProcedureSpec, state: State, event: Event, outcome: Outcome) -> None:
    """Refuse the outcome where a safeguard of its step is not met; an end that many steps have asks none of them."""
    if not outcome.anywhere:
        _of_step(spec, state, event, outcome)
    missing = [role for role in unseated(spec, state, outcome) if role not in dict(event.more.get("organs") or {})]  # type: ignore[call-overload]
    if missing:
        titles = "、".join(spec.roles[role].title for role in missing)
        raise refused(event, f"后续节点由{titles}办理，尚未确定", f"请选择{titles}")


def _of_step(spec: ProcedureSpec, state: State, event: Event, outcome: Outcome) -> None:
    """What the step itself asks before it is done."""
    step = spec.steps[event.step]
    _lasted(state, event, step)
    _begun(state, event, step)
    _another(spec, state, event, step)
    _rated(event, step, outcome)
    _filed(state, event, step)
    if step.panel and not outcome.bare and (not step.panel.outcomes or event.outcome in step.panel.outcomes):
        _voted(event, step, step.panel, outcome)


def unseated(spec: ProcedureSpec, state: State, outcome: Outcome) -> tuple[str, ...]:
    """Roles of the steps an outcome leads to whose organ is not known yet."""
    steps = [spec.steps[target] for target in outcome.to if target != END]
    roles = [role for step in steps for role in ([*step.each] if step.by == "each" else [step.by, *step.each])]
    seats = dict.fromkeys(spec.seat_of(role) for role in roles if not spec.roles[role].optional or role in [step.by for step in steps])
    return tuple(seat for seat in seats if not state.organs.get(seat) and not spec.roles[seat].person)


def _rated(event: Event, step: Step, outcome: Outcome) -> None:
    """A step that is rated waits for a rating that came out."""
    if step.rates is None or not step.rates.is_needed(outcome.id):
        return
    rated: Mapping[str, Any] = event.more.get("rated") or {}  # type: ignore[assignment]
    if not rated:
        raise refused(event, f"“{step.title}”须先评分", "请在本案中按评定表评分")
    if rated.get("points") is None:
        missing = "、".join(rated.get("missing") or ()) or "有未评的项"
        raise refused(event, f"评定尚未得出：{missing}", "请补评后再办理")


def _filed(state: State, event: Event, step: Step) -> None:
    """An outcome that waits for a paper in the dossier goes on once one is filed, in time where that is asked."""
    known = replace(state, values={**state.values, **event.values})
    for asked in step.filed:
        if (asked.outcomes and event.outcome not in asked.outcomes) or not holds(asked.when, known.values):
            continue
        issued = [moment for paper in asked.papers if (moment := papers_of(event).get(paper))]
        before = moment_in(value_of(known, asked.before, event)) if asked.before else None
        late = bool(issued) and before is not None and not any(is_before(one, before) for one in issued)
        if (issued and not late) or (asked.reason and event.reason.strip()):
            continue
        law = f"（{asked.source or asked.policy}）" if asked.source or asked.policy else ""
        says = asked.says or "应当归入卷宗的文书没有归卷"
        said = f"{says}{law}" if not late else f"{says}：归卷的时间晚于{chinese(before)}{law}"  # type: ignore[arg-type]
        remedy = "确需办理的，请写明理由" if asked.reason else "请先制作、签发并归入卷宗"
        raise BlockedAct(f"不能{TITLES.get(event.kind, event.kind)}", event.step, said, remedy, asked.code)


def papers_of(event: Event) -> dict[str, date]:
    """Papers of the dossier when the event came: paper → when first issued."""
    given: Mapping[str, Any] = event.more.get("filed") or {}  # type: ignore[assignment]
    return {paper: moment for paper, text in given.items() if (moment := moment_in(text))}


def is_before(one: date, other: date) -> bool:
    """Whether one moment certainly lies before another: where only the day of either is known, on an earlier day."""
    if isinstance(one, datetime) and isinstance(other, datetime):
        return one < other
    first, last = day_of(one), day_of(other)
    return first is not None and last is not None and first < last


def with_rating(event: Event, step: Step) -> Event:
    """The event with what came out of its rating among its values."""
    rated: Mapping[str, Any] = event.more.get("rated") or {}  # type: ignore[assignment]
    if step.rates is None or rated.get("points") is None:
        return event
    return replace(event, values={**event.values, **{name: rated.get(name) for name in RATED}})


def _lasted(state: State, event: Event, step: Step) -> None:
    waiting = state.waiting(event.step, event.part)
    if waiting is None or step.lasts is None or (step.lasts.outcomes and event.outcome not in step.lasts.outcomes):
        return
    known = replace(state, values={**state.values, **event.values})
    begun = day_of(moment_in(value_of(known, step.lasts.start.removeprefix("value:")))) if step.lasts.start else None
    if begun and begun < waiting.opened_on:
        raise refused(event, f"“{step.title}”的起算日早于该节点开始之日（{chinese(waiting.opened_on)}）", "请核对起算日")
    least = least_until(step, known, waiting)
    if least is None:
        raise refused(event, f"“{step.title}”的起算日尚未填写", "请先填写起算日")
    happened = event.at if isinstance(least, datetime) else event.on
    if happened is None or happened < least:
        said = step.lasts.source or step.lasts.policy
        raise refused(event, f"“{step.title}”未满法定期间，最早可在{chinese(least)}办理（{said}）", f"请于{chinese(least)}以后办理")


def _begun(state: State, event: Event, step: Step) -> None:
    waiting = state.waiting(event.step, event.part)
    bounds = repeating.period_of(step, state, waiting) if waiting else None
    if bounds and event.on < bounds[0]:
        raise refused(event, f"本期自{chinese(bounds[0])}开始", f"请于{chinese(bounds[0])}以后办理")


def _another(spec: ProcedureSpec, state: State, event: Event, step: Step) -> None:
    """None of those who did the named steps may do this one."""
    for name in step.other_than:
        who = {state.opened_by} if name == OPENING else {done.actor for done in state.completed if done.step == name}
        if event.actor and event.actor in who:
            title = "建案" if name == OPENING else spec.steps[name].title
            raise refused(event, f"“{title}”与“{step.title}”不得由同一人办理", "请由其他人员办理")


def _voted(event: Event, step: Step, panel: Panel, outcome: Outcome) -> None:
    rows: list[Mapping[str, Any]] = list(event.values.get(panel.votes) or [])  # type: ignore[call-overload]
    names = [str(row.get("name", "")) for row in rows]
    if len(set(names)) < panel.least:
        raise refused(event, f"“{step.title}”须有{panel.least}人以上表决，已填{len(set(names))}人", "请补全表决情况")
    if len(set(names)) != len(names):
        raise refused(event, "表决人员重复填写", "每人只填一次")
    silent = [str(row.get("name", "")) for row in rows if row.get("agreed") is False and not str(row.get("dissent") or "").strip()]
    if silent:
        raise refused(event, f"{'、'.join(silent)}不同意，未载明不同意见", "请载明不同意见")
    share, words = QUORUMS.get(panel.quorum, (None, ""))
    agreed = sum(row.get("agreed") is True for row in rows)
    reached = share is None or (agreed > share * len(rows) if panel.quorum == "majority" else agreed >= share * len(rows))
    first = next(iter(step.results), "") if not panel.outcomes else outcome.id
    if outcome.id == first and not reached:
        raise refused(event, f"同意{agreed}人，不足{words}", "请重新表决，或选择其他结果")
