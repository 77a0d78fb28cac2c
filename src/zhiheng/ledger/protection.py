"""In PostgreSQL, tables that are only added to refuse a change, a removal and an emptying by triggers, with a plain message."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from django.apps import apps

from zhiheng.ledger.appending import AppendOnly
from zhiheng.ledger.coverage import meta_of

ERASABLE = ("details", "salt", "rows")
"""Columns of an entry that an erasure empties; nothing else of it ever changes."""


def protected() -> dict[str, str]:
    """Tables that are only added to, with what their rows are called."""
    kept = {meta_of(model).db_table: model.CALLED for model in apps.get_models() if issubclass(model, AppendOnly)}
    return {**kept, "ledger_shape": "留痕所核对的列", "ledger_programversion": "程序版本"}


def protection_sql(tables: Mapping[str, str]) -> Iterable[str]:
    """Statements that make the triggers anew."""
    yield """CREATE OR REPLACE FUNCTION ledger_refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    RAISE EXCEPTION '%（%）只能追加，不能修改、删除或者清空', TG_ARGV[0], TG_TABLE_NAME
    USING ERRCODE = 'insufficient_privilege', HINT = '更正请追加新的记录；期满清除请用 zhiheng ledger erase'; END $$"""
    for table, called in tables.items():
        yield from _refusing(table, called, "UPDATE OR DELETE", "ROW")
        yield from _refusing(table, called, "TRUNCATE", "STATEMENT")
    yield from _entries()


def _refusing(table: str, called: str, acts: str, each: str) -> Iterable[str]:
    name = f"ledger_refuse_{each.lower()}"
    yield f'DROP TRIGGER IF EXISTS {name} ON "{table}"'
    yield f"CREATE TRIGGER {name} BEFORE {acts} ON \"{table}\" FOR EACH {each} EXECUTE FUNCTION ledger_refuse('{called}')"


def _entries() -> Iterable[str]:
    """Entries: their erasable columns may be emptied, nothing else."""
    same = " AND ".join(f"(NEW.{name} IS NULL OR NEW.{name} = OLD.{name})" for name in ERASABLE)
    yield f"""CREATE OR REPLACE FUNCTION ledger_refuse_entry() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    IF {same} AND to_jsonb(NEW) - '{{{",".join(ERASABLE)}}}'::text[] = to_jsonb(OLD) - '{{{",".join(ERASABLE)}}}'::text[]
    THEN RETURN NEW; END IF;
    RAISE EXCEPTION '留痕（%）只能追加，不能修改', TG_TABLE_NAME USING ERRCODE = 'insufficient_privilege',
    HINT = '只有期满清除可以清空细节：zhiheng ledger erase'; END $$"""
    yield "DROP TRIGGER IF EXISTS ledger_refuse_change ON ledger_entry"
    yield "CREATE TRIGGER ledger_refuse_change BEFORE UPDATE ON ledger_entry FOR EACH ROW EXECUTE FUNCTION ledger_refuse_entry()"
    yield from _refusing("ledger_entry", "留痕", "DELETE", "ROW")
    yield from _refusing("ledger_entry", "留痕", "TRUNCATE", "STATEMENT")


@contextmanager
def written_anew(connection: Any, table: str) -> Iterator[None]:
    """Within a transaction, let the owner of the table write rows anew whose content stays: to encipher what lies plain.

    Their bindings are of the content, so that verify finds any that was changed. Who does not own the table is refused by PostgreSQL.
    """
    name = "ledger_refuse_change" if table == "ledger_entry" else "ledger_refuse_row" if table in protected() else ""
    if connection.vendor != "postgresql" or not name:
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute(f'ALTER TABLE "{table}" DISABLE TRIGGER {name}')
        yield
        cursor.execute(f'ALTER TABLE "{table}" ENABLE TRIGGER {name}')
