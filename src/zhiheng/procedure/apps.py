"""Cases that move between organs on statutory clocks."""

from django.apps import AppConfig


class ProcedureConfig(AppConfig):
    """Procedures, cases and their events."""

    name = "zhiheng.procedure"
    label = "procedure"
    verbose_name = "办案流程"
    default_auto_field = "django.db.models.BigAutoField"
