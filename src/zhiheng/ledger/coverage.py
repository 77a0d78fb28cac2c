"""Which tables the trace covers: every table of every room, but what a room declares that it leaves out, each with its reason.

A room says so in its app config: `trace_leaves_out = {"Shelf": "只用于加锁"}` for a table, `{"Officer.last_login": "…"}` for a column;
`trace_binds_apart = {"Position": "zhiheng.tracking.selectors.bound_positions.compare"}` for a table that rows of another one bind;
`trace_binds_since = {"SearchText": "0003_bound_search_texts"}` for a table that is covered only once that migration has passed;
`trace_binds_in_part = "zhiheng.tracking.selectors.bound_positions.covered_in_part"` for words on what of such a table is not bound.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import connection, models
from django.db.migrations.recorder import MigrationRecorder
from django.utils.module_loading import import_string

from zhiheng.ledger.core.rows import shape_of

OTHERS = {
    "auth.Permission": "框架自带的名录，由程序生成，本系统的权限不看它",
    "auth.Group": "框架自带的表，本系统不用",
    "auth.Group_permissions": "框架自带的表，本系统不用",
    "contenttypes.ContentType": "框架自带的名录，由程序生成",
    "sessions.Session": "框架自带的表，本系统的会话在机关与人员中",
}
"""Tables of libraries that no room owns."""
UPGRADE = "数据库还没有升级到本程序，升级之后才登记和核对"


@dataclass(frozen=True)
class Covered:
    """A table whose rows the trace binds; columns: those that are digested, in the order of their names; shape: their identifier."""

    model: type[models.Model]
    room: str
    table: str
    title: str
    key: str
    columns: tuple[str, ...]
    whole: bool
    shape: str


@cache
def covered() -> dict[str, Covered]:
    """Every covered table by its name."""
    left = {**left_out(), **bound_apart()}
    return {
        meta_of(model).db_table: _covered(model, left)
        for model in apps.get_models(include_auto_created=True)
        if meta_of(model).managed and meta_of(model).label not in left
    }


def _covered(model: type[models.Model], left: dict[str, str]) -> Covered:
    meta = meta_of(model)
    fields = [field for field in meta.concrete_fields if f"{meta.label}.{field.name}" not in left]
    columns = tuple(sorted(str(field.column) for field in fields))
    title = f"{meta.app_config.verbose_name}·{meta.object_name}"
    whole = len(fields) == len(meta.concrete_fields)
    return Covered(model, meta.app_label, meta.db_table, title, str(meta.pk.column), columns, whole, shape_of(meta.db_table, columns))


@cache
def left_out() -> dict[str, str]:
    """Tables (`records.Shelf`) and columns (`registry.Officer.last_login`) that the trace leaves out, each with the reason."""
    return {**OTHERS, **dict(_declared())}


@cache
def bound_apart() -> dict[str, str]:
    """Tables (`tracking.Position`) that rows of another table bind, each with the function that compares them (`core.apart.Compare`)."""
    apart: Iterator[tuple[str, dict[str, str]]] = ((one.label, getattr(one, "trace_binds_apart", {})) for one in apps.get_app_configs())
    return {f"{label}.{name}": place for label, told in apart for name, place in told.items()}


@cache
def bound_since() -> dict[str, tuple[str, str]]:
    """Tables (`dossier.SearchText`) that earlier programs did not bind, each with the migration after which they are bound."""
    since: Iterator[tuple[str, dict[str, str]]] = ((one.label, getattr(one, "trace_binds_since", {})) for one in apps.get_app_configs())
    return {f"{label}.{name}": (label, migration) for label, told in since for name, migration in told.items()}


def unbound_yet() -> dict[str, str]:
    """Of a database that is only read, as an earlier program left it: the tables that it did not bind, with the reason."""
    if not settings.READ_ONLY:
        return {}
    passed = MigrationRecorder(connection).applied_migrations()
    return dict.fromkeys((label for label, migration in bound_since().items() if migration not in passed), UPGRADE)


def covered_in_part() -> dict[str, str]:
    """Of tables that rows of another one bind: what of them is not bound, or not from the beginning, where that is so now."""
    places = ((config.label, getattr(config, "trace_binds_in_part", "")) for config in apps.get_app_configs())
    words = {f"{label}（部分）": str(import_string(place)()) for label, place in places if place}
    return {name: told for name, told in words.items() if told}


def _declared() -> Iterator[tuple[str, str]]:
    for config in apps.get_app_configs():
        told: dict[str, str] = getattr(config, "trace_leaves_out", {})
        yield from ((f"{config.label}.{name}", reason) for name, reason in told.items())


def meta_of(model: type[models.Model]) -> Any:
    """What Django knows of a table."""
    return model._meta  # noqa: SLF001 - Django documents it


def all_of(one: Covered) -> Any:
    """Every row of the table, whoever looks."""
    return one.model._base_manager  # noqa: SLF001 - Django documents it


def spelt(one: Covered, key: str) -> str:
    """The key as every database spells it."""
    return str(meta_of(one.model).pk.to_python(key))


def names_of(one: Covered) -> dict[str, str]:
    """Name of the attribute by column."""
    return {str(field.column): str(field.attname) for field in meta_of(one.model).concrete_fields}


def rows_of(one: Covered, keys: list[str], columns: tuple[str, ...]) -> dict[str, tuple[Any, ...]]:
    """Values of the rows with these keys, as text, in the order of the columns."""
    asked = _asked(one.table, columns, connection.vendor)
    prepared = [asked.key.get_db_prep_value(asked.key.to_python(key), connection) for key in keys]
    with connection.cursor() as cursor:
        cursor.execute(f"{asked.sql} IN ({', '.join(['%s'] * len(prepared))})", prepared)
        found = [_read(row, asked) for row in cursor.fetchall()]
    return {str(key): tuple(values) for key, *values in found}


@dataclass(frozen=True)
class _Asked:
    """Reading rows by their keys: the statement up to the keys, made once; readers: place of a column -> what Django makes of its value."""

    sql: str
    key: Any
    readers: dict[int, tuple[list[Any], Any]]


@cache
def _asked(table: str, columns: tuple[str, ...], vendor: str) -> _Asked:  # noqa: ARG001 - each database has readers of its own
    one = covered()[table]
    names, key = names_of(one), meta_of(one.model).pk
    query = all_of(one).order_by().values_list("pk", *(names[column] for column in columns)).query
    compiler = query.get_compiler(connection=connection)
    sql, given = compiler.as_sql()
    if given:
        raise ValueError(f"rows of {table} cannot be read by their keys alone")
    quote = connection.ops.quote_name
    return _Asked(f"{sql} WHERE {quote(table)}.{quote(one.key)}", key, compiler.get_converters([part[0] for part in compiler.select]))


def _read(row: Sequence[Any], asked: _Asked) -> list[Any]:
    """The row's values as Django gives them."""
    values = list(row)
    for place, (convert, expression) in asked.readers.items():
        for reader in convert:
            values[place] = reader(values[place], expression, connection)
    return values
