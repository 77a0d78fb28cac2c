"""PostgreSQL whose transactions are bound by the trace; its triggers belong to the tables and are made after migrating."""

from __future__ import annotations

from typing import Any

from django.db.backends.postgresql import base
from django.db.backends.postgresql.operations import DatabaseOperations as Operations
from django.db.backends.postgresql.schema import DatabaseSchemaEditor as SchemaEditor

from zhiheng.ledger.engines.binding import Binding


class DatabaseOperations(Operations):
    """An emptying of all tables, as tests do it, is no act; tables that refuse it are asked to let it pass by their owner."""

    connection: Any

    def execute_sql_flush(self, sql_list: Any) -> None:
        """Empty the tables, unbound."""
        from zhiheng.ledger.capture import NOTED
        from zhiheng.ledger.protection import protected

        tables = [*protected(), "ledger_entry"]
        switch = 'ALTER TABLE "{0}" {1} TRIGGER ledger_refuse_statement'
        off, on = ([switch.format(table, act) for table in tables] for act in ("DISABLE", "ENABLE"))
        with self.connection.unbound():
            super().execute_sql_flush([*off, *sql_list, f"TRUNCATE {NOTED}", *on] if self.connection.watched else sql_list)


class DatabaseSchemaEditor(SchemaEditor):
    """What migrations write is bound after them."""

    connection: Any

    def __enter__(self) -> DatabaseSchemaEditor:
        self.connection.paused = True
        super().__enter__()
        return self

    def __exit__(self, *exc_info: Any) -> None:
        try:
            super().__exit__(*exc_info)
        finally:
            self.connection.paused = False


class DatabaseWrapper(Binding, base.DatabaseWrapper):
    """A connection to PostgreSQL."""

    ops_class = DatabaseOperations
    SchemaEditorClass = DatabaseSchemaEditor
    triggers: bool | None = None

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        """A new connection has not looked yet whether the tables have their triggers."""
        self.triggers = None
        return super().get_new_connection(conn_params)

    @property
    def watched(self) -> bool:  # type: ignore[override]
        """Whether the tables have their triggers."""
        if self.triggers is None:
            from zhiheng.ledger.capture import NOTED

            with self.cursor() as cursor:
                cursor.execute("SELECT to_regclass(%s) IS NOT NULL", [NOTED])
                self.triggers = bool(cursor.fetchone()[0])
        return self.triggers
