"""Tables whose rows the trace binds through rows of another table, because there are too many to bind each by itself."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Amiss:
    """Something wrong with rows of such a table. key: of the row that binds them, to look again; words: which rows, and what."""

    key: int
    kind: str
    words: str


Compare = Callable[[Sequence[int] | None], tuple[int, list[Amiss]]]
"""How many rows were compared, and what is amiss: of all, or of those bound by these rows."""
