"""A whole province, made part by part so that memory stays bounded whatever the number of persons."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from random import Random

from zhiheng.simulate import assumed, offices, ordinary
from zhiheng.simulate.scenario import Scenario, programme
from zhiheng.simulate.world import Register, World

PART_PERSONS = 20_000


def parts(*, persons: int, seed: int, as_of: date) -> Iterator[World]:
    """The parts of a province of exactly so many persons; equal arguments give equal parts.

    Every part plants the whole programme of situations as often as its size asks for, then fills up with ordinary lives.
    """
    register = Register()
    for index, size in enumerate(_sizes(persons)):
        world = World(rng=Random(f"province:{seed}:{index}"), as_of=as_of, register=register)  # noqa: S311 - a synthetic world, no secret
        _fill(world, size)
        yield world


def _sizes(persons: int) -> list[int]:
    """Part sizes: full parts, and the rest in the last one."""
    count = max(1, round(persons / PART_PERSONS))
    return [persons * (place + 1) // count - persons * place // count for place in range(count)]


def _fill(world: World, size: int) -> None:
    last = world.register.persons + size
    offices.keep_busy(world, size)
    for scenario in _planted(size):
        if world.register.persons + scenario.persons <= last:
            scenario.make(world)
    while world.register.persons < last:
        _live_within(world, last)


def _live_within(world: World, last: int) -> None:
    """An ordinary life; the last place is kept for somebody without a child."""
    if last - world.register.persons > 1:
        ordinary.live(world)
    else:
        ordinary.LIVES["released"](world)


def _planted(size: int) -> list[Scenario]:
    """The programme once, or more often where the part is large enough."""
    whole = programme()
    people = sum(one.persons for one in whole)
    return whole * max(1, int(size * assumed.PLANTED_SHARE / people))
