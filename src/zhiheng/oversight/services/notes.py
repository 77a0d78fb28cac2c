"""An event of a clue and its ledger entry, written together."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from zhiheng.ledger import services as ledger
from zhiheng.ledger.core.actor import Actor
from zhiheng.oversight.models import Clue, ClueEvent


def note(clue: Clue, kind: str, *, actor: Actor, now: datetime, reason: str = "", details: Mapping[str, object] | None = None) -> None:
    """Write what happened to a clue, in the caller's transaction."""
    kept = dict(details or {})
    ledger.append(actor=actor, act=f"clue.{kind}", thing=f"clue:{clue.pk}", details={"reason": reason, **kept}, now=now)
    event_of(clue, kind, actor=actor, now=now, reason=reason, details=kept).save()


def event_of(
    clue: Clue, kind: str, *, actor: Actor, now: datetime, reason: str = "", details: Mapping[str, object] | None = None
) -> ClueEvent:
    """The event, not yet kept; a run keeps many at once and writes one ledger entry for all."""
    return ClueEvent(
        clue=clue, kind=kind, at=now, actor=actor.id, actor_name=actor.name, organ=actor.organ, reason=reason, details=dict(details or {})
    )
