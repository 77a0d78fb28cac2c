"""After migrating: triggers are made, and rows that migrations or an earlier program wrote unbound are bound, which is told."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db import connections, migrations, transaction
from django.utils import timezone

from zhiheng import VERSION
from zhiheng.ledger.binding import BINDER, bindings
from zhiheng.ledger.capture import Keys, watch_database
from zhiheng.ledger.core.acts import TAKEN_OVER
from zhiheng.ledger.core.rows import Fold
from zhiheng.ledger.coverage import covered
from zhiheng.ledger.models import Entry, Shape
from zhiheng.ledger.selectors.checking import fold_after, unsound_keys
from zhiheng.ledger.services import append, append_bindings

FIRST_BINDING = ("ledger", "0003_bound_rows")
WRITE_ROWS = (migrations.RunPython, migrations.RunSQL, migrations.RemoveField, migrations.RenameField, migrations.AlterField)


def after_migrating(using: str, plan: list[Any]) -> None:
    """Make the triggers of the database and take over what the migrations of this plan wrote."""
    connection: Any = connections[using]
    if connection.vendor == "postgresql":
        watch_database(connection)
        connection.triggers = True
    note_shapes()
    rooms = set(_rooms(plan))
    if rooms and Entry.objects.exists():
        take_over(rooms, sorted(f"{one.app_label}.{one.name}" for one, _ in plan))


def note_shapes() -> None:
    """Keep the columns of every covered table under the identifier that bindings name."""
    shapes = [Shape(id=one.shape, table=table, columns=" ".join(one.columns)) for table, one in covered().items()]
    Shape.objects.bulk_create(shapes, ignore_conflicts=True)


def _rooms(plan: list[Any]) -> Iterator[str]:
    """Rooms whose rows the plan may have written; all of them where rows were not bound before."""
    for migration, backwards in plan:
        if (migration.app_label, migration.name) == FIRST_BINDING and not backwards:
            yield from {one.room for one in covered().values()}
        elif any(isinstance(operation, WRITE_ROWS) for operation in migration.operations):
            yield migration.app_label


@transaction.atomic
def take_over(rooms: set[str], names: list[str]) -> None:
    """Bind the rows of these rooms that no entry binds as they are, and say how many there were of each table."""
    fold = Fold()
    fold_after(fold, 0)
    those = {table: one for table, one in covered().items() if one.room in rooms}
    keys: Keys = {table: found for table, one in those.items() if (found := list(unsound_keys(one, fold)))}
    if not keys:
        return
    counts = {table: len(found) for table, found in keys.items()}
    details = {"migrations": names, "rows": counts, "version": VERSION}
    now = timezone.now()
    append(actor=BINDER, act=TAKEN_OVER, thing="trace:coverage", details=details, now=now)
    append_bindings(actor=BINDER, texts=list(bindings(keys)), now=now)
