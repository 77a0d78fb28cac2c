"""The rhythm in which an organ sends a dataset, learnt from its own deliveries, and what is late by it; every answer says how it was found.

Deliveries of one day count once. The gap is the median of the last gaps; the tolerance is a quarter of it, at least three days. It is a
rhythm only where three quarters of the gaps keep within the tolerance; shorter ones than a week need more deliveries, so that a few days
of catching up are not taken for a daily habit.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from statistics import median
from types import MappingProxyType

from zhiheng.law.clocks import add_days, days_between, next_working_day
from zhiheng.schema.practice import EVERY

FEWEST, FEWEST_WHEN_SHORT, WEEK, REMEMBERED = 3, 6, 7, 13
LEAST_TOLERANCE, TOLERANCE_PART, REGULAR_SHARE = 3, 4, 0.75
DECLARED: Mapping[str, tuple[int, int]] = MappingProxyType({"day": (1, 3), "week": (7, 3), "month": (31, 10)})
"""Days of the gap and of the tolerance where practice names how often a dataset is sent."""


@dataclass(frozen=True)
class SentDelivery:
    """A delivery: the day of its receipt, and the last day that its records tell of (None where it brought nothing new)."""

    on: date
    until: date | None = None


@dataclass(frozen=True)
class Rhythm:
    """Days between deliveries and days of tolerance; deliveries: days on which the rhythm rests, 0 where practice declares it."""

    gap_days: int
    tolerance_days: int
    deliveries: int
    how: str


@dataclass(frozen=True)
class Late:
    """What should have come. kind: `delivery` (no file came) or `content` (files came without new days); how: in words."""

    kind: str
    last_on: date
    expected_on: date
    late_days: int
    how: str


def learn(days: Iterable[date]) -> Rhythm | None:
    """The rhythm of deliveries on these days; None where there are too few, or they are irregular."""
    known = sorted(set(days))[-REMEMBERED:]
    gaps = [days_between(earlier, later) for earlier, later in pairwise(known)]
    if len(known) < FEWEST:
        return None
    gap = round(median(gaps))
    tolerance = max(LEAST_TOLERANCE, -(-gap // TOLERANCE_PART))
    regular = sum(abs(one - gap) <= tolerance for one in gaps) >= REGULAR_SHARE * len(gaps)
    if not regular or (gap < WEEK and len(known) < FEWEST_WHEN_SHORT):
        return None
    how = f"最近 {len(known)} 个报送日的间隔中位数为 {gap} 日，宽限 {tolerance} 日（间隔的四分之一，不少于 {LEAST_TOLERANCE} 日）"
    return Rhythm(gap, tolerance, len(known), how)


def rhythm_of(sent: Sequence[SentDelivery], every: str = "") -> Rhythm | None:
    """The rhythm learnt, else the one practice declares for the dataset."""
    learnt = learn(one.on for one in sent)
    if learnt or not every or not sent:
        return learnt
    gap, tolerance = DECLARED[every]
    return Rhythm(gap, tolerance, 0, f"报送次数不足以看出规律，按惯例{EVERY[every]}报送一次，间隔 {gap} 日，宽限 {tolerance} 日")


def late(sent: Sequence[SentDelivery], today: date, *, every: str = "", steady: bool = False) -> Late | None:
    """What is late on the day: a delivery, or, for a dataset whose events go on day by day, content that a delivery should have brought."""
    rhythm = rhythm_of(sent, every)
    if rhythm is None:
        return None
    last_on = max(one.on for one in sent)
    expected_on = _expected(last_on, rhythm.gap_days + rhythm.tolerance_days, rhythm.gap_days)
    if today > expected_on:
        return Late("delivery", last_on, expected_on, days_between(expected_on, today), f"最后一次报送为 {last_on}；{rhythm.how}")
    return _late_content(sent, today, rhythm) if steady else None


def _late_content(sent: Sequence[SentDelivery], today: date, rhythm: Rhythm) -> Late | None:
    """Content that stopped although files came after it: each file used to reach to within the usual lag of its receipt."""
    reached = _reached(sent)
    if not reached:
        return None
    advanced_on, until = reached[-1]
    lag = round(median(days_between(day, on) for on, day in reached))
    expected_on = _expected(until, max(lag, 0) + rhythm.gap_days + rhythm.tolerance_days, rhythm.gap_days)
    if today <= expected_on or not any(one.on > advanced_on for one in sent):
        return None
    how = f"收到的文件只记到 {until}，以往的文件一般记到报送前 {lag} 日；{rhythm.how}"
    return Late("content", until, expected_on, days_between(expected_on, today), how)


def _reached(sent: Sequence[SentDelivery]) -> list[tuple[date, date]]:
    """Days of receipt on which the last day told of moved on, with that day."""
    reached: list[tuple[date, date]] = []
    for one in sorted(sent, key=lambda delivery: delivery.on):
        if one.until and (not reached or one.until > reached[-1][1]):
            reached.append((one.on, one.until))
    return reached


def _expected(start: date, count: int, gap_days: int) -> date:
    """The last day of waiting; a day off moves to the next working day where files come once a week or less often."""
    day = add_days(start, count)
    return next_working_day(day) if gap_days >= WEEK else day
