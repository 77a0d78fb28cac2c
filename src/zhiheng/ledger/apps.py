"""The trace: an append-only list of acts with proofs."""

import time
from pathlib import Path
from typing import Any, ClassVar

from django.apps import AppConfig
from django.conf import settings
from django.db.models.signals import post_migrate
from django.utils import timezone

from zhiheng.ledger.core import at_rest, clear
from zhiheng.ledger.core.data_keys import demand_outside
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
        encipher_as_set()
        if settings.DEMONSTRATION:
            stand(settings.DEMONSTRATION)


def encipher_as_set() -> None:
    """Encipher what is written from now on where the settings name a key; refused where the key or its surroundings protect nothing."""
    key, copies = settings.DATA_KEY, settings.DATA_CLEAR
    at_rest.use(Path(key) if key else None)
    clear.use(Path(copies) if key else None)
    if key:
        demand_outside(Path(key), Path(settings.HOME))
        clear.make_place(Path(copies))


def watch(*, using: str, plan: list[Any] | None = None, **_more: Any) -> None:
    """After migrating: make the triggers, and bind the rows that migrations wrote."""
    from zhiheng.ledger.services.migrated import after_migrating

    after_migrating(using, plan or [])


def stand(clock: Standing) -> None:
    """Ask the demonstration's clock instead of the machine's, wherever Django's is asked."""
    settings.DEMONSTRATION = clock
    timezone.now = clock.clock(time.time)
