"""Intake of files: quality, receipts, corrections."""

from django.apps import AppConfig


class ExchangeConfig(AppConfig):
    """Exchange of records between organs and the hub."""

    name = "zhiheng.exchange"
    label = "exchange"
    verbose_name = "数据交换"
    default_auto_field = "django.db.models.BigAutoField"
    trace_files = "zhiheng.exchange.packages.selectors.kept_files"

    def ready(self) -> None:
        """Name what writes the outbox in the transaction of an act: the room of cases stands below this one."""
        from zhiheng.exchange.peers.services.queueing import queue_case
        from zhiheng.procedure.services.telling import tell_with

        tell_with(queue_case)
