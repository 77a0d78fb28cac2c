"""What someone with the database's password could do past the program: no trigger of the program's own connection sees it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection

from zhiheng.ledger.capture import watch_connection


@contextmanager
def triggers_off() -> Iterator[None]:
    """Within, the connection is that of an owner of the database who has switched its triggers off."""
    if connection.vendor == "sqlite":
        connection.unwatch()
    else:
        with connection.cursor() as cursor:
            cursor.execute("SET session_replication_role = replica")
    yield
    if connection.vendor == "sqlite":
        connection.watched = watch_connection(connection)
    else:
        with connection.cursor() as cursor:
            cursor.execute("SET session_replication_role = origin")


def past_the_program(*statements: str | tuple[str, list[object]]) -> None:
    """Run the statements with the triggers off."""
    with triggers_off(), connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(*((statement,) if isinstance(statement, str) else statement))
