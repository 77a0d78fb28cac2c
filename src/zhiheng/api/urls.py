"""Addresses of the interface; each carries the rights of its operations, as the views of pages do."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, ClassVar

from django.http import HttpRequest, JsonResponse
from django.urls import URLPattern, re_path
from django.views.decorators.csrf import csrf_exempt
from ninja import NinjaAPI, Router
from ninja.renderers import JSONRenderer

from zhiheng.api import errors
from zhiheng.api.access import PUBLIC
from zhiheng.api.routes import exchange, handling, identity, judgments, law, ledger, oversight, packages, peers, procedure, tracking, work

ROUTERS: tuple[Router, ...] = (
    identity.router,
    exchange.router,
    packages.router,
    peers.router,
    oversight.router,
    procedure.router,
    law.router,
    work.router,
    ledger.router,
    tracking.router,
    judgments.router,
    handling.router,
)
DESCRIPTION = (
    "刑事执行协同与法律监督：数据交换、线索、案件、指标。以页面会话或 Bearer 令牌调用；错误一律为 {thing, place, reason, remedy}。"
)


class Utf8(JSONRenderer):
    """JSON in which Chinese stands as it is."""

    json_dumps_params: ClassVar[dict[str, Any]] = {"ensure_ascii": False}


def made() -> NinjaAPI:
    """The interface; its description is at openapi.json, without a page that would load from elsewhere."""
    api = NinjaAPI(title="制衡", version="1", description=DESCRIPTION, docs_url=None, urls_namespace="api", renderer=Utf8())
    errors.install(api)
    errors.install_waits(api)
    errors.install_gate(api)
    for router in ROUTERS:
        api.add_router("", router)
    return api


def declared() -> dict[str, str]:
    """Route → rights of all its operations, separated by blanks; empty where one of them declares none."""
    found: dict[str, str] = {}
    for router in ROUTERS:
        for place, view in router.path_operations.items():
            rights = [right_of(operation) for operation in view.operations]
            found[place.lstrip("/").replace("{", "<").replace("}", ">")] = " ".join(sorted(set(rights))) if all(rights) else ""
    return found


def right_of(operation: Any) -> str:
    """The right an operation declares by its `auth`, or on its function where it is public."""
    for one in operation.auth_callbacks:
        if right := getattr(one, "right", ""):
            return str(right)
    return str(getattr(operation.view_func, "right", ""))


def with_rights(patterns: list[Any]) -> Iterator[URLPattern]:
    """The interface's own addresses, each view with its right; the description and the bare root are public."""
    rights = {**declared(), "openapi.json": PUBLIC, "": PUBLIC}
    for pattern in patterns:
        pattern.callback.right = rights.get(str(pattern.pattern), "")
        yield pattern


@csrf_exempt
def nothing_here(request: HttpRequest, **_parts: object) -> JsonResponse:
    """An address that is not of the interface, answered in its form, whatever is sent to it."""
    return JsonResponse(errors.missing_body(request.path), status=404, json_dumps_params={"ensure_ascii": False})


nothing_here.right = PUBLIC  # type: ignore[attr-defined]
patterns, _ninja, app_name = made().urls
urlpatterns = [*with_rights(patterns), re_path(r"^.*$", nothing_here)]
