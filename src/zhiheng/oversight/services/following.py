"""Follow the events of cases by a cursor and bring the clues they rest on to the state that the case has."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from zhiheng.ledger import services as ledger
from zhiheng.ledger.core.actor import Actor
from zhiheng.oversight.models import Clue, ClueCase, Cursor
from zhiheng.oversight.services.clues import changed
from zhiheng.procedure import selectors as procedure
from zhiheng.procedure import services as acting

CURSOR = "procedure.events"


@transaction.atomic
def act(*, actor: Actor, now: datetime, **details: Any) -> Any:
    """Do an open step of a case (`procedure.services.act`) and bring its clues along, in one transaction."""
    case = acting.act(actor=actor, now=now, **details)
    follow_cases(actor=actor, now=now)
    return case


@transaction.atomic
def act_aside(*, actor: Actor, now: datetime, **details: Any) -> Any:
    """Do an act beside the steps (`procedure.services.act_aside`) and bring its clues along, in one transaction."""
    case = acting.act_aside(actor=actor, now=now, **details)
    follow_cases(actor=actor, now=now)
    return case


@transaction.atomic
def follow_cases(*, actor: Actor, now: datetime) -> int:
    """Follow what is new; returns how many clues changed. Following twice changes nothing."""
    cursor = hold_cursor()
    moved = 0
    while rows := procedure.events_after(cursor.position):
        for case_id in dict.fromkeys(row.case_id for row in rows):
            moved += _bring(case_id, actor=actor, now=now)
        cursor.position = rows[-1].pk
    cursor.save()
    return moved


def hold_cursor() -> Cursor:
    """Lock the trace's head, then the cursor (decision 0005: cases, head, cursor, clues)."""
    ledger.hold_head()
    Cursor.objects.get_or_create(name=CURSOR)
    return Cursor.objects.select_for_update().get(name=CURSOR)


def _bring(case_id: UUID, *, actor: Actor, now: datetime) -> int:
    links = list(ClueCase.objects.filter(case_id=case_id).select_related("clue"))
    found = procedure.state_for(case_id) if links else None
    if found is None:
        return 0
    case, spec, state = found
    wanted, result = "documented", ""
    if state.ended_on:
        withdrawn = state.result == "withdrawn"
        wanted, result = ("verified", "") if withdrawn else ("closed", procedure.result_title(spec, state))
    moving = [link.clue for link in links if link.clue.state != wanted]
    for clue in moving:
        _move(clue, wanted, result, str(case.pk), actor=actor, now=now)
    return len(moving)


def _move(clue: Clue, wanted: str, result: str, case: str, *, actor: Actor, now: datetime) -> None:
    clue.result = result
    kind = "returned" if wanted == "verified" else wanted
    changed(clue, wanted, actor=actor, now=now, kind=kind, details={"case": case, "result": result})
