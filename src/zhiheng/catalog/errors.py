"""What is wrong in a pack: every fault of every file, found in one reading and shown together."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from zhiheng.schema.errors import UnusableInputError


@dataclass(frozen=True, order=True)
class Fault:
    """One thing wrong at one place: `path:line thing: reason`, then the remedy. Lines count from 1."""

    path: str
    line: int
    thing: str
    reason: str
    remedy: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}  {self.thing}：{self.reason}\n  {self.remedy}"


class PackError(UnusableInputError):
    """All faults of the packs that were read, in order of file and line."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(sorted(faults))
        first = self.faults[0]
        super().__init__(
            thing=f"业务包有 {len(self.faults)} 处错误",
            place=f"{first.path}:{first.line}",
            reason=f"{first.thing}：{first.reason}",
            remedy=first.remedy,
        )

    def __str__(self) -> str:
        return "\n".join(str(fault) for fault in self.faults)


class Faults(list[Fault]):
    """Where readers put what they find, so that one reading finds everything; `documents` are the files it has read, each once."""

    def __init__(self) -> None:
        super().__init__()
        self.documents: dict[Path, Any] = {}

    def add(self, path: Path | str, line: int, thing: str, reason: str, remedy: str) -> None:
        """Note one fault; equal faults are noted once."""
        fault = Fault(str(path), line, thing, reason, remedy)
        if fault not in self:
            self.append(fault)

    def raise_any(self) -> None:
        """Raise `PackError` when anything was noted."""
        if self:
            raise PackError(self)


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """Say which known word was probably meant, else list the known ones (at most twelve)."""
    choices: Sequence[str] = sorted(known)
    near = get_close_matches(word, choices, n=1, cutoff=0.6)
    if near:
        return f"是不是要写 {near[0]}？"
    more = " 等" if len(choices) > 12 else ""
    return f"可用：{'、'.join(choices[:12])}{more}。" if choices else "这里不接受任何名称。"
