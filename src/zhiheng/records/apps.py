"""The theme library: immutable batches, snapshots, point-in-time reads."""

from typing import ClassVar

from django.apps import AppConfig


class RecordsConfig(AppConfig):
    """The theme library."""

    name = "zhiheng.records"
    label = "records"
    verbose_name = "数据主题库"
    default_auto_field = "django.db.models.BigAutoField"
    trace_leaves_out: ClassVar[dict[str, str]] = {
        "Shelf": "只用于加锁，没有内容",
        "BatchNumber": "只用于取号，没有内容",
    }
