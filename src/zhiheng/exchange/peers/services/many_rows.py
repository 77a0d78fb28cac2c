"""Many rows written with one prepared statement: the model takes longer to put them into one than the database to keep them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from django.db import connection

from zhiheng.exchange.models import Incoming, Outgoing
from zhiheng.ledger.coverage import meta_of


def insert_messages(rows: Sequence[Incoming]) -> None:
    """Keep new messages of one stream, and give each row its key."""
    fields = _fields()
    values = [[field.get_db_prep_save(getattr(row, field.attname), connection) for field in fields] for row in rows]
    with connection.cursor() as cursor:
        cursor.executemany(_insert(), values)
    stream = Incoming.objects.filter(sender=rows[0].sender, receiver=rows[0].receiver, seq__in=[row.seq for row in rows])
    keys: Mapping[int, int] = dict(stream.order_by().values_list("seq", "pk"))
    for row in rows:
        row.pk, row._state.adding, row._state.db = keys[row.seq], False, connection.alias  # noqa: SLF001 - as what creates many rows sets it


def note_statements(rows: Sequence[Outgoing]) -> None:
    """Write what was signed for this try of each message."""
    with connection.cursor() as cursor:
        cursor.executemany(_statement(), [(row.statement, row.pk) for row in rows])


@cache
def _fields() -> list[Any]:
    return [field for field in meta_of(Incoming).concrete_fields if not field.primary_key]


@cache
def _insert() -> str:
    names = [str(field.column) for field in _fields()]
    quoted = ", ".join(connection.ops.quote_name(name) for name in names)
    return f"INSERT INTO {meta_of(Incoming).db_table} ({quoted}) VALUES ({', '.join(['%s'] * len(names))})"  # noqa: S608 - names of our own columns


@cache
def _statement() -> str:
    return f"UPDATE {meta_of(Outgoing).db_table} SET statement = %s WHERE id = %s"  # noqa: S608 - the same
