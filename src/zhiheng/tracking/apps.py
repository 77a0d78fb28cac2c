"""Positions taken in under orders, fences, alarms."""

from typing import ClassVar

from django.apps import AppConfig


class TrackingConfig(AppConfig):
    """Orders, devices, positions, alarms."""

    name = "zhiheng.tracking"
    label = "tracking"
    verbose_name = "定位监管"
    default_auto_field = "django.db.models.BigAutoField"
    trace_files = "zhiheng.tracking.selectors.bounds.kept_files"
    trace_leaves_out: ClassVar[dict[str, str]] = {
        "Position": "数量极大、期满删除；每次接收的位置摘要记在接收记录里并由留痕登记",
        "Watch": "由位置和围栏推算，可以重新推算",
        "Followed": "只记读到主题库的哪一批",
    }
