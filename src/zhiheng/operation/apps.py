"""Keeping an installation running for years: backups, health, retention."""

from django.apps import AppConfig


class OperationConfig(AppConfig):
    """Operation."""

    name = "zhiheng.operation"
    label = "operation"
    verbose_name = "运行维护"
    default_auto_field = "django.db.models.BigAutoField"
