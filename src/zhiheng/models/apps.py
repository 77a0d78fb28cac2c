"""Models in force, their parameters, versions and trials."""

from django.apps import AppConfig


class ModelsConfig(AppConfig):
    """What this installation screens with, and how that changes."""

    name = "zhiheng.models"
    label = "models"
    verbose_name = "监督模型"
    default_auto_field = "django.db.models.BigAutoField"
