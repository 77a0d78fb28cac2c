"""Organs of a case under the names of today: events keep the names of their day, and an organ that was renamed goes on acting."""

from __future__ import annotations

from dataclasses import replace

from zhiheng.procedure.core.state import State
from zhiheng.registry import selectors as registry


def named_today(state: State) -> State:
    """The state with every organ under its present name."""
    former = registry.former_names()
    if former.keys().isdisjoint(state.organs.values()):
        return state
    return replace(state, organs={role: former.get(name, name) for role, name in state.organs.items()})
