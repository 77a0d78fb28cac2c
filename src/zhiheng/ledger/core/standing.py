"""The clock of a demonstration: it stands on one day, so that days left and overdue are those its story tells, whenever shown."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from pathlib import Path

from zhiheng.ledger.core.clock import SHANGHAI

MARK = "demonstration.json"
BEGINS_AT = time(9)
LONGEST_SECONDS = 14 * 3600
"""It runs from nine in the morning to late in the evening of its day, and then stands."""


@dataclass(frozen=True)
class Standing:
    """day: the demonstration's own day; made_at: when it was made by the machine's clock, in seconds of the epoch."""

    day: date
    made_at: float

    def at(self, machine_seconds: float) -> datetime:
        """The demonstration's instant at an instant of the machine's clock; never earlier than one already shown."""
        begin = datetime.combine(self.day, BEGINS_AT, tzinfo=SHANGHAI)
        passed = min(max(machine_seconds - self.made_at, 0.0), LONGEST_SECONDS)
        return datetime.fromtimestamp(begin.timestamp() + passed, tz=UTC)

    def clock(self, machine: Callable[[], float]) -> Callable[[], datetime]:
        """A clock to ask in place of the machine's."""
        return lambda: self.at(machine())


def of_home(home: Path) -> Standing | None:
    """The standing clock of a demonstration's home; None in every other home, and where it was made before it had one."""
    try:
        content = json.loads((home / MARK).read_text(encoding="utf-8"))
        return Standing(date.fromisoformat(content["day"]), float(content["made_at"]))
    except (OSError, ValueError, KeyError, TypeError):
        return None
