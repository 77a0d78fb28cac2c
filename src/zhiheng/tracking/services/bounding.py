"""Which boundaries positions are held against: told by the trace whenever they are others than before."""

from __future__ import annotations

from datetime import datetime

from zhiheng.ledger import services as ledger
from zhiheng.ledger.core.actor import Actor
from zhiheng.tracking.selectors.bounds import BOUNDARIES, BOUNDED, boundary_digest, bounded_digest


def note_boundaries(*, actor: Actor, now: datetime) -> None:
    """Write the digest of the operator's file of boundaries into the trace where it is not the one written last; within a transaction."""
    digest = boundary_digest()
    if digest != bounded_digest():
        ledger.append(actor=actor, act=BOUNDED, thing=BOUNDARIES, details={"digest": digest}, now=now)
