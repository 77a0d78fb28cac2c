"""The person's own pages: the next thing, decisions with why and article, learning, what is kept of them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import Http404, HttpRequest, HttpResponseBase
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from zhiheng.portal.selectors import part_for, receipts_of
from zhiheng.web.portal.visiting import for_own, page, viewer
from zhiheng.web.rights import PUBLIC, requires

PAGES: Mapping[str, tuple[Any, tuple[str, ...]]] = {
    "term": (_("我的期限"), ("term", "tag")),
    "decisions": (_("我的决定"), ("decisions", "sanctions", "proposal")),
    "study": (_("学习和公益"), ("study", "psych")),
    "points": (_("计分和奖励"), ("points", "account", "property")),
    "health": (_("病情复查"), ("health",)),
    "data": (_("我的信息"), ("contact", "positions", "risk_band", "risk_definition", "check_hit", "reads", "sealed", "property")),
}
"""Page → its title and the items of the matrix that stand on it."""


@requires(PUBLIC)
@require_GET
@for_own
def me(request: HttpRequest) -> HttpResponseBase:
    """The next thing to do and by when, what was asked for, progress of the term."""
    visitor, now = viewer(request), timezone.now()
    parts = {name: part_for(visitor, name, now) for name in ("next", "term", "applications")}
    lines = list(parts["next"].lines) if parts["next"] else []
    first = next((one for one in lines if one.act), lines[0] if lines else None)
    told = {"first": first, "rest": [one for one in lines if one is not first], "parts": parts, "pages": PAGES.items()}
    return page(request, "me", told, items=[name for name, part in parts.items() if part])


@requires(PUBLIC)
@require_GET
@for_own
def part(request: HttpRequest, name: str) -> HttpResponseBase:
    """One page of the person's own: items of the matrix as they are shown to the person."""
    if name not in PAGES:
        raise Http404
    title, items = PAGES[name]
    visitor, now = viewer(request), timezone.now()
    parts = [found for item in items if (found := part_for(visitor, item, now)) is not None]
    told = {"title": title, "parts": parts, "name": name, "receipts": receipts_of(visitor) if name == "data" else []}
    return page(request, "part", told, items=[one.item for one in parts])
