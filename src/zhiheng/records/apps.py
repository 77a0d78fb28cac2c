"""The theme library: immutable batches, snapshots, point-in-time reads."""

from django.apps import AppConfig


class RecordsConfig(AppConfig):
    """The theme library."""

    name = "zhiheng.records"
    label = "records"
    verbose_name = "数据主题库"
    default_auto_field = "django.db.models.BigAutoField"
