"""Law at a step: the rule is asked with the facts of the case; its conditions block the act, ask for a reason, or stand beside the form."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any

from zhiheng.catalog.field_values import holds
from zhiheng.catalog.procedure_parts import Assess
from zhiheng.catalog.procedures import ProcedureSpec
from zhiheng.law import check
from zhiheng.law.errors import NotInForce, Refused
from zhiheng.law.moments import SHANGHAI
from zhiheng.procedure.core.state import Event, State
from zhiheng.procedure.core.values import day_of, filled, moment_in, nested, value_of

NOTHING: Mapping[str, Any] = {}


@dataclass(frozen=True)
class Found:
    """One condition of a rule as it stands: satisfied, not satisfied, or not known."""

    id: str
    satisfied: bool | None
    detail: str
    cites: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """The condition for people, with its article."""
        cites = f"（{'、'.join(self.cites)}）" if self.cites else ""
        return f"{self.detail}{'，尚不明确' if self.satisfied is None else ''}{cites}"


@dataclass(frozen=True)
class Assessment:
    """What the law answers at a step. `stopped` block the act, `asking` ask for a reason."""

    rule: str
    on: date
    conditions: tuple[Found, ...]
    stopped: tuple[Found, ...]
    asking: tuple[Found, ...]
    missing: tuple[str, ...] = ()
    result: Mapping[str, Any] = field(default_factory=dict)

    def to_json(self) -> dict[str, Any]:
        """As it is kept with the act."""
        return {
            "rule": self.rule,
            "on": self.on.isoformat(),
            "result": dict(self.result),
            "missing": list(self.missing),
            "conditions": [{"id": one.id, "satisfied": one.satisfied, "detail": one.detail} for one in self.conditions],
        }


def judge(spec: ProcedureSpec, state: State, event: Event) -> Assessment | None:
    """Ask the rule of an event's step; None where the step asks none for this outcome."""
    step = spec.steps[event.step]
    asked, outcome = step.assess, step.outcome(event.outcome)
    needs = outcome.needs if outcome else {}
    beside = asked is not None and bool(asked.outcomes) and event.outcome not in asked.outcomes
    if asked is None or (beside and not needs):
        return None
    if beside:  # only what this outcome needs of the answer counts for it
        asked = asked.model_copy(update={"stops": (), "asks_reason": ()})
    return ask(asked, replace(state, values={**state.values, **event.values}), event, needs)


def ask(asked: Assess, state: State, event: Event, needs: Mapping[str, Any] = NOTHING) -> Assessment:
    """Ask a rule with the facts of the case as they are now known; a fact the rule cannot do without counts as not known.

    needs   result of the rule → what it must be for the act (see `Outcome.needs`)
    """
    on = day_of(moment_in(value_of(state, asked.on, event))) if asked.on else event.on
    facts = facts_for(asked, state, event)
    try:
        answer = check.answer(asked.rule, on or event.on, facts)
    except (Refused, NotInForce) as refusal:
        unknown = tuple(Found(code, None, refusal.message) for code in (*asked.stops, *needs, *asked.asks_reason)[:1])
        stopped, asking = (unknown, ()) if asked.stops or needs else ((), unknown)
        return Assessment(asked.rule, on or event.on, unknown, stopped, asking, (refusal.message,))
    conditions = tuple(Found(one["id"], one["satisfied"], one["detail"], tuple(one["cites"])) for one in answer["conditions"])
    open_ones = [one for one in conditions if one.satisfied is not True]
    left_open = set() if answer["missing"] else {one.id for one in open_ones if one.satisfied is None and one.id in asked.asks_reason}
    return Assessment(
        asked.rule,
        on or event.on,
        conditions,
        (
            *(one for one in open_ones if one.id in asked.stops and one.id not in left_open),
            *_answered_otherwise(needs, answer["result"], conditions),
        ),
        tuple(one for one in open_ones if one.id in asked.asks_reason and (one.id in left_open or one.id not in asked.stops)),
        tuple(answer["missing"]),
        answer["result"],
    )


def _answered_otherwise(needs: Mapping[str, Any], result: Mapping[str, Any], conditions: tuple[Found, ...]) -> tuple[Found, ...]:
    """What the rule answers otherwise than the outcome needs, in the words of the condition of that name where there is one."""
    said = {one.id: one for one in conditions}
    found = []
    for name, wanted in needs.items():
        if holds({name: wanted}, result):
            continue
        about = said.get(name, Found(name, None, "；".join(one.detail for one in conditions)))
        found.append(replace(about, satisfied=None if result.get(name) is None else False))
    return tuple(found)


def facts_for(asked: Assess, state: State, event: Event) -> dict[str, Any]:
    """Facts for a rule: those confirmed from the theme library, and values of the case by the names the pack gives them."""
    confirmed = dict(state.facts.get(asked.facts, {}))
    own = {fact: _as_asked(value) for fact, value in filled(state, asked.given, event).items()}
    return _merged(nested(confirmed), nested(own))


def _as_asked(value: Any) -> Any:
    """An instant of the case as the law reads one: Chinese wall-clock time without an offset."""
    moment = moment_in(value) if isinstance(value, str) and "T" in value and "+" in value else None
    return moment.astimezone(SHANGHAI).strftime("%Y-%m-%dT%H:%M") if isinstance(moment, datetime) else value


def _merged(first: dict[str, Any], second: Mapping[str, Any]) -> dict[str, Any]:
    made = dict(first)
    for key, value in second.items():
        both = isinstance(value, Mapping) and isinstance(made.get(key), Mapping)
        made[key] = _merged(dict(made[key]), value) if both else value
    return made
