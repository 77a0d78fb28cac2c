"""What screening refuses: a statement that reaches further than it may, or that does not give what its file says."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from zhiheng.schema.errors import UnusableInputError


@dataclass(frozen=True)
class Breach:
    """One thing a statement may not do: what, why, and what to write instead; start: where in its text, -1 where that is not known."""

    thing: str
    reason: str
    remedy: str
    start: int = -1

    def __str__(self) -> str:
        return f"{self.thing}：{self.reason}。{self.remedy}"


class RefusedStatementError(UnusableInputError):
    """A statement that the guard refuses, with everything found wrong."""

    def __init__(self, place: str, breaches: Sequence[Breach]) -> None:
        self.breaches = tuple(breaches)
        first = self.breaches[0]
        more = f"（另有 {len(self.breaches) - 1} 处）" if len(self.breaches) > 1 else ""
        super().__init__(f"语句 {first.thing}", place, first.reason, f"{first.remedy}{more}")
