"""Whether an actor may: an officer of the organ they act for, with the right on the day, for the pack and the unit of the case."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.utils import timezone

from zhiheng.ledger.core.actor import Actor
from zhiheng.procedure.core.acts import PossibleAct
from zhiheng.procedure.core.state import State
from zhiheng.registry import rights
from zhiheng.registry.acting import officer_for
from zhiheng.registry.selectors.relations import unit_named


def demand(actor: Actor, right: str, now: datetime) -> None:
    """The actor must be an officer of the organ they act for, and hold the right on the day."""
    demand_any(actor, [right], now)


def demand_any(actor: Actor, wanted: Iterable[str], now: datetime, *, pack: str | None = None, unit: str = "") -> None:
    """As `demand`, where one of several rights will do (an organ may sit in a case in two roles)."""
    demand_officer(officer_for(actor), wanted, now, pack=pack, unit=unit)


def demand_officer(officer: Any, wanted: Iterable[str], now: datetime, *, pack: str | None = None, unit: str = "") -> None:
    """The officer must hold one of the rights on the day, for the pack and the unit."""
    day, needed = timezone.localdate(now), list(wanted)
    part = unit_named(officer.organ, unit) if unit else None
    if not any(rights.may(officer, right, on=day, pack=pack, unit=part) for right in needed):
        rights.demand(officer, needed[0], on=day, pack=pack, unit=part)


def may_act(officer: Any, act: PossibleAct, state: State, pack: str) -> bool:
    """Whether the officer's posts allow an act of the own organ, for the pack and the unit of the case."""
    unit = state.units.get(act.role, "")
    return rights.may(officer, act.right, pack=pack, unit=unit_named(officer.organ, unit) if unit else None)


def unit_of(officer: Any, now: datetime) -> str:
    """The unit of the organ in which the officer holds a post; empty for posts of the whole organ."""
    posts = rights.posts_of(officer, on=timezone.localdate(now))
    return next((post.unit.name for post in posts if post.unit), "") if all(post.unit_id for post in posts) else ""
