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
    trace_binds_apart: ClassVar[dict[str, str]] = {"Position": "zhiheng.tracking.selectors.bound_positions.compare"}
    trace_binds_in_part = "zhiheng.tracking.selectors.bound_positions.covered_in_part"
    trace_leaves_out: ClassVar[dict[str, str]] = {
        "Position.verdict": "由位置推算，迟到的位置来了就重新推算",
        "Watch": "由位置和围栏推算，可以重新推算",
        "Followed": "只记读到主题库的哪一批",
    }
