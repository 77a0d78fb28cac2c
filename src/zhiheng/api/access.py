"""Who calls: by the session of the pages or by a bearer token, with the right that the route declares."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core import signing
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest
from django.utils import timezone
from django.utils.crypto import constant_time_compare
from ninja.security import HttpBearer
from ninja.security.apikey import APIKeyCookie

from zhiheng.ledger.core.actor import Actor
from zhiheng.registry.rights import may
from zhiheng.registry.selectors import actor_of
from zhiheng.registry.selectors.factors import has_given_password, lacks_second
from zhiheng.registry.selectors.sign_ins import token_session
from zhiheng.registry.services.sign_ins import Caller, open_token, touch_token

SALT = "zhiheng.api.token"
TOKEN_SECONDS = 8 * 3600
PUBLIC = "public"
UNKNOWN = Caller(address="", via="api")


def token_for(officer: Any, way: str = "password", caller: Caller = UNKNOWN) -> str:
    """A token that names the officer; it ends after eight hours, with a change of their password, and when it is recalled."""
    key = open_token(officer=officer, way=way, caller=caller, now=timezone.now(), seconds=TOKEN_SECONDS)
    return signing.dumps({"officer": officer.get_username(), "seal": officer.get_session_auth_hash(), "key": key, "way": way}, salt=SALT)


def officer_of(token: str) -> tuple[Any, str]:
    """The officer whom a token names and how they signed in; None where it is not ours, has ended or belongs to a closed account."""
    try:
        given = signing.loads(token, salt=SALT, max_age=TOKEN_SECONDS)
    except signing.BadSignature:
        return None, ""
    session = token_session(str(given.get("key", "")))
    officer = session.officer if session else None
    if officer is None or not officer.is_active or not constant_time_compare(officer.get_session_auth_hash(), str(given.get("seal", ""))):
        return None, ""
    touch_token(session=session)
    return officer, str(given.get("way", ""))


def allowed(request: HttpRequest, officer: Any, right: str, way: str) -> Any:
    """The officer, once it is certain that they hold the right; 404 otherwise, as if nothing were there."""
    if officer is None or not officer.is_authenticated or has_given_password(officer, way):
        return None
    request.refused_officer = officer  # type: ignore[attr-defined] # whom a refusal is noted for
    if lacks_second(officer, way):
        raise PermissionDenied("您的岗位须验证第二因素，请在页面上设置后重新登录")
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
        officer, way = officer_of(token)
        return allowed(request, officer, self.right, way)


class BySession(APIKeyCookie):
    """The session of the pages; writing asks for the CSRF token."""

    param_name = settings.SESSION_COOKIE_NAME

    def __init__(self, right: str) -> None:
        super().__init__(csrf=True)
        self.right = right

    def authenticate(self, request: HttpRequest, key: str | None) -> Any:  # noqa: ARG002 - the middleware has read the cookie
        """The signed-in officer, if they hold the right; who must change an old password first opens nothing here either."""
        if request.session.get("aged"):
            raise PermissionDenied("口令已满使用期限，请先在页面上修改")
        return allowed(request, request.user if request.user.is_authenticated else None, self.right, request.session.get("way", ""))


def having(right: str) -> list[Any]:
    """What a route writes to declare its right: `auth=having("clue.read")`."""
    return [ByToken(right), BySession(right)]


def caller(request: HttpRequest) -> Actor:
    """The officer as the ledger names them."""
    return actor_of(request.user, "api")
