"""Who visits: the cookie of a visit, what a page shows by the one gate, and the trace of it before the page leaves."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone

from zhiheng.portal import services
from zhiheng.portal.selectors import viewer_of
from zhiheng.portal.selectors.visits import IDLE_SECONDS
from zhiheng.portal.viewers import Viewer
from zhiheng.registry.callers import caller_of

COOKIE, KEEP, SIZE, FIRST = "portal", "portal_keep", "portal_size", "portal_first"
PLACE = "/portal/"
YEAR_SECONDS = 365 * 24 * 3600
KEPT, CLEAR = "X-Portal-Keep", "X-Portal-Clear"
"""Heads by which the page's own worker is told to keep a page for reading offline, or to drop all it kept."""
View = Callable[..., HttpResponseBase]


def viewer(request: HttpRequest) -> Viewer:
    """Who visits, read once a request."""
    found: Viewer | None = getattr(request, "portal_viewer", None)
    if found is None:
        found = viewer_of(request.COOKIES.get(COOKIE, ""))
        request.portal_viewer = found  # type: ignore[attr-defined]
    return found


def for_own(view: View) -> View:
    """A page of a person who signed in; others are sent to sign in."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        visitor = viewer(request)
        if visitor.account is None or visitor.kiosk:
            return redirect("portal_sign_in")
        if request.COOKIES.get(FIRST) and request.resolver_match and request.resolver_match.url_name != "portal_password":
            return redirect("portal_password")
        services.touch_visit(key=request.COOKIES[COOKIE])
        return view(request, *args, **kwargs)

    return guarded


def page(request: HttpRequest, template: str, content: dict[str, Any], *, items: Iterable[str] = (), status: int = 200) -> HttpResponse:
    """A page with what it shows in the trace; the person's own pages say whether they may be kept for reading offline."""
    visitor = viewer(request)
    shown = [item for item in items if item]
    if shown:
        services.note_look(viewer=visitor, items=shown, now=timezone.now(), address=caller_of(request).address)
    whole = {"visitor": visitor, "large": request.COOKIES.get(SIZE) == "large", "keeps": KEEP in request.COOKIES, **content}
    response = render(request, f"web/portal/{template}.html", whole, status=status)
    if visitor.account is None or visitor.kiosk:
        response[CLEAR] = "1"
    elif KEEP in request.COOKIES and request.method == "GET" and status == 200:
        response[KEPT] = "1"
    return response


def begin(response: HttpResponse, key: str, *, kiosk_seconds: int = 0) -> HttpResponse:
    """Hand the key of a visit to the browser: of this host, for these pages alone; at the kiosk for so long."""
    seconds = kiosk_seconds or IDLE_SECONDS * 32
    response.set_cookie(COOKIE, key, max_age=seconds, path=PLACE, secure=settings.SESSION_COOKIE_SECURE, httponly=True, samesite="Lax")
    return response


def end(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """End the visit, and what the browser keeps of it."""
    services.end_visit(key=request.COOKIES.get(COOKIE, ""), viewer=viewer(request), now=timezone.now())
    for name in (COOKIE, KEEP, FIRST):
        response.delete_cookie(name, path=PLACE)
    response[CLEAR] = "1"
    return response


def remember(response: HttpResponse, name: str, value: str) -> HttpResponse:
    """Keep a choice of the person's (large type, reading offline) on the device; nothing else is kept there."""
    response.set_cookie(name, value, max_age=YEAR_SECONDS, path=PLACE, secure=settings.SESSION_COOKIE_SECURE, httponly=True, samesite="Lax")
    return response


def there(found: Any) -> Any:
    """What was found, or an answer as if there were no such page."""
    if found is None:
        raise Http404
    return found
