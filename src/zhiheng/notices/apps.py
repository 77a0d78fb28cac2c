"""Choices of officers, addresses of organs' systems, notices on their way."""

from typing import ClassVar

from django.apps import AppConfig


class NoticesConfig(AppConfig):
    """Notices by e-mail and signed to organs' systems."""

    name = "zhiheng.notices"
    label = "notices"
    verbose_name = "通知发送"
    default_auto_field = "django.db.models.BigAutoField"
    trace_leaves_out: ClassVar[dict[str, str]] = {
        "Outbound": "待发和已发的通知，每次发送、失败和重发各有一条留痕，发出三十日后清理",
        "ViewMark": "关注的视图已数到哪里，随看随改",
    }
