"""How much a query of the sandbox (试查) may use: said here once, shown on its page, kept by its process."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any, Final


@dataclass(frozen=True)
class Limits:
    """seconds: wall clock and processor time; memory_mb: working memory beside the program's own; rows, result_bytes: what comes back;
    cell_chars: of one text; text_chars, tokens, nesting: of the statement; at_once: queries of all officers together; kept_hours: how
    long rows can be seen again; listed: how many queries an officer's list shows.
    """

    seconds: int = 20
    memory_mb: int = 1024
    rows: int = 5000
    result_bytes: int = 8 * 2**20
    cell_chars: int = 2000
    text_chars: int = 10_000
    tokens: int = 3000
    nesting: int = 24
    at_once: int = 2
    kept_hours: int = 24
    listed: int = 20

    def to_json(self) -> dict[str, Any]:
        """Plain JSON values."""
        return asdict(self)

    @property
    def result_mb(self) -> int:
        """`result_bytes` in MB."""
        return self.result_bytes // 2**20


LIMITS = Limits()
ADDED: Final = ("_organ", "_received_at", "_key", "_batch")
"""Columns beside the dictionary's fields: organ that sent it, instant of receipt, key values joined by `|`, batch."""
