"""The trace: an append-only list of acts with proofs."""

import time
from typing import Any, ClassVar

from django.apps import AppConfig
from django.conf import settings
from django.db.models.signals import post_migrate
from django.utils import timezone

from zhiheng.ledger.core.standing import Standing


class LedgerConfig(AppConfig):
    """The trace of every act."""

    name = "zhiheng.ledger"
    label = "ledger"
    verbose_name = "留痕"
    default_auto_field = "django.db.models.BigAutoField"
    trace_leaves_out: ClassVar[dict[str, str]] = {
        "Entry": "留痕本身：逐条重算并与树、检查点核对",
        "Head": "账首：与重算的树核对",
        "Shape": "编号即内容的摘要，用到时核对",
        "ProgramVersion": "程序打开数据库时自记，供升级判断",
    }

    def ready(self) -> None:
        """Watch the tables once they are made; in a demonstration every `now` and every `today` of the program is its own day's."""
        post_migrate.connect(watch, sender=self)
        if settings.DEMONSTRATION:
            stand(settings.DEMONSTRATION)


def watch(*, using: str, plan: list[Any] | None = None, **_more: Any) -> None:
    """After migrating: make the triggers, and bind the rows that migrations wrote."""
    from zhiheng.ledger.services.migrated import after_migrating

    after_migrating(using, plan or [])


def stand(clock: Standing) -> None:
    """Ask the demonstration's clock instead of the machine's, wherever Django's is asked."""
    settings.DEMONSTRATION = clock
    timezone.now = clock.clock(time.time)
