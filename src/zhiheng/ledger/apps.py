"""The trace: an append-only list of acts with proofs."""

from django.apps import AppConfig


class LedgerConfig(AppConfig):
    """The trace of every act."""

    name = "zhiheng.ledger"
    label = "ledger"
    verbose_name = "留痕"
    default_auto_field = "django.db.models.BigAutoField"
