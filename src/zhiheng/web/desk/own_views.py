"""视图: a list as an officer wants it again, with its filters, order, columns and density; watched ones say what is new."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import Resolver404, resolve
from django.utils import timezone
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from zhiheng.registry.selectors import actor_of
from zhiheng.schema.errors import UnusableInputError
from zhiheng.web.cases import cases
from zhiheng.web.clues import clues
from zhiheng.web.rights import SIGNED_IN, requires
from zhiheng.work.selectors.own_views import views_kept_by
from zhiheng.work.services.own_views import drop_view, save_view

MOST_QUERY = 2000
NOT_KEPT = ("page", "format")

Rows = Callable[[Any, QueryDict], Any]


@dataclass(frozen=True)
class Watched:
    """A list that may be watched: its rows under an address's filters, and the column that says when a row came."""

    rows: Rows
    came: str


def tried(rows: Rows) -> Rows:
    """The same rows; None where the filters kept are no longer understood."""

    def or_none(viewer: Any, asked: QueryDict) -> Any:
        try:
            return rows(viewer, asked)
        except BadRequest:
            return None

    return or_none


WATCHED: Mapping[str, Watched] = {
    "/clues/": Watched(tried(clues.rows_asked), "found_at"),
    "/cases/": Watched(tried(cases.rows_asked), "opened_at"),
}


@requires(SIGNED_IN)
@require_POST
def save(request: HttpRequest) -> HttpResponse:
    """Keep the list one stands on under a title."""
    page, query = request.POST.get("view-page", ""), request.POST.get("view-query", "")
    if not is_list(page) or len(query) > MOST_QUERY:
        raise BadRequest(_("视图的地址不能识别"))
    watched = "view-watched" in request.POST and page in WATCHED
    try:
        save_view(
            actor=actor_of(request.user, "web"), now=timezone.now(), page=page, title=request.POST.get("view-title", ""),
            query=kept_of(query), watched=watched,
        )  # fmt: skip
        messages.success(request, _("已保存视图。"))
    except UnusableInputError as refusal:
        messages.error(request, f"{refusal.thing}：{refusal.reason}，{refusal.remedy}。")
    return redirect(f"{page}?{query}" if query else page)


@requires(SIGNED_IN)
@require_POST
def drop(request: HttpRequest, view_id: int) -> HttpResponse:
    """Remove one of one's own."""
    view = views_kept_by(request.user).filter(pk=view_id).first()
    if view and drop_view(actor=actor_of(request.user, "web"), now=timezone.now(), view_id=view_id):
        messages.success(request, _("已删除视图“%(title)s”。") % {"title": view.title})
        return redirect(view.page)
    messages.error(request, _("没有这个视图，可能已经删除。"))
    return redirect("home")


def is_list(page: str) -> bool:
    """Whether an address is a page of this site, without a way out of it."""
    try:
        return page.startswith("/") and not page.startswith("//") and bool(resolve(page).url_name)
    except Resolver404:
        return False


def kept_of(query: str) -> str:
    """The address parameters that a view keeps."""
    asked = QueryDict(query, mutable=True)
    for name in NOT_KEPT:
        asked.pop(name, None)
    return asked.urlencode()


def own_views(request: HttpRequest) -> dict[str, Any]:
    """Template context: the officer's views of this page, whether it may be watched, how dense rows stand and which columns are hidden."""
    if not getattr(request, "user", None) or not request.user.is_authenticated:
        return {}
    hidden = [name for name in request.GET.getlist("hide") if name in COLUMN_NUMBERS]
    density = request.GET.get("density", "")
    return {
        "own_views": SimpleLazyObject(lambda: list(views_kept_by(request.user, request.path))),
        "watchable": request.path in WATCHED,
        "density": density if density in DENSITIES else "",
        "hidden_columns": hidden,
        "carried": [(name, value) for name, values in request.GET.lists() if name not in SET_HERE for value in values],
    }


MOST_COLUMNS = 16
COLUMN_NUMBERS = frozenset(map(str, range(1, MOST_COLUMNS + 1)))
DENSITIES = ("tight", "wide")
SET_HERE = frozenset({"density", "hide", "page", "format"})
