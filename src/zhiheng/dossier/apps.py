"""Documents of a case: drawn up, numbered, kept."""

from typing import ClassVar

from django.apps import AppConfig


class DossierConfig(AppConfig):
    """Dossiers and their documents."""

    name = "zhiheng.dossier"
    label = "dossier"
    verbose_name = "卷宗"
    default_auto_field = "django.db.models.BigAutoField"
    trace_files = "zhiheng.dossier.selectors.kept.kept_files"
    trace_binds_apart: ClassVar[dict[str, str]] = {"SearchPair": "zhiheng.dossier.selectors.derived.compare_pairs"}
    trace_binds_since: ClassVar[dict[str, str]] = {"SearchText": "0003_bound_search_texts"}
