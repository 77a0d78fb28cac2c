"""Fill list columns and waiting steps anew from the events of cases: after an upgrade, and when a clock's near day is counted otherwise."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import Q

from zhiheng.procedure.models import Case
from zhiheng.procedure.reading import spec_of, state_of
from zhiheng.procedure.services.keeping import summarise


def refill_lists(*, now: datetime, everything: bool = False) -> int:
    """Bring open cases without waiting steps (or every open case) to what their events say; returns how many. Events stay as they are."""
    wanted = (
        Case.objects.filter(ended_on=None) if everything else Case.objects.filter(ended_on=None).exclude(open_steps=[]).filter(waiting=None)
    )
    done = 0
    for case_id in list(wanted.values_list("pk", flat=True)):
        with transaction.atomic():
            case = Case.objects.select_for_update(of=("self",), no_key=True).select_related("definition").filter(Q(pk=case_id)).first()
            if case is None:
                continue
            spec = spec_of(case.definition)
            organs = {seat.organ.name: seat.organ for seat in case.seats.select_related("organ")}
            summarise(case, spec, state_of(case, spec), now, organs, touched=False)
            done += 1
    return done
