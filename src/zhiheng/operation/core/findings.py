"""What a look at the installation found: one finding a matter, never milder than what is known."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Any

SOUND, NOTE, FAULT, UNKNOWN = "sound", "note", "fault", "unknown"
TITLES = {SOUND: "正常", NOTE: "提醒", FAULT: "故障", UNKNOWN: "没能检查"}


@dataclass(frozen=True)
class Check:
    """A matter that was looked at.

    name    word for machines; state: one of TITLES; words: what was found, in Chinese; remedy: what to do, empty where sound
    """

    name: str
    state: str
    words: str
    remedy: str = ""

    def line(self) -> str:
        """One line for people."""
        return f"[{TITLES[self.state]}] {self.words}{f'。{self.remedy}' if self.remedy else ''}"

    def to_json(self) -> dict[str, Any]:
        """The matter as JSON."""
        return asdict(self)


def exit_status(checks: Iterable[Check]) -> int:
    """0 where nothing is wrong; 1 for a fault, and for what could not be looked at: that is never taken for sound."""
    return 1 if any(one.state in {FAULT, UNKNOWN} for one in checks) else 0
