"""Values of a case by the names packs use: `months`, `ruling.months`, `facts.term_months`, `event.on`, `law.valid_until`, `={days}日`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from zhiheng.law.moments import SHANGHAI
from zhiheng.procedure.core.state import Event, State

_PLACE = re.compile(r"\{([a-z][a-z0-9_.]*)\}")


def value_of(state: State, name: object, event: Event | None = None) -> Any:
    """The newest value a name stands for, None where there is none; what is not a text is itself."""
    if not isinstance(name, str):
        return name
    if name.startswith("="):
        return _written(state, name[1:], event)
    place, _, field = name.partition(".")
    if not field:
        return state.values.get(name)
    if place in {"event", "law"}:
        return _of_event(event, field) if place == "event" else _of_law(event, field)
    if place in {"subject", "parent", "organs", "units"}:
        return dict(getattr(state, place)).get(field)
    if place == "facts":
        return next((facts[field] for facts in state.facts.values() if field in facts), None)
    rounds = state.rounds.get(place, ())
    return rounds[-1].get(field) if rounds else None


def _of_law(event: Event | None, field: str) -> Any:
    """What the rule of the step answered when the act was admitted."""
    assessed = event.more.get("assessed") if event else None
    return dict(assessed.get("result") or {}).get(field) if isinstance(assessed, Mapping) else None


def _written(state: State, text: str, event: Event | None) -> str | None:
    """A text with `{name}` places filled in; None where one of them has no value."""
    found = {name: value_of(state, name, event) for name in _PLACE.findall(text)}
    if any(value in (None, "") for value in found.values()):
        return None
    return _PLACE.sub(lambda place: str(found[place[1]]), text)


def _of_event(event: Event | None, field: str) -> Any:
    if event is None:
        return None
    known = {
        "on": event.on.isoformat(),
        "at": event.at.astimezone(SHANGHAI).isoformat(timespec="minutes") if event.at else None,
        "actor": event.actor,
        "officer": event.more.get("officer") or event.actor,
        "organ": event.organ,
        "reason": event.reason,
        "outcome": event.outcome,
    }
    return known.get(field)


def filled(state: State, names: Mapping[str, object], event: Event | None = None) -> dict[str, Any]:
    """A row of values: key → the value its name stands for; keys without a value are left out."""
    found = {key: value_of(state, name, event) for key, name in names.items()}
    return {key: value for key, value in found.items() if value not in (None, "")}


def nested(names: Mapping[str, Any]) -> dict[str, Any]:
    """Dotted keys as mappings within mappings: `{"sentence.months": 9}` → `{"sentence": {"months": 9}}`."""
    made: dict[str, Any] = {}
    for key, value in names.items():
        *path, last = key.split(".")
        here = made
        for step in path:
            here = here.setdefault(step, {})
        here[last] = value
    return made


def moment_in(value: object) -> date | None:
    """A day or an instant kept as text; None where it is neither."""
    if isinstance(value, (date, datetime)):
        return value
    try:
        text = str(value)
        if len(text) <= len("2026-06-30"):
            return date.fromisoformat(text)
        read = datetime.fromisoformat(text)
    except ValueError:
        return None
    return read if read.tzinfo else read.replace(tzinfo=SHANGHAI)


def day_of(moment: date | None) -> date | None:
    """The day of a moment, in Shanghai."""
    return moment.astimezone(SHANGHAI).date() if isinstance(moment, datetime) else moment
