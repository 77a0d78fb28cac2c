"""留痕: the newest entries of the ledger, and its verification, for those who audit."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from zhiheng.ledger import selectors as ledger
from zhiheng.procedure.selectors import case_numbers
from zhiheng.registry.selectors.accounts import names_of
from zhiheng.registry.selectors.sign_ins import alarms
from zhiheng.web.rights import requires
from zhiheng.web.words import ACTS

SHOWN = 50


@requires("ledger.read")
@require_GET
def trace(request: HttpRequest) -> HttpResponse:
    """Entries newest first, by kind of act and by officer."""
    act, actor, before = request.GET.get("act", ""), request.GET.get("actor", "").strip(), request.GET.get("before", "")
    entries = ledger.recent(SHOWN, before=int(before) if before else None, act=act, actor=actor)
    context = {
        "entries": entries,
        "named": named(entries),
        "older": entries[-1].seq if len(entries) == SHOWN else None,
        "kinds": sorted({name.partition(".")[0] + "." for name in ACTS}),
        "act": act,
        "actor": actor,
        "size": ledger.size(),
        "checkpoint": ledger.latest_checkpoint(),
        "alarms": alarms(),
        "doubt": ledger.doubt_about(timezone.now()),
    }
    return render(request, "web/ledger/trace.html", context)


def named(entries: Sequence[Any]) -> dict[str, str]:
    """Cases by number, officers and organs by name, among the things of these entries."""
    things = [one.thing for one in entries]
    cases = case_numbers(one.removeprefix("case:") for one in things if one.startswith("case:"))
    return names_of(things) | {f"case:{key}": number for key, number in cases.items()}


@requires("ledger.verify")
@require_POST
def verify(request: HttpRequest) -> HttpResponse:
    """Re-hash the whole trace and say what was found."""
    return render(request, "web/ledger/verdict.html", {"verdict": ledger.verify()})
