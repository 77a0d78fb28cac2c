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
    trace_leaves_out: ClassVar[dict[str, str]] = {
        "SearchText": "检索用的文字，可由文书和附件重新生成",
        "SearchPair": "检索索引，可由文书和附件重新生成",
    }
