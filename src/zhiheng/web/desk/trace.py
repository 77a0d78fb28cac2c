"""留痕: the newest entries of the ledger, and its verification, for those who audit."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from zhiheng.ledger import selectors as ledger
from zhiheng.procedure.selectors import case_numbers
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
        "named": case_numbers(one.thing.removeprefix("case:") for one in entries if one.thing.startswith("case:")),
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


@requires("ledger.verify")
@require_POST
def verify(request: HttpRequest) -> HttpResponse:
    """Re-hash the whole trace and say what was found."""
    return render(request, "web/ledger/verdict.html", {"verdict": ledger.verify()})
