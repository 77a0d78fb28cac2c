"""Texts of a step held against those of other cases: copied ones go on only with a recorded reason."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from zhiheng.analysis.alike import alike
from zhiheng.catalog.field_values import EMPTY
from zhiheng.catalog.procedures import ProcedureSpec
from zhiheng.catalog.step_guards import Unlike
from zhiheng.procedure.core.errors import BlockedAct
from zhiheng.procedure.core.state import TITLES, Event

OTHERS = "others"
"""Where an event carries the texts of other cases until they are compared; they are not kept with it."""
LIKE = "like"
"""Where an act keeps which case it was most alike to, and how much."""


def asked_at(spec: ProcedureSpec, event: Event) -> Unlike | None:
    """What the outcome of an event is held against."""
    step = spec.steps.get(event.step) if event.kind == "done" else None
    asked = step.unlike if step else None
    return asked if asked and (not asked.outcomes or event.outcome in asked.outcomes) else None


def text_of(fields: Iterable[str], values: Mapping[str, Any]) -> str:
    """The texts of fields as one."""
    given = [values[name] for name in fields if values.get(name) not in EMPTY]
    return "".join("".join(map(str, one)) if isinstance(one, (list, tuple)) else str(one) for one in given)


def with_likeness(spec: ProcedureSpec, event: Event) -> Event:
    """The event without the others' texts; refused without a reason where its own are copied, which stands with it."""
    others: Sequence[Mapping[str, str]] = event.more.get(OTHERS) or ()  # type: ignore[assignment]
    event = replace(event, more={name: value for name, value in event.more.items() if name not in (OTHERS, LIKE)})
    asked = asked_at(spec, event)
    own = text_of(asked.fields, event.values) if asked else ""
    if asked is None or len(own) < asked.least:
        return event
    most, number = max(((alike(own, one["text"]), one["number"]) for one in others), default=(0, ""))
    if most < asked.percent:
        return event
    if not event.reason.strip():
        law = f"（{asked.source or asked.policy}）" if asked.source or asked.policy else ""
        said = f"{asked.says}：与案件{number}相同百分之{most}{law}"
        raise BlockedAct(f"不能{TITLES[event.kind]}", event.step, said, "请逐人制作；确属相同的，请写明理由", asked.code)
    return replace(event, more={**event.more, LIKE: {"percent": most, "case": number}})
