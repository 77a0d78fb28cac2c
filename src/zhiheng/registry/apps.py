"""Organs, officers, posts and rights."""

from django.apps import AppConfig


class RegistryConfig(AppConfig):
    """Organs and officers."""

    name = "zhiheng.registry"
    label = "registry"
    verbose_name = "机关与人员"
    default_auto_field = "django.db.models.BigAutoField"
