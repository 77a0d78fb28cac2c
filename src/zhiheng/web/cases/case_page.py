"""What the case page shows, arranged from the case as its viewer sees it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from zhiheng.catalog.field_shapes import FieldShape
from zhiheng.catalog.field_values import EMPTY
from zhiheng.catalog.procedures import ProcedureSpec
from zhiheng.procedure.core.acts import BESIDE_FORMS
from zhiheng.procedure.selectors import CaseView, EventView, StepView
from zhiheng.registry.core.masking import HIDDEN
from zhiheng.registry.gate import hides_marked

DIGEST = re.compile(r"[0-9a-f]{64}")
"""What the program keeps beside the fields of a form: it says nothing to people, the trace has it."""


@dataclass(frozen=True)
class Mark:
    """A step on the line: `by` is who did it last."""

    step: StepView
    by: str
    on: date | None


@dataclass(frozen=True)
class EventValue:
    """One value of an event under its title, in lines."""

    title: str
    lines: tuple[str, ...]


def line_of(view: CaseView) -> list[Mark]:
    """Steps that were done or wait, then those ahead if all goes the usual way; side branches only once they are entered."""
    last = {event.step: event for event in view.events if event.kind == "done"}
    ahead = usual_way(view)
    return [mark_of(step, last.get(step.id)) for step in view.steps if step.status != "ahead" or step.id in ahead]


def mark_of(step: StepView, event: EventView | None) -> Mark:
    """A step with who did it and when; a viewer who may not see the event sees the day only."""
    if step.status != "done":
        return Mark(step, "", step.opened_on)
    return Mark(step, event.actor if event else "", step.completed[-1].on)


def usual_way(view: CaseView) -> set[str]:
    """Steps ahead of the open ones along each step's first outcome."""
    found: set[str] = set()
    todo = [step.id for step in view.open_steps]
    while todo:
        step = view.spec.steps.get(todo.pop())
        new = {target for target in (step.outcomes[0].to if step and step.outcomes else ()) if target in view.spec.steps} - found
        found |= new
        todo += new
    return found


LINKED_CASE = {"title": "关联案件", "number": "关联案件案号", "result": "办理结果"}
LINKS = frozenset({"case", "procedure"})
"""What an event about another case carries: its names for people, and those by which the program finds it."""


def said_in(event: EventView, spec: ProcedureSpec) -> Iterator[EventValue]:
    """What was filled in, under the titles of the form."""
    known = fields_of(event, spec)
    for name, value in event.values.items():
        item = known.get(name)
        if item is None and name in LINKS:
            continue
        lines = (HIDDEN,) if value not in EMPTY and hides_marked(item) else tuple(value_lines(value, item))
        if any(lines):
            yield EventValue(item.title if item else LINKED_CASE.get(name, name), lines)


def fields_of(event: EventView, spec: ProcedureSpec) -> Mapping[str, FieldShape]:
    """The fields whose values an event carries."""
    step = spec.steps.get(event.step)
    own = spec.form_of(step) if step and event.kind == "done" else BESIDE_FORMS.get(event.kind, ())
    return {item.id: item for form in spec.forms.values() for item in form} | {item.id: item for item in own} | _drawn_fields(spec)


def _drawn_fields(spec: ProcedureSpec) -> dict[str, FieldShape]:
    """What steps draw by lot, under titles of its own: the rows drawn and the digest of all candidates."""
    found: dict[str, FieldShape] = {}
    for asked in (step.sample for step in spec.steps.values() if step.sample):
        found[asked.into] = spec.fields[asked.of].model_copy(update={"id": asked.into, "title": "抽取结果"})
        found[asked.digest] = FieldShape(id=asked.digest, title="总体摘要（SHA-256）")
    return found


def value_lines(value: Any, field: FieldShape | None) -> Iterator[str]:
    """A value for people, line by line."""
    if isinstance(value, list | tuple):
        for part in value:
            yield from value_lines(part, field)
    elif field and field.rows and isinstance(value, Mapping):
        yield "；".join(
            f"{item.title}：{HIDDEN if hides_marked(item) else '、'.join(value_lines(value[item.id], item))}"
            for item in field.rows
            if value.get(item.id) not in (None, "")
        )
    elif isinstance(value, Mapping):
        yield " ".join(str(one) for name, one in value.items() if name in {"dataset", "key"}) or "、".join(map(str, value.values()))
    elif isinstance(value, bool):
        yield "是" if value else "否"
    elif field and field.codes:
        yield field.codes.get(str(value), str(value))
    elif value is not None and (field or not DIGEST.fullmatch(str(value))):
        yield str(value)
