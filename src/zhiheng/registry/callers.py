"""Who calls, as a request tells it: the client's address, its browser, and whether the account was used on this device before."""

from __future__ import annotations

import secrets
from typing import Any

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponseBase

from zhiheng.registry.core.addresses import plain
from zhiheng.registry.services.sign_ins import Caller

DEVICE = "device"
SALT = "zhiheng.registry.device"
DEVICE_SECONDS = 180 * 24 * 3600
LONGEST_AGENT = 200


def caller_of(request: HttpRequest, *, username: str = "", via: str = "") -> Caller:
    """The caller; device: the mark of a device on which this account has signed in before, else empty."""
    address = plain(str(request.META.get("REMOTE_ADDR", "")))
    agent = request.headers.get("User-Agent", "")[:LONGEST_AGENT]
    through = via or ("api" if request.path.startswith("/api/") else "web")
    return Caller(address=address, agent=agent, device=device_of(request, username) if username else "", via=through)


def device_of(request: HttpRequest, username: str) -> str:
    """The mark of a known device of this account; empty where it is not known."""
    try:
        told: dict[str, Any] = signing.loads(request.COOKIES.get(device_cookie(), ""), salt=SALT, max_age=DEVICE_SECONDS)
    except signing.BadSignature:
        return ""
    return str(told.get("mark", "")) if told.get("account") == username else ""


def device_cookie() -> str:
    """The name of the cookie, which says that it is of this host alone where callers come by TLS."""
    return f"{settings.COOKIE_PREFIX}{DEVICE}"


def remember_device(request: HttpRequest, response: HttpResponseBase, username: str) -> None:
    """Let failures of others elsewhere not make the officer wait here; the cookie opens nothing."""
    mark = device_of(request, username) or secrets.token_hex(16)
    told = signing.dumps({"account": username, "mark": mark}, salt=SALT)
    response.set_cookie(device_cookie(), told, max_age=DEVICE_SECONDS, secure=settings.SESSION_COOKIE_SECURE, httponly=True, samesite="Lax")
