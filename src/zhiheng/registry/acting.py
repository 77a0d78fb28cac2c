"""Whether an actor is an officer of the organ they act for, and may."""

from __future__ import annotations

from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.utils import timezone

from zhiheng.ledger.core.actor import Actor
from zhiheng.registry import rights
from zhiheng.registry.rows import Officer
from zhiheng.registry.selectors import officer_named


def officer_for(actor: Actor) -> Officer:
    """The officer an actor is; PermissionDenied where they are none of the organ they act for."""
    officer = officer_named(actor.id)
    if officer is None or officer.organ.name != actor.organ:
        raise PermissionDenied(f"{actor.name}不是{actor.organ}的办案人员")
    return officer


def demand_of(actor: Actor, right: str, now: datetime) -> None:
    """The actor must be an officer of the organ they act for, and hold the right on the day."""
    rights.demand(officer_for(actor), right, on=timezone.localdate(now))
