"""Intake of files: quality, receipts, corrections."""

from datetime import datetime
from typing import Any, ClassVar

from django.apps import AppConfig


class ExchangeConfig(AppConfig):
    """Exchange of records between organs and the hub."""

    name = "zhiheng.exchange"
    label = "exchange"
    verbose_name = "数据交换"
    default_auto_field = "django.db.models.BigAutoField"
    trace_leaves_out: ClassVar[dict[str, str]] = {"AskedOnce": "答过的查询的记号，防止被他人重放，过时即清"}
    trace_files = "zhiheng.exchange.packages.selectors.kept_files"

    def ready(self) -> None:
        """Name what writes the outbox in the transaction of an act: the room of cases stands below this one."""
        from zhiheng.procedure.above import tell_with

        tell_with(queue_case)


def queue_case(case: Any, now: datetime) -> object:
    """Put what goes to other installations into the outbox; what does so is read in only when a case moves."""
    from zhiheng.exchange.peers.services import queueing

    return queueing.queue_case(case, now)
