"""The machine's own clock, for waits and sessions: a demonstration's clock stands still, and a wait must not."""

from __future__ import annotations

import time
from datetime import UTC, datetime


def seconds() -> int:
    """Seconds of the epoch now."""
    return int(time.time())


def instant_of(given: int) -> datetime:
    """The instant to be shown for seconds of the epoch."""
    return datetime.fromtimestamp(given, tz=UTC)
