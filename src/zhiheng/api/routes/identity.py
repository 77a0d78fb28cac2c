"""Tokens, and who one is."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.utils import timezone
from ninja import Router
from ninja.errors import AuthenticationError

from zhiheng.api.access import PUBLIC, TOKEN_SECONDS, having, token_for
from zhiheng.api.shapes import Credentials, Fault, Myself, Token
from zhiheng.registry.callers import caller_of
from zhiheng.registry.core.roles import rights_of
from zhiheng.registry.rights import roles_of
from zhiheng.registry.selectors.factors import factors_of, has_old_password, lacks_second
from zhiheng.registry.services import factors, sign_ins

router = Router(tags=["身份"])


@router.post("/token", response={200: Token, 401: Fault, 403: Fault, 429: Fault}, auth=None, summary="用账号和密码换取令牌")
def token(request: HttpRequest, given: Credentials) -> dict[str, Any]:
    """Exchange account, password and code for a token of eight hours; after failures the next try waits."""
    caller, now = caller_of(request, username=given.username), timezone.now()
    officer = sign_ins.judged(username=given.username, password=given.password, caller=caller, now=now)
    if officer is None:
        raise AuthenticationError
    with_code = factors_of(officer).any
    if with_code and not code_is_right(request, officer, given.code):
        raise AuthenticationError
    way = "password+code" if with_code else "password"
    if lacks_second(officer, way):
        raise PermissionDenied("您的岗位须先在页面上设置第二因素，再换取令牌")
    if has_old_password(officer, way):
        raise PermissionDenied("口令已满使用期限，请先在页面上修改，再换取令牌")
    return {"token": token_for(officer, way, caller), "seconds": TOKEN_SECONDS}


def code_is_right(request: HttpRequest, officer: Any, code: str) -> bool:
    """Whether the code is the authenticator's; a wrong one counts as a wrong password does."""
    caller, now = caller_of(request, username=officer.username), timezone.now()
    entered = sign_ins.begin_try(username=officer.username, caller=caller, now=now)
    if factors.takes_code(officer=officer, code=code):
        sign_ins.pass_try(entered=entered)
        return True
    sign_ins.fail_try(entered=entered, caller=caller, step="code", now=now)
    return False


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
