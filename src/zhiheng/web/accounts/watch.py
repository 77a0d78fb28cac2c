"""Middleware: a session not used for a while ends, and every refusal of access stands in the trace."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from zhiheng.registry.callers import caller_of
from zhiheng.registry.core import machine
from zhiheng.registry.services import sign_ins

REFUSALS = (403, 404)
MINUTE = 60
SCREEN = "numbers"
"""What of the screen of the command centre asks anew each minute (`centre/numbers.html`)."""
log = logging.getLogger(__name__)


def watched(get_response: Callable[[HttpRequest], HttpResponseBase]) -> Callable[[HttpRequest], HttpResponseBase]:
    """End what has been idle or open too long before the view; note refusals after it."""

    def answer(request: HttpRequest) -> HttpResponseBase:
        if settings.SESSION_COOKIE_NAME in request.COOKIES and request.user.is_authenticated:
            watch(request)
        response = get_response(request)
        if response.status_code in REFUSALS and request.resolver_match is not None:
            note_refusal(request, response.status_code)
        return response

    return answer


def watch(request: HttpRequest) -> None:
    """End the session where it was idle or open too long, else note its use once a minute."""
    session, at = request.session, machine.seconds()
    seen, began = session.get("seen", at), session.get("began", at)
    why = reason_to_end(at - seen, at - began)
    if renews_itself(request) and why != "longest":
        return
    if why:
        sign_ins.note_ended(officer=request.user, why=why, caller=caller_of(request), now=timezone.now())
        logout(request)
        said = _("长时间没有操作，已自动退出，请重新登录。") if why == "idle" else _("登录已满最长时间，请重新登录。")
        messages.warning(request, said)
    elif "seen" not in session:
        caller = caller_of(request)
        session.update({"address": caller.address, "agent": caller.agent, "began": at, "seen": at})
    elif at - seen >= MINUTE:
        session["seen"] = at


def renews_itself(request: HttpRequest) -> bool:
    """Whether the screen of the command centre asks anew by itself: it goes on showing, and nobody's use of the session is noted."""
    return request.method == "GET" and request.path == reverse("centre") and request.headers.get("HX-Trigger") == SCREEN


def reason_to_end(idle_seconds: int, open_seconds: int) -> str:
    """Why a session must end; empty where it may go on."""
    if open_seconds >= settings.SESSION_COOKIE_AGE:
        return "longest"
    return "idle" if idle_seconds >= settings.IDLE_SECONDS else ""


def note_refusal(request: HttpRequest, status: int) -> None:
    """An entry of a refusal to who has signed in; one that cannot be written is told in the log, and access stays refused."""
    officer: Any = getattr(request, "refused_officer", None) or (request.user if request.user.is_authenticated else None)
    if officer is None:
        return
    told = {"path": request.path, "method": request.method or "", "status": status, "caller": caller_of(request)}
    try:
        sign_ins.note_refused(officer=officer, now=timezone.now(), **told)
    except DatabaseError:
        log.exception("a refusal of access could not be entered in the trace")
