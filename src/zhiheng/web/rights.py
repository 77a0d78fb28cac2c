"""Which right an address asks for: declared on the view, checked before it runs, counted by a test."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.db.models import prefetch_related_objects
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect

from zhiheng.registry.rights import may, posts_of
from zhiheng.registry.selectors.factors import has_given_password, lacks_second

PUBLIC = "public"
SIGNED_IN = "signed_in"

View = Callable[..., HttpResponseBase]


def requires(right: str, *, given_password: bool = False, open_when: str = "") -> Callable[[View], View]:
    """Declare the right of a view: `public`, `signed_in`, or a right of the registry.

    Who has not signed in is sent to the sign-in page, who still has a given password, or lacks
    a second factor that is demanded, to the page where that is mended; who lacks the
    right is answered 404, as if nothing were there. `given_password`: the view serves them too.
    `open_when`: name of a setting by which the operator opens the view to everybody.
    """

    def declare(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if right == PUBLIC or (open_when and getattr(settings, open_when)):
                return view(request, *args, **kwargs)
            if not request.user.is_authenticated:
                return to_sign_in(request)
            posts_of(request.user)  # with what goes along, before a part of it is asked for
            prefetch_related_objects([request.user], "organ")
            if not given_password and (first := still_to_do(request)):
                return redirect(first)
            if right != SIGNED_IN and not may(request.user, right):
                raise Http404
            return view(request, *args, **kwargs)

        guarded.right = right  # type: ignore[attr-defined]
        return guarded

    return declare


def still_to_do(request: HttpRequest) -> str:
    """The page where something is to be done before any other opens: a password of one's own, a second factor; empty where nothing is."""
    session: Any = getattr(request, "session", {})
    way = session.get("way", "")
    if has_given_password(request.user, way) or session.get("aged"):
        return "change_password"
    return "set_up_code" if lacks_second(request.user, way) else ""


def to_sign_in(request: HttpRequest) -> HttpResponseBase:
    """A redirect to the sign-in page; a partial request is told to load the whole page instead."""
    if request.headers.get("HX-Request"):
        answer = HttpResponse(status=401)
        answer["HX-Redirect"] = settings.LOGIN_URL
        return answer
    return redirect_to_login(request.get_full_path())
