"""The trace: an append-only list of acts with proofs."""

import time

from django.apps import AppConfig
from django.conf import settings
from django.utils import timezone

from zhiheng.ledger.core.standing import Standing


class LedgerConfig(AppConfig):
    """The trace of every act."""

    name = "zhiheng.ledger"
    label = "ledger"
    verbose_name = "留痕"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """In a demonstration every `now` and every `today` of the program is its own day's."""
        if settings.DEMONSTRATION:
            stand(settings.DEMONSTRATION)


def stand(clock: Standing) -> None:
    """Ask the demonstration's clock instead of the machine's, wherever Django's is asked."""
    settings.DEMONSTRATION = clock
    timezone.now = clock.clock(time.time)
