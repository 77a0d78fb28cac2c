"""The persons concerned: who is held to be one person, on what evidence, and who decided it."""

from django.apps import AppConfig


class SubjectsConfig(AppConfig):
    """The persons concerned."""

    name = "zhiheng.subjects"
    label = "subjects"
    verbose_name = "人员"
    default_auto_field = "django.db.models.BigAutoField"
