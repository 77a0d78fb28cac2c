"""Windows of a check-in duty: from a minute of the day to another, with minutes of grace; never over midnight."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime, time

from zhiheng.law.clocks import period_due
from zhiheng.law.moments import SHANGHAI

Window = tuple[datetime, datetime]
DAY_MINUTES = 1440
MOST_WINDOWS = 6


def are_windows(windows: Sequence[Sequence[int]]) -> bool:
    """Whether these are windows: first and last minute and minutes of grace, in their order, none reaching into the next."""
    if not 0 < len(windows) <= MOST_WINDOWS or any(len(window) != 3 for window in windows):
        return False
    after = 0
    for first, last, grace in windows:
        if not (after <= first < last and grace >= 0 and last + grace <= DAY_MINUTES):
            return False
        after = last + grace
    return True


def windows_on(windows: Iterable[Sequence[int]], day: date) -> list[Window]:
    """The windows of a day, each until the end of its grace."""
    return [(_at(day, first), _at(day, last + grace)) for first, last, grace in windows]


def _at(day: date, minute: int) -> datetime:
    found = period_due(datetime.combine(day, time.min, SHANGHAI), minute, "minute").due
    if not isinstance(found, datetime):
        raise TypeError("minutes end at an instant")
    return found


def window_of(windows: Iterable[Sequence[int]], at: datetime) -> Window | None:
    """The window an instant lies in."""
    day = at.astimezone(SHANGHAI).date()
    return next((one for one in windows_on(windows, day) if one[0] <= at < one[1]), None)
