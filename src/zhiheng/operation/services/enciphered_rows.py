"""Columns of the database that lie enciphered: found in every table that has some, and brought under the present key."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import nullcontext
from typing import Any

from django.apps import apps
from django.db import ProgrammingError, connection, models, transaction

from zhiheng.ledger.at_rest_fields import PARTLY, fields_of
from zhiheng.ledger.core import at_rest_text
from zhiheng.ledger.protection import written_anew
from zhiheng.schema.errors import UnusableInputError

AT_ONCE = 500


def turn(*, plain: bool) -> int:
    """Write the rows anew that do not lie as they should, a few at a time, each time with its entry; returns how many."""
    count = 0
    _leave_nothing_behind("PRAGMA secure_delete = ON")
    with at_rest_text.plain() if plain else nullcontext():
        for model in _models():
            for keys in _others(model, wanted_plain=plain):
                count += _turned(model, keys)
    _leave_nothing_behind("VACUUM", "PRAGMA wal_checkpoint(TRUNCATE)")
    return count


def _leave_nothing_behind(*commands: str) -> None:
    """In SQLite, keep no former values in its file; in PostgreSQL they go with its own VACUUM.

    Overwriting what is deleted is not enough: where pages are balanced, pieces of former cells stay between the present ones. VACUUM
    writes the whole file anew, for which other writers wait.
    """
    if connection.vendor == "sqlite" and not connection.in_atomic_block:
        with connection.cursor() as cursor:
            for command in commands:
                cursor.execute(command)


def count_other() -> int:
    """How many rows do not lie as they should."""
    return sum(len(keys) for model in _models() for keys in _others(model, wanted_plain=False))


def numbers_used() -> set[bytes]:
    """Numbers of the data keys under which some column lies."""
    return {at_rest_text.number_used(text) for model in _models() for _, *texts in _raw_rows(model) for text in texts} - {b""}


def _turned(model: type[models.Model], keys: list[Any]) -> int:
    names = [one.attname for one in fields_of(model)]
    table = model._meta.db_table  # noqa: SLF001 - Django's own word
    try:
        with transaction.atomic(), written_anew(connection, table):
            rows = list(model._default_manager.select_for_update().filter(pk__in=keys).order_by("pk"))  # noqa: SLF001
            model._default_manager.bulk_update(rows, names)  # noqa: SLF001
    except ProgrammingError as error:
        remedy = "请以数据库表的所有者运行 zhiheng storage encipher"
        raise UnusableInputError("加密存放", table, "该表只能追加，本账号不能改写已有的行", remedy) from error
    return len(rows)


def _others(model: type[models.Model], *, wanted_plain: bool) -> Iterator[list[Any]]:
    """Keys of rows that do not lie as they should, some at a time."""
    found: list[Any] = []
    judges = [at_rest_text.is_covered if isinstance(one, PARTLY) else at_rest_text.is_current for one in fields_of(model)]
    for key, *texts in _raw_rows(model):
        if all(judge(text, wanted_plain=wanted_plain) for judge, text in zip(judges, texts, strict=True)):
            continue
        found.append(key)
        if len(found) == AT_ONCE:
            yield found
            found = []
    if found:
        yield found


def _raw_rows(model: type[models.Model]) -> Iterator[tuple[Any, ...]]:
    """Key and enciphered columns of every row as the database has them; a JSON text without its quotes."""
    told, quote = model._meta, connection.ops.quote_name  # noqa: SLF001 - Django's own word
    columns = ", ".join(f"coalesce(cast({quote(str(one.column))} as text), '')" for one in fields_of(model))
    key, last = quote(str(told.pk.column)), None
    while True:
        after = "" if last is None else f" where {key} > %s"
        sql = f"select {key}, {columns} from {quote(told.db_table)}{after} order by {key} limit {AT_ONCE}"  # noqa: S608 - names of our own
        with connection.cursor() as cursor:
            cursor.execute(sql, [] if last is None else [last])
            rows = cursor.fetchall()
        for row in rows:
            yield row[0], *("" if one == "null" else one.removeprefix('"').removesuffix('"') for one in row[1:])
        if len(rows) < AT_ONCE:
            return
        last = rows[-1][0]


def _models() -> list[type[models.Model]]:
    return [model for model in apps.get_models() if any(fields_of(model))]
