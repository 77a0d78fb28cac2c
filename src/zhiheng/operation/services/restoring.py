"""What a restore says in the trace once the home is opened again."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path

from django.db import transaction

from zhiheng.ledger.core.actor import Actor
from zhiheng.ledger.selectors import entries_about
from zhiheng.ledger.services import append

RESTORED = "home.restored"
NOTE = "restored.json"


def write_note(home: Path, *, manifest: str, entries: int, missing: int) -> None:
    """Leave beside the database what the trace is to say of this restore: which backup, and how many entries are known to be missing."""
    (home / NOTE).write_text(json.dumps({"manifest": manifest, "entries": entries, "missing": missing}), encoding="utf-8")


def note_restored(*, actor: Actor, now: datetime, home: Path) -> None:
    """Put into the trace that the home was restored, once; outsiders who hold later checkpoints find there why the trace parted."""
    place = home / NOTE
    if not place.is_file():
        return
    details = json.loads(place.read_text(encoding="utf-8"))
    thing = f"backup:{details['manifest'][:16]}"
    with transaction.atomic():
        if not entries_about(thing).filter(act=RESTORED).exists():
            append(actor=actor, act=RESTORED, thing=thing, details=details, now=now)
    place.unlink()
