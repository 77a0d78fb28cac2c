"""Errors as JSON, each with thing, place, reason and remedy."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, AuthorizationError, HttpError, ValidationError

from zhiheng.api.strangers import note_stranger
from zhiheng.law.errors import Refused
from zhiheng.registry.gate import PurposeNeededError
from zhiheng.registry.services.sign_ins import HeldBackError
from zhiheng.schema.errors import UnusableInputError

HELD = 429
BAD_REQUEST = 400

REASONS = {
    "missing": "缺少",
    "int_parsing": "应为整数",
    "bool_parsing": "应为 true 或 false",
    "less_than_equal": "超过上限",
    "greater_than_equal": "低于下限",
    "json_invalid": "不是 JSON",
    "string_type": "应为文字",
    "string_too_long": "太长",
    "string_pattern_mismatch": "含有不能用的字符",
}


def error_body(thing: str, place: str, reason: str, remedy: str) -> dict[str, str]:
    """The body of an error."""
    return {"thing": thing, "place": place, "reason": reason, "remedy": remedy}


def missing_body(place: str) -> dict[str, str]:
    """What is said of an address or a record that is not there for the caller."""
    return error_body("地址或记录", place, "没有，或者不在您的查看范围内", "请核对地址，或向本单位管理员申请权限")


def demand_known(place: str, value: str, known: Iterable[str]) -> None:
    """Refuse a filter's value that is none: the whole list in its place would mislead."""
    if value and value not in (names := list(known)):
        offered = "、".join(map(str, names[:12])) or "无"
        raise UnusableInputError("请求参数", place, f"没有“{value[:40]}”这个值", f"可用的值：{offered}；不筛选请不要写这个参数")


def refusal_body(error: Refused | UnusableInputError) -> dict[str, str]:
    """What is said of input nobody can use; of a law's refusal the place is its code."""
    if isinstance(error, Refused):
        return error_body("法律规则", error.code, error.message, error.remedy)
    return error_body(error.thing, error.place, error.reason, error.remedy)


def install_gate(api: NinjaAPI) -> None:
    """Answer in this form where a purpose is needed."""

    @api.exception_handler(PurposeNeededError)
    def closed(request: HttpRequest, _error: PurposeNeededError) -> HttpResponse:
        remedy = "请在 Zhiheng-Purpose 标头或 purpose 参数中写明用途，不少于十个字，并以可以查阅的岗位调用"
        return api.create_response(request, error_body("查阅用途", request.path, "没有写明用途", remedy), status=403)


def install(api: NinjaAPI) -> None:
    """Answer every foreseeable error in this form."""

    def answer(request: HttpRequest, status: int, body: dict[str, Any]) -> HttpResponse:
        return api.create_response(request, body, status=status)

    @api.exception_handler(Refused)
    @api.exception_handler(UnusableInputError)
    def unusable(request: HttpRequest, error: Refused | UnusableInputError) -> HttpResponse:
        return answer(request, 422, refusal_body(error))

    @api.exception_handler(Http404)
    def missing(request: HttpRequest, _error: Http404) -> HttpResponse:
        return answer(request, 404, missing_body(request.path))

    @api.exception_handler(AuthenticationError)
    def stranger(request: HttpRequest, error: AuthenticationError) -> HttpResponse:
        note_stranger(request, error)
        return answer(
            request, 401, error_body("身份", request.path, "没有登录，或令牌已失效", "请重新登录，或用 POST /api/v1/token 换取新令牌")
        )

    @api.exception_handler(AuthorizationError)
    @api.exception_handler(PermissionDenied)
    def denied(request: HttpRequest, error: Exception) -> HttpResponse:
        return answer(request, 403, error_body("权限", request.path, str(error) or "没有这一步的权限", "请由有权的人员办理"))

    @api.exception_handler(ValidationError)
    def malformed(request: HttpRequest, error: ValidationError) -> HttpResponse:
        places = "、".join(".".join(str(part) for part in one["loc"][1:]) for one in error.errors)
        reasons = "；".join(dict.fromkeys(REASONS.get(one["type"], "格式不对") for one in error.errors))
        return answer(request, 422, error_body("请求参数", places, reasons, "请按 /api/v1/openapi.json 的说明改正"))

    @api.exception_handler(HttpError)
    def refused(request: HttpRequest, error: HttpError) -> HttpResponse:
        reason = REASONS["json_invalid"] if error.status_code == BAD_REQUEST else str(error)
        return answer(request, error.status_code, error_body("请求", request.path, reason, "请按 /api/v1/openapi.json 的说明改正"))


def install_waits(api: NinjaAPI) -> None:
    """Tell who must wait after failed sign-ins for how long, in the header made for it too."""

    @api.exception_handler(HeldBackError)
    def held(request: HttpRequest, error: HeldBackError) -> HttpResponse:
        response = api.create_response(request, refusal_body(error), status=HELD)
        response["Retry-After"] = str(error.seconds)
        return response
