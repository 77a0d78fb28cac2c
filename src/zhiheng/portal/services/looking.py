"""The trace of a look: who, whose, at what, written before anything is shown."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from zhiheng.ledger.services import append, hold_head
from zhiheng.portal.models import Look
from zhiheng.portal.viewers import Viewer
from zhiheng.registry.services.reading import person_key


@transaction.atomic
def note_look(*, viewer: Viewer, items: Iterable[str], now: datetime, address: str = "") -> None:
    """Note that a viewer is shown these items of a person; the public is shown nobody's."""
    if not viewer.number:
        return
    hold_head()
    seen, whose = sorted(set(items)), person_key(viewer.number)
    Look(at=now, audience=viewer.audience, account=viewer.account, code=viewer.code, whose=whose, items=seen).save()
    details = {"audience": viewer.audience, "whose": whose, "items": seen, "address": address}
    append(actor=viewer.actor, act="portal.looked", thing=f"portal:person:{whose}", details=details, now=now)
