"""The web room: pages only, no tables."""

from __future__ import annotations

from django.apps import AppConfig


class WebConfig(AppConfig):
    """Pages of officers."""

    name = "zhiheng.web"
    label = "web"
    verbose_name = "页面"
