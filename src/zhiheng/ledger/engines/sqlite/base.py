"""SQLite whose transactions are bound by the trace; triggers are made when a connection first writes."""

from __future__ import annotations

from typing import Any

from django.db.backends.sqlite3 import base
from django.db.backends.sqlite3.operations import DatabaseOperations as Operations
from django.db.backends.sqlite3.schema import DatabaseSchemaEditor as SchemaEditor

from zhiheng.ledger.engines.binding import Binding


class DatabaseOperations(Operations):
    """An emptying of all tables, as tests do it, is no act."""

    connection: Any

    def execute_sql_flush(self, sql_list: Any) -> None:
        """Empty the tables, unbound."""
        with self.connection.unbound():
            super().execute_sql_flush(sql_list)


class DatabaseSchemaEditor(SchemaEditor):
    """Tables are altered without triggers on them."""

    connection: Any

    def __enter__(self) -> DatabaseSchemaEditor:
        self.connection.unwatch()
        self.connection.altering = True
        try:
            super().__enter__()
        except BaseException:
            self.connection.altering = False
            raise
        return self

    def __exit__(self, *exc_info: Any) -> None:
        try:
            super().__exit__(*exc_info)
        finally:
            self.connection.altering = False


class DatabaseWrapper(Binding, base.DatabaseWrapper):
    """A connection to SQLite."""

    ops_class = DatabaseOperations
    SchemaEditorClass = DatabaseSchemaEditor
    altering = False

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        """A new connection has no triggers yet."""
        self.watched = False
        return super().get_new_connection(conn_params)

    def _start_transaction_under_autocommit(self) -> None:
        if not self.watched and not self.altering:
            from zhiheng.ledger.capture import watch_connection

            self.watched = watch_connection(self)
        super()._start_transaction_under_autocommit()  # type: ignore[misc]

    def unwatch(self) -> None:
        """Drop the triggers; the next transaction makes them again."""
        from zhiheng.ledger.capture import unwatch_connection

        if self.watched:
            unwatch_connection(self)
            self.watched = False
