"""Which rows the present transaction has written: triggers note them, the trace binds them before the commit.

In SQLite they are triggers of the connection alone, so that nobody else's writing is ever taken for the program's. In PostgreSQL they
belong to the tables and note the transaction: the program binds only what its own wrote; what others wrote stays behind and is told.
"""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import sha256
from typing import Any

from zhiheng.ledger.coverage import Covered, covered
from zhiheng.ledger.protection import protected, protection_sql

NOTED = "ledger_touched"
Keys = dict[str, list[str]]


def watch_connection(connection: Any) -> bool:
    """Make the triggers of a connection of SQLite; False while the database is not yet in the shape of this program."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT name FROM main.sqlite_master WHERE type = 'table'")
        if not {*covered(), "ledger_entry"} <= {name for (name,) in cursor.fetchall()}:
            return False
        cursor.execute(f"CREATE TEMP TABLE IF NOT EXISTS {NOTED} (tbl TEXT NOT NULL, pk TEXT NOT NULL)")
        for one in covered().values():
            for statement in _session_triggers(one):
                cursor.execute(statement)
    return True


def unwatch_connection(connection: Any) -> None:
    """Drop the triggers of a connection of SQLite, before tables are altered."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT name FROM temp.sqlite_master WHERE type = 'trigger'")
        for (name,) in cursor.fetchall():
            cursor.execute(f'DROP TRIGGER temp."{name}"')


def _session_triggers(one: Covered) -> Iterable[str]:
    columns = "" if one.whole else f" OF {', '.join(_quoted(column) for column in one.columns)}"
    acts = {"INSERT": ["NEW"], f"UPDATE{columns}": ["OLD", "NEW"], "DELETE": ["OLD"]}
    for act, sides in acts.items():
        notes = " ".join(f"INSERT INTO {NOTED} VALUES ('{one.table}', {side}.{_quoted(one.key)});" for side in sides)  # noqa: S608 - names of our own tables
        name = f"{NOTED}_{act[:6].lower()}_{one.table}"
        yield f"CREATE TEMP TRIGGER IF NOT EXISTS {name} AFTER {act} ON main.{_quoted(one.table)} BEGIN {notes} END"


def _quoted(name: str) -> str:
    return f'"{name}"'


def watch_database(connection: Any) -> None:
    """Make the triggers of PostgreSQL, once for each shape of the database."""
    statements = [*_foundations(), *(line for one in covered().values() for line in _table_triggers(one)), *protection_sql(protected())]
    mark = sha256("\n".join(statements).encode()).hexdigest()
    with connection.cursor() as cursor:
        cursor.execute("SELECT obj_description(to_regclass(%s), 'pg_class')", [NOTED])
        if cursor.fetchone()[0] == mark:
            return
        for statement in statements:
            cursor.execute(statement)
        cursor.execute(f"COMMENT ON TABLE {NOTED} IS '{mark}'")


def _foundations() -> list[str]:
    return [
        f"""CREATE UNLOGGED TABLE IF NOT EXISTS {NOTED} (xid xid8 NOT NULL DEFAULT pg_current_xact_id(), tbl text NOT NULL,
        pk text NOT NULL, at timestamptz NOT NULL DEFAULT now(), who text NOT NULL DEFAULT session_user)""",
        f"CREATE INDEX IF NOT EXISTS {NOTED}_xid ON {NOTED} (xid)",
        f"""CREATE OR REPLACE FUNCTION ledger_touch() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
        IF TG_OP <> 'DELETE' THEN
          EXECUTE format('INSERT INTO {NOTED} (tbl, pk) SELECT %L, %I::text FROM fresh', TG_TABLE_NAME, TG_ARGV[0]);
        END IF;
        IF TG_OP <> 'INSERT' THEN
          EXECUTE format('INSERT INTO {NOTED} (tbl, pk) SELECT %L, %I::text FROM former', TG_TABLE_NAME, TG_ARGV[0]);
        END IF;
        RETURN NULL; END $$""",  # noqa: S608 - names of our own tables
        f"""CREATE OR REPLACE FUNCTION ledger_touch_row() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
        EXECUTE format('INSERT INTO {NOTED} (tbl, pk) SELECT %L, ($1).%I::text', TG_TABLE_NAME, TG_ARGV[0]) USING NEW;
        RETURN NULL; END $$""",
    ]


def _table_triggers(one: Covered) -> Iterable[str]:
    sides = {"INSERT": "NEW TABLE AS fresh", "UPDATE": "OLD TABLE AS former NEW TABLE AS fresh", "DELETE": "OLD TABLE AS former"}
    for act, tables in sides.items():
        name = f"{NOTED}_{act.lower()}"
        yield f"DROP TRIGGER IF EXISTS {name} ON {_quoted(one.table)}"
        if act == "UPDATE" and not one.whole:
            columns = ", ".join(_quoted(column) for column in one.columns)
            yield f"""CREATE TRIGGER {name} AFTER UPDATE OF {columns} ON {_quoted(one.table)} FOR EACH ROW
            EXECUTE FUNCTION ledger_touch_row('{one.key}')"""
            continue
        yield f"""CREATE TRIGGER {name} AFTER {act} ON {_quoted(one.table)} REFERENCING {tables} FOR EACH STATEMENT
        EXECUTE FUNCTION ledger_touch('{one.key}')"""


def written(connection: Any) -> Keys:
    """Keys of the rows that the present transaction has written and not yet bound, by table."""
    if not connection.watched:
        return {}
    found: Keys = {}
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT DISTINCT tbl, pk FROM {NOTED}{_own(connection)}")  # noqa: S608 - names of our own tables
        for table, key in cursor.fetchall():
            found.setdefault(table, []).append(key)
    return found


def forget(connection: Any) -> None:
    """The rows written so far are bound."""
    if connection.watched:
        with connection.cursor() as cursor:
            cursor.execute(f"DELETE FROM {NOTED}{_own(connection)}")  # noqa: S608 - names of our own tables


def _own(connection: Any) -> str:
    return " WHERE xid = pg_current_xact_id_if_assigned()" if connection.vendor == "postgresql" else ""


def left_behind(connection: Any) -> dict[tuple[str, str], str]:
    """In PostgreSQL, rows that were written past the program: who the database says it was, and when, by table and key."""
    if connection.vendor != "postgresql" or not connection.watched:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT tbl, pk, who, at FROM {NOTED} WHERE xid IS DISTINCT FROM pg_current_xact_id_if_assigned() ORDER BY at")  # noqa: S608 - names of our own tables
        return {(table, key): f"数据库账号 {who} 于 {at:%Y-%m-%d %H:%M}（UTC）直接写入" for table, key, who, at in cursor.fetchall()}
