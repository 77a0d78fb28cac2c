"""From stored acts to the entry they make."""

from __future__ import annotations

from collections.abc import Iterable

from zhiheng.catalog.registers import RegisterShape
from zhiheng.register.core.entry import Act, EntryState, fold
from zhiheng.register.models import ActRow, Entry


def act_of(row: ActRow) -> Act:
    """A stored act as the core knows it."""
    return Act(
        row.act, row.happened_on, row.recorded_at, row.values, row.actor, row.actor_name, row.organ, row.reason, row.seq, row.corrects
    )  # fmt: skip


def state_of(shape: RegisterShape, rows: Iterable[ActRow]) -> EntryState:
    """The entry after these acts, oldest first."""
    return fold(shape, (act_of(row) for row in rows))


def state_of_entry(shape: RegisterShape, entry: Entry) -> EntryState:
    """The entry as its acts say."""
    return state_of(shape, entry.acts.all())
