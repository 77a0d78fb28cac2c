"""法律变化: what changed in the law since a day, for whom, from when, with the articles before and after."""

from __future__ import annotations

from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from zhiheng.law.changes import changes_since, concerned
from zhiheng.law.clocks import months_after
from zhiheng.web.rights import requires

MONTHS_BACK = 12


@requires("law.use", open_when="LAW_IS_PUBLIC")
def changes(request: HttpRequest) -> HttpResponse:
    """Changes from a day on (a year back by default), if wanted only those of one organ."""
    asked = request.GET.get("since", "")
    since, refused = _day(asked)
    who = request.GET.get("who", "")
    found = changes_since(since, who=who)
    context = {"changes": found, "since": since.isoformat(), "refused": refused, "who": who, "everybody": concerned()}
    return render(request, "web/law/changes.html", context)


def _day(asked: str) -> tuple[date, str]:
    """The day asked for, or a year back; what is no day is told."""
    back = months_after(timezone.localdate(), -MONTHS_BACK)
    try:
        return (date.fromisoformat(asked), "") if asked else (back, "")
    except ValueError:
        return back, asked
