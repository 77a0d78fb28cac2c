"""Days away (社区矫正法实施办法 第二十七条): of one leave, and of all leaves within two months, each day counted once."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from zhiheng.law.clocks import add_days, months_after

Span = tuple[date, date]
"""First and last day, both of which count."""


def days_of(span: Span) -> int:
    """Days from the first to the last, both included; none where it ends before it begins."""
    return max(0, (span[1] - span[0]).days + 1)


def window_of(last: date, months: int) -> Span:
    """The days of so many months up to a last day: from the day after the corresponding day before it."""
    return add_days(months_after(last, -months), 1), last


def counted(own: Span, others: Iterable[Span], months: int) -> tuple[int, int, Span]:
    """Days and number of leaves within so many months, this one among them, and the window they were counted in.

    The window ends with this leave, or with a later one granted already where more fall within that one. Days are counted once though
    leaves overlap; leaves that begin on one day are one, that was extended.
    """
    all_of = [own, *others]
    ends = [own[1], *sorted({last for _, last in all_of if last > own[1]})]
    windows = [window for window in (window_of(last, months) for last in ends) if window[0] <= own[1]]
    return max((_within(window, all_of) for window in windows), key=lambda found: found[:2])


def before(own: Span, others: Iterable[Span], months: int) -> tuple[int, int, Span]:
    """Days and number of the spans on record within so many months up to the last day of a span that is not counted itself."""
    return _within(window_of(own[1], months), others)


def _within(window: Span, spans: Iterable[Span]) -> tuple[int, int, Span]:
    cut = [(max(first, window[0]), min(last, window[1]), first) for first, last in spans]
    inside = [(first, last, begun) for first, last, begun in cut if first <= last]
    days = {day for first, last, _ in inside for day in range(first.toordinal(), last.toordinal() + 1)}
    return len(days), len({begun for _, _, begun in inside}), window
