"""Who calls: by the session of the pages or by a bearer token, with the right that the route declares."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core import signing
from django.http import Http404, HttpRequest
from django.utils.crypto import constant_time_compare
from ninja.security import HttpBearer
from ninja.security.apikey import APIKeyCookie

from zhiheng.ledger.core.actor import Actor
from zhiheng.registry.rights import may
from zhiheng.registry.selectors import actor_of, officer_named

SALT = "zhiheng.api.token"
TOKEN_SECONDS = 8 * 3600
PUBLIC = "public"


def token_for(officer: Any) -> str:
    """A token that names the officer; it ends after eight hours, and with a change of their password."""
    return signing.dumps({"officer": officer.get_username(), "seal": officer.get_session_auth_hash()}, salt=SALT)


def officer_of(token: str) -> Any:
    """The officer whom a token names, None where it is not ours, has ended or belongs to a closed account."""
    try:
        given = signing.loads(token, salt=SALT, max_age=TOKEN_SECONDS)
    except signing.BadSignature:
        return None
    officer = officer_named(str(given.get("officer", "")))
    if officer is None or not officer.is_active or not constant_time_compare(officer.get_session_auth_hash(), str(given.get("seal", ""))):
        return None
    return officer


def allowed(request: HttpRequest, officer: Any, right: str) -> Any:
    """The officer, once it is certain that they hold the right; 404 otherwise, as if nothing were there."""
    if officer is None or not officer.is_authenticated or officer.must_change_password:
        return None
    if not may(officer, right):
        raise Http404
    request.user = officer
    return officer


class ByToken(HttpBearer):
    """`Authorization: Bearer …`."""

    def __init__(self, right: str) -> None:
        super().__init__()
        self.right = right

    def authenticate(self, request: HttpRequest, token: str) -> Any:
        """The officer of the token, if they hold the right."""
        return allowed(request, officer_of(token), self.right)


class BySession(APIKeyCookie):
    """The session of the pages; writing asks for the CSRF token."""

    param_name = settings.SESSION_COOKIE_NAME

    def __init__(self, right: str) -> None:
        super().__init__(csrf=True)
        self.right = right

    def authenticate(self, request: HttpRequest, key: str | None) -> Any:  # noqa: ARG002 - the middleware has read the cookie
        """The signed-in officer, if they hold the right."""
        return allowed(request, request.user if request.user.is_authenticated else None, self.right)


def having(right: str) -> list[Any]:
    """What a route writes to declare its right: `auth=having("clue.read")`."""
    return [ByToken(right), BySession(right)]


def caller(request: HttpRequest) -> Actor:
    """The officer as the ledger names them."""
    return actor_of(request.user, "api")
