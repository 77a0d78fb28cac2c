"""Clues as they stood at a moment gone by: what had happened to each until then, added up again."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.db.models import Prefetch
from django.utils import timezone

from zhiheng.oversight.core.states import STATES
from zhiheng.oversight.models import Clue, ClueEvent
from zhiheng.oversight.selectors.clues import clues_seen_by

WAITING = ("received", "assigned")
BEGUN_ANEW = {"reopened": "received", "evidence_changed": "received", "returned": "verified"}
AT_ONCE = 500


def clues_waiting_at(viewer: Any, at: datetime) -> list[Clue]:
    """The clues that nobody had verified or refuted at that moment, of those the viewer may see today; snoozed and gone ones left out."""
    known = ClueEvent.objects.filter(at__lte=at).order_by("clue_id", "id")
    asked = clues_seen_by(viewer).filter(found_at__lte=at).prefetch_related(Prefetch("events", queryset=known))
    return [clue for clue in asked.iterator(chunk_size=AT_ONCE) if is_waiting(clue.events.all(), timezone.localdate(at))]


def is_waiting(events: Iterable[ClueEvent], on: date) -> bool:
    """Whether a clue with this history still waited on that day."""
    state, gone, snoozed = "received", False, None
    for event in events:
        if event.kind.startswith("resolved_by_") or event.kind == "continued":
            gone = True
        elif event.kind in {"found_again", "evidence_changed"}:
            gone = False
        if event.kind == "snoozed":
            snoozed = date.fromisoformat(str(event.details["until"]))
        elif event.kind in STATES or event.kind in BEGUN_ANEW:
            state, snoozed = BEGUN_ANEW.get(event.kind, event.kind), None
    return state in WAITING and not gone and (snoozed is None or snoozed <= on)
