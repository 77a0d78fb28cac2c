"""A clue's life: found, assigned, verified or refuted, made into a document, brought to a result."""

from django.apps import AppConfig


class OversightConfig(AppConfig):
    """Runs of models, clues and what became of them."""

    name = "zhiheng.oversight"
    label = "oversight"
    verbose_name = "法律监督"
    default_auto_field = "django.db.models.BigAutoField"
