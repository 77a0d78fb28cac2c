"""Organs of a case under the names of today: events keep the names of their day, and an organ that was renamed goes on acting."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from zhiheng.procedure.core.state import Event


def named_today(event: Event, former: Mapping[str, str]) -> Event:
    """The event with every organ it names under its present name; former: name once borne → name today."""
    values = dict(event.values)
    organs = values.get("organs")
    if isinstance(organs, Mapping):
        values["organs"] = {role: former.get(str(name), name) for role, name in organs.items()}
    if isinstance(one := values.get("organ"), str):
        values["organ"] = former.get(one, one)
    return replace(event, organ=former.get(event.organ, event.organ), values=values)
