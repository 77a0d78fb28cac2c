"""Documents of a case: drawn up, numbered, kept."""

from django.apps import AppConfig


class DossierConfig(AppConfig):
    """Dossiers and their documents."""

    name = "zhiheng.dossier"
    label = "dossier"
    verbose_name = "卷宗"
    default_auto_field = "django.db.models.BigAutoField"
