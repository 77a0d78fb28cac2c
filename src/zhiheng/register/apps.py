"""Ledgers (台账) and stocks that the platform itself keeps."""

from django.apps import AppConfig


class RegisterConfig(AppConfig):
    """Registers, their entries and acts, counts and closings."""

    name = "zhiheng.register"
    label = "register"
    verbose_name = "台账"
    default_auto_field = "django.db.models.BigAutoField"
