"""From a right password to an open session: the second step where there is one, then the session with its trace."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib.auth import login
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.crypto import constant_time_compare
from django.utils.http import url_has_allowed_host_and_scheme

from zhiheng.ledger.services import hold_head
from zhiheng.registry.callers import caller_of, remember_device
from zhiheng.registry.core import machine
from zhiheng.registry.selectors import officer_named
from zhiheng.registry.selectors.factors import factors_of, has_old_password
from zhiheng.registry.services import sign_ins

BACKEND = "django.contrib.auth.backends.ModelBackend"
PENDING = "pending"
PENDING_SECONDS = 300


def safe(request: HttpRequest, address: str) -> str:
    """Where to go after signing in: an address of this installation, else the desk."""
    here = url_has_allowed_host_and_scheme(address, {request.get_host()}, require_https=request.is_secure())
    return address if here else settings.LOGIN_REDIRECT_URL


def admit(request: HttpRequest, officer: Any, way: str, to: str) -> HttpResponseBase:
    """Ask for the second factor where the officer has one, else open the session."""
    if not factors_of(officer).any:
        return enter(request, officer, way, to)
    seal = officer.get_session_auth_hash()
    request.session.cycle_key()
    request.session[PENDING] = {"officer": officer.username, "seal": seal, "way": way, "to": to, "at": machine.seconds()}
    return redirect("second_step")


def pending_of(request: HttpRequest) -> tuple[Any, dict[str, Any]]:
    """The officer who has given the password and not yet the second factor, and what is waiting; None where nobody is."""
    waiting = request.session.get(PENDING)
    if not waiting or machine.seconds() - waiting["at"] > PENDING_SECONDS:
        return None, {}
    officer = officer_named(waiting["officer"])
    if officer is None or not officer.is_active or not constant_time_compare(waiting["seal"], officer.get_session_auth_hash()):
        return None, {}
    return officer, waiting


@transaction.atomic
def enter(request: HttpRequest, officer: Any, way: str, to: str) -> HttpResponse:
    """Open the session, with its entry; the device is remembered."""
    hold_head()  # before the rows of officer and session, as every act does
    request.session.pop(PENDING, None)
    caller = caller_of(request, username=officer.username)
    login(request, officer, backend=BACKEND)
    at = machine.seconds()
    request.session.update({"way": way, "address": caller.address, "agent": caller.agent, "began": at, "seen": at})
    if has_old_password(officer, way):
        request.session["aged"] = True
    sign_ins.note_signed_in(officer=officer, way=way, caller=caller, now=timezone.now())
    response = redirect(safe(request, to))
    remember_device(request, response, officer.username)
    return response
