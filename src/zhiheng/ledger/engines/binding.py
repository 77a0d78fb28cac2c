"""What both databases share: before a commit, rows that no entry has bound are bound by one of their own."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from django.db.backends.base.base import BaseDatabaseWrapper as Wrapper
else:
    Wrapper = object


class Binding(Wrapper):
    """Mixed into a connection. `watched`: triggers note what is written; `paused`: what is written is not bound (emptying, migrating)."""

    watched = False
    paused = False

    def commit(self) -> None:
        """Bind what is not yet bound, then commit."""
        if self.watched:
            self._bind_rest()
        super().commit()

    def _bind_rest(self) -> None:
        from zhiheng.ledger.binding import bind_rest
        from zhiheng.ledger.capture import forget

        before, self.in_atomic_block = self.in_atomic_block, True
        try:
            if self.paused:
                forget(self)
            else:
                bind_rest(self)
        finally:
            self.in_atomic_block = before

    @contextmanager
    def unbound(self) -> Iterator[None]:
        """Within, what is written is not bound by the trace."""
        before, self.paused = self.paused, True
        try:
            yield
        finally:
            self.paused = before


def unbound(connection: Any) -> Any:
    """The connection's pause."""
    return connection.unbound()
