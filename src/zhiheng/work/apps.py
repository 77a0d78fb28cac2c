"""Duties, ratings, and what joins cases with ledgers."""

from django.apps import AppConfig


class WorkConfig(AppConfig):
    """Duties that are owed, sheets that were rated."""

    name = "zhiheng.work"
    label = "work"
    verbose_name = "履职与评定"
    default_auto_field = "django.db.models.BigAutoField"
