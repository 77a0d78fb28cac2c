"""What the registry refuses."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from zhiheng.schema.errors import UnusableInputError


class RegistryRefused(UnusableInputError):  # noqa: N818 - the term used on the pages
    """An act on organs, officers or posts that is not allowed; nothing was changed."""


@dataclass(frozen=True)
class TableFault:
    """What is wrong with a cell of a file: its row (the head is row 1), column and value, why, and what to do."""

    row: int
    column: str
    value: str
    reason: str
    remedy: str

    def __str__(self) -> str:
        shown = f"“{self.value}”" if self.value else ""
        return f"第 {self.row} 行 {self.column}{shown}：{self.reason}。{self.remedy}"


@dataclass(eq=False)
class TableRefused(RegistryRefused):
    """A file with faults, all of them together; nothing of it was taken in."""

    faults: Sequence[TableFault] = field(default_factory=tuple)

    def __str__(self) -> str:
        return "\n".join([super().__str__(), *map(str, self.faults)])
