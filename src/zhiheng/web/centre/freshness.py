"""How old the data are that numbers of the screen rest on: what came too long ago is grey with its time, never as if it were of now."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from typing import Any

from zhiheng.law.clocks import add_hours
from zhiheng.oversight.selectors import runs_of
from zhiheng.tracking.selectors import last_position_for
from zhiheng.web.centre.counted import Number

STALE_HOURS = 24
"""Policy: data that come from elsewhere are old after so many hours."""


def of_screening(numbers: Iterable[Number], now: datetime) -> list[Number]:
    """Numbers of clues: they are as old as the last screening."""
    runs = runs_of(limit=1)
    return aged(numbers, runs[0].started_at if runs else None, now)


def of_positions(viewer: Any, numbers: Iterable[Number], now: datetime) -> list[Number]:
    """Numbers of positioning: as old as the last position taken in; where no order is in force none is awaited."""
    awaited, last = last_position_for(viewer, now)
    return aged(numbers, last, now) if awaited else list(numbers)


def of_records(numbers: Iterable[Number], now: datetime) -> list[Number]:
    """Numbers of records: each as old as the newest of its own; where none ever came it is not known, and not none."""
    return [one if one.unread else replace(aged([one], one.data_at, now)[0], never=one.data_at is None) for one in numbers]


def aged(numbers: Iterable[Number], data_at: datetime | None, now: datetime) -> list[Number]:
    """The numbers with the time of their data: old where they never came, or came too long ago."""
    old = data_at is None or add_hours(data_at, STALE_HOURS) < now
    return [replace(one, data_at=data_at, old=old, tone="" if old else one.tone) for one in numbers]
