"""When a message that did not get through is tried again: after 1, 2, 4 … minutes, at most an hour apart, and not for ever."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from zhiheng.law.clocks import OF_INSTANTS

MOST_MINUTES: Final = 60
MOST_TRIES: Final = 200
"""About eight days of an hour each."""


def next_try(now: datetime, tries: int) -> datetime:
    """The instant of the next try after so many."""
    return now + OF_INSTANTS["minute"] * min(MOST_MINUTES, 1 << min(max(tries - 1, 0), 10))
