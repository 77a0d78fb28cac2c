"""Callers whose token or signature opens nothing: each is an entry with its address; a flood of them is a few."""

from __future__ import annotations

import logging
from contextlib import suppress

from django.db import DatabaseError
from django.http import HttpRequest
from django.utils import timezone
from ninja.errors import AuthenticationError

from zhiheng.registry.callers import caller_of
from zhiheng.registry.services.sign_ins import HeldBackError, refuse_elsewhere

log = logging.getLogger(__name__)


class UnknownSignatureError(AuthenticationError):
    """A message signed by nobody who is known here."""


def note_stranger(request: HttpRequest, error: Exception) -> None:
    """Note a signature of nobody known, or a token that is none; who brought neither is only told how to come in."""
    shown = "signature" if isinstance(error, UnknownSignatureError) else "token" if "Authorization" in request.headers else ""
    if not shown:
        return
    try:
        with suppress(HeldBackError):
            refuse_elsewhere(kind=shown, subject="", caller=caller_of(request), now=timezone.now())
    except DatabaseError:
        log.exception("a refused token or signature could not be entered in the trace")
