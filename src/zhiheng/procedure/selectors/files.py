"""Which papers and files of a case a viewer may see: the same question that events and values are asked."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from zhiheng.procedure.core.fold import fold
from zhiheng.procedure.core.visibility import hidden_steps, visible_events
from zhiheng.procedure.models import Case
from zhiheng.procedure.reading import events_of, spec_of
from zhiheng.procedure.selectors.view import is_inside
from zhiheng.registry import selectors as registry

Rule = Callable[[str, str, bool], bool]
"""`(step, organ, inner) -> bool`: where a file belongs, whose it is, whether it stays within that organ."""


def files_rule(viewer: Any, case: Case) -> Rule:
    """The rule for files of a case that the viewer sees: their own always; another organ's inner ones never; others by their step."""
    if viewer == registry.COMMAND_LINE:
        return lambda _step, _organ, _inner: True
    own, former, steps = viewer.organ.name, registry.former_names(), visible_steps(viewer, case)
    return lambda step, organ, inner: former.get(organ, organ) == own or (not inner and (not step or step in steps))


def visible_steps(viewer: Any, case: Case) -> frozenset[str]:
    """Steps of which the viewer sees at least one event, or that may come yet."""
    spec, events = spec_of(case.definition), events_of(case.events.all())
    state = fold(spec, events)
    hidden = hidden_steps(spec, state, {viewer.organ.name})
    if is_inside(viewer, spec, state):
        return frozenset(spec.steps) - hidden
    names = set(registry.organs_seen_by(viewer).values_list("name", flat=True))
    shown = visible_events(spec, state, events, names)
    before = {event.step for event, visible in zip(events, shown, strict=True) if not visible}
    after = {event.step for event, visible in zip(events, shown, strict=True) if visible}
    return frozenset(spec.steps) - hidden - (before - after)


def may_see_version(viewer: Any, case: Case, organ: str, *, newest: bool) -> bool:
    """Earlier versions of a paper are for the organ whose paper it is, and for the side that conducts the case."""
    if newest or viewer == registry.COMMAND_LINE or viewer.organ.name == registry.former_names().get(organ, organ):
        return True
    spec = spec_of(case.definition)
    return is_inside(viewer, spec, fold(spec, events_of(case.events.all())))
