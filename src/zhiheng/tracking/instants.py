"""Instants and seconds of the epoch, and the first instant of a day in Shanghai."""

from __future__ import annotations

from datetime import UTC, date, datetime, time

from zhiheng.law.moments import SHANGHAI


def instant(seconds: float) -> datetime:
    """The instant of so many seconds, to the microsecond."""
    return datetime.fromtimestamp(round(seconds, 6), UTC)


def start_of(day: date) -> datetime:
    """The first instant of a day in Shanghai."""
    return datetime.combine(day, time.min, SHANGHAI)


def local_day(at: datetime) -> date:
    """The day of an instant in Shanghai."""
    return at.astimezone(SHANGHAI).date()
