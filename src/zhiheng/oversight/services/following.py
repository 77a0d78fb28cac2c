"""Follow the events of cases by a cursor and bring the clues they rest on to the state that the case has."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from zhiheng.ledger.core.actor import Actor
from zhiheng.oversight.models import Clue, ClueCase, Cursor
from zhiheng.oversight.services.clues import changed
from zhiheng.procedure import selectors as procedure

CURSOR = "procedure.events"


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
    """Lock the cursor; locks are taken in the order cursor, clues, case, ledger."""
    Cursor.objects.get_or_create(name=CURSOR)
    return Cursor.objects.select_for_update().get(name=CURSOR)


def hold(case_id: UUID | None = None) -> None:
    """Take the locks of an act in a case that is followed afterwards: the cursor, then the clues that rest on the case."""
    hold_cursor()
    if case_id:
        list(Clue.objects.select_for_update().filter(cases__case_id=case_id).order_by("pk"))


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
