"""The web room: pages only, no tables."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.apps import AppConfig


class WebConfig(AppConfig):
    """Pages of officers."""

    name = "zhiheng.web"
    label = "web"
    verbose_name = "页面"

    def ready(self) -> None:
        """Name what finds officers' notices and counts their views: the worker sends them, the bell and the lists are of this room."""
        from zhiheng.notices.sources import count_with, find_with

        find_with(told_of)
        count_with(counted_view)


def told_of(viewer: Any, since: datetime, now: datetime) -> Iterable[Any]:
    """What came for an officer; the pages are read in only when asked."""
    from zhiheng.web.desk import notices

    return notices.told_of(viewer, since, now)


def counted_view(viewer: Any, view: Any) -> Any:
    """How a watched view stands."""
    from zhiheng.web.desk import notices

    return notices.counted_view(viewer, view)
