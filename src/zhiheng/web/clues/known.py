"""线索: what organs had told by a day, so that late entry and late action are told apart."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from zhiheng.models.in_force import catalog
from zhiheng.oversight import selectors as oversight
from zhiheng.web.clues.clue import clue_or_404, show
from zhiheng.web.clues.forms import KnownForm
from zhiheng.web.odd import plain
from zhiheng.web.purposes import stated
from zhiheng.web.rights import requires


@requires("clue.read")
@require_http_methods(["GET", "POST"])
def known(request: HttpRequest, clue_id: int) -> HttpResponse:
    """What was known on a day; a purpose stated (POST) shows sensitive days too, once it is in the ledger."""
    found = clue_or_404(request, clue_id)
    day = day_asked(request, oversight.default_day(found.clue, catalog()))
    purpose = stated(request, prefix="known")
    opened = request.gate.shows_sensitive  # type: ignore[attr-defined]
    context = {
        "clue": found.clue,
        "asked": True,
        "known": oversight.knowledge_on(found.clue, day, request.user, catalog(), reveal=opened),
        "known_form": KnownForm(initial={"day": day}),
        "known_purpose": purpose,
        "known_day": day,
    }
    if opened:
        request.gate.revealed += 1  # type: ignore[attr-defined]
    status = 422 if request.method == "POST" and not purpose.is_valid() else 200
    if request.headers.get("HX-Request"):
        return render(request, "web/clues/known.html", context, status=status)
    return show(request, found, known=context, status=status)


def day_asked(request: HttpRequest, otherwise: date) -> date:
    """The day of the address or the form."""
    named: Any = request.POST.get("day") or request.GET.get("day") or ""
    try:
        return parse_date(named) or unreadable_day(named, otherwise)
    except ValueError:
        return unreadable_day(named, otherwise)


def unreadable_day(named: str, otherwise: date) -> date:
    """The usual day where none is named; a text that is no day is refused."""
    if named:
        raise BadRequest(_("不是日期：%(day)s，应写成 2026-06-30") % {"day": plain(named)})
    return otherwise
