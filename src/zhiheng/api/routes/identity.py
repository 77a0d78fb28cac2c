"""Tokens, and who one is."""

from typing import Any

from django.contrib.auth import authenticate
from django.http import HttpRequest
from ninja import Router
from ninja.errors import AuthenticationError

from zhiheng.api.access import PUBLIC, TOKEN_SECONDS, having, token_for
from zhiheng.api.shapes import Credentials, Fault, Myself, Token
from zhiheng.registry.core.roles import rights_of
from zhiheng.registry.rights import roles_of

router = Router(tags=["身份"])


@router.post("/token", response={200: Token, 401: Fault}, auth=None, summary="用账号和密码换取令牌")
def token(request: HttpRequest, given: Credentials) -> dict[str, Any]:
    """Exchange account and password for a token of eight hours; failures count towards the lock-out."""
    officer = authenticate(request, username=given.username, password=given.password)
    if officer is None:
        raise AuthenticationError
    return {"token": token_for(officer), "seconds": TOKEN_SECONDS}


token.right = PUBLIC  # type: ignore[attr-defined]


@router.get("/me", response={200: Myself, 401: Fault}, auth=having("home.read"), summary="我是谁")
def me(request: HttpRequest) -> dict[str, Any]:
    """Account, organ, roles and rights of the caller."""
    officer: Any = request.user
    roles = roles_of(officer)
    return {
        "username": officer.username,
        "name": officer.name,
        "organ": officer.organ.name,
        "roles": sorted(roles),
        "rights": sorted(rights_of(roles)),
    }
