"""Keeping an installation running for years: backups, health, retention."""

from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class OperationConfig(AppConfig):
    """Operation."""

    name = "zhiheng.operation"
    label = "operation"
    verbose_name = "运行维护"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Bring columns that an upgrade enciphers under the key at once: a number is looked up as it now lies."""
        post_migrate.connect(encipher_columns, sender=self)


def encipher_columns(*, plan: list[Any] | None = None, **_more: Any) -> None:
    """After migrating a home whose data lie enciphered."""
    from zhiheng.ledger.core import at_rest
    from zhiheng.operation.services import enciphered_rows

    if plan and at_rest.ring():
        enciphered_rows.turn(plain=False)
