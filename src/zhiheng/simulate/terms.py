"""Terms that end, or began, on a wanted day: where a violation or a look-alike turns on the very day."""

from __future__ import annotations

from datetime import date
from typing import Any

from zhiheng.simulate.days import apart, months_after, plus, working_days_after
from zhiheng.simulate.lives import commute, imprison
from zhiheng.simulate.prisons import Prisoner
from zhiheng.simulate.world import Values, World


def start_for(end_on: date, months: int) -> date:
    """The first day of a term of `months` that ends on, or within three days of, `end_on`."""
    return months_after(plus(end_on, 1), -months)


def last_of(world: World, month: int, day: int, *, at_least: int = 240) -> date:
    """The latest such day of the calendar that lies `at_least` days before the as-of day."""
    year = world.as_of.year
    while apart(date(year, month, day), world.as_of) < at_least:
        year -= 1
    return date(year, month, day)


def mid_month(day: date) -> date:
    """The day, or the 26th of its month: no month has its end so early, so that months counted in any way agree."""
    return day.replace(day=min(day.day, 26))


def held_for(world: World, *, months: int = 96, years: float = 3, **facts: Any) -> Prisoner:
    """A prisoner taken about `years` ago for `months`, still held where the term allows."""
    days = int(years * 365)
    return imprison(world, months=months, taken_on=world.ago(days + 40, days), **facts)


def admitted_on(prisoner: Prisoner) -> date:
    """The day from which the wait for commutation counts."""
    day: date = prisoner.serving["admitted_on"]
    return day


def after_admission(world: World, prisoner: Prisoner, months: int, days: tuple[int, int] = (6, 40)) -> date:
    """A day some days after `months` have passed since admission."""
    return plus(months_after(admitted_on(prisoner), months), world.rng.randint(*days))


def commute_once(world: World, prisoner: Prisoner, *, wait: int, months: int = 6, **facts: Any) -> Values:
    """A commutation proposed some days after the wait of `wait` months from admission."""
    return commute(world, prisoner, after_admission(world, prisoner, wait), months=months, **facts)


def commute_again(world: World, prisoner: Prisoner, earlier: Values, *, wait: int, months: int = 6, **facts: Any) -> Values:
    """A commutation proposed some days after `wait` months from the earlier ruling."""
    return commute(world, prisoner, plus(months_after(earlier["ruled_on"], wait), world.rng.randint(6, 24)), months=months, **facts)


def days_by_length(world: World, count: int, *, longest: bool, within: tuple[int, int] = (320, 40)) -> list[date]:
    """Recent days whose `count` working days span the most, or the fewest, calendar days: holidays and make-up days lie inside."""
    days = [world.ago(back) for back in range(within[1], within[0])]
    spans = {day: apart(day, working_days_after(day, count)) for day in days}
    wanted = (max if longest else min)(spans.values())
    return [day for day in days if spans[day] == wanted]
