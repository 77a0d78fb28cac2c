"""Large data: many lawful labour days, stays, journeys and check-ins, made in whole columns.

The rows belong to ordinary persons only and follow patterns that no model finds: five days of labour, one of study and one of rest; stays
and journeys inside the own district; check-ins that passed.
"""

from __future__ import annotations

import argparse
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from zhiheng.law import clocks
from zhiheng.schema import DATASETS
from zhiheng.simulate.days import apart
from zhiheng.simulate.organs import District
from zhiheng.simulate.world import World

CHUNK_PERSONS = 2_000
HOME_SECONDS = 8 * 3600
WINDOW_DAYS = 400
LARGE_SECOND = 1  # other check-ins never fall on it, so that no key repeats
Someone = Mapping[str, Any]


@dataclass(frozen=True)
class Kind:
    """A kind of large data: the option that asks for it, its dataset, whose it is, who sends it, how its columns are made."""

    option: str
    dataset: str
    group: str
    sender: Callable[[Someone], str]
    columns: Callable[[World, list[Someone], int], dict[str, Any]]


def tables(world: World, options: argparse.Namespace) -> Iterator[tuple[str, str, Iterator[pa.Table]]]:
    """For each kind asked for and each sending organ: organ, dataset and its tables one after another."""
    for kind in KINDS:
        count = getattr(options, kind.option)
        if count:
            for organ, people in sorted(_by_sender(world, kind).items()):
                yield organ, kind.dataset, _chunks(world, kind, people, count)


def _by_sender(world: World, kind: Kind) -> dict[str, list[Someone]]:
    senders: dict[str, list[Someone]] = defaultdict(list)
    for someone in getattr(world, kind.group):
        senders[kind.sender(someone)].append(someone)
    return senders


def _chunks(world: World, kind: Kind, people: list[Someone], count: int) -> Iterator[pa.Table]:
    schema = DATASETS[kind.dataset].arrow_schema()
    for first in range(0, len(people), CHUNK_PERSONS):
        some = people[first : first + CHUNK_PERSONS]
        columns = kind.columns(world, some, count)
        rows = len(columns["id_number"])
        filled = [_typed(columns[one.name], one.type) if one.name in columns else pa.nulls(rows, one.type) for one in schema]
        yield pa.table(filled, schema=schema)


def _typed(values: Any, kind: pa.DataType) -> pa.Array:
    return (values if isinstance(values, pa.Array | pa.ChunkedArray) else pa.array(values)).cast(kind)


def _repeated(people: list[Someone], times: NDArray[np.int64], of: Callable[[Someone], str]) -> pa.Array:
    """A text of each person, as often as the person has rows."""
    return pa.array([of(one) for one in people]).take(pa.array(np.repeat(np.arange(len(people)), times)))


def _whose(people: list[Someone], times: NDArray[np.int64]) -> dict[str, Any]:
    rows = int(times.sum())
    return {
        "id_number": _repeated(people, times, lambda one: one["person"].id_number),
        "id_type": pa.repeat(pa.scalar("resident"), rows),
        "name": _repeated(people, times, lambda one: one["person"].name),
    }


def _days_back(world: World, people: list[Someone], most: int) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """For each person so many days back from the day before the as-of day, not before the person's `since`: counts and days back."""
    known = np.array([max(0, apart(one["since"], world.as_of) - 1) for one in people], dtype=np.int64)
    times = np.minimum(known, most)
    ends = np.cumsum(times)
    return times, np.arange(int(times.sum())) - np.repeat(ends - times, times) + 1


def _spread(world: World, people: list[Someone], count: int, rng: np.random.Generator) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """`count` days back for each person, anywhere in the last year and since the person's `since`."""
    known = np.array([max(1, min(WINDOW_DAYS, apart(one["since"], world.as_of) - 1)) for one in people], dtype=np.int64)
    times = np.full(len(people), count, dtype=np.int64)
    return times, 1 + (rng.random(len(people) * count) * np.repeat(known, times)).astype(np.int64)


def _dates(world: World, days_back: NDArray[np.int64]) -> NDArray[np.datetime64]:
    return np.asarray(clocks.add_days(np.full(len(days_back), np.datetime64(world.as_of, "D")), -days_back))


def _instants(dates: NDArray[np.datetime64], minutes: NDArray[np.int64], seconds: NDArray[np.int64] | int = 0) -> pa.Array:
    """Instants of the clock on the wall (+08:00)."""
    midnight = dates.astype("datetime64[s]").astype(np.int64) - HOME_SECONDS
    return pa.array((midnight + minutes * 60 + seconds) * 1_000_000).cast(pa.timestamp("us", tz="Asia/Shanghai"))


def _generator(world: World) -> np.random.Generator:
    return np.random.default_rng(world.rng.getrandbits(64))


def _labour(world: World, people: list[Someone], count: int) -> dict[str, Any]:
    rng = _generator(world)
    times, back = _days_back(world, people, count)
    weekday = (world.as_of.weekday() - back) % 7
    labour, study = weekday < 5, weekday == 5
    return {
        **_whose(people, times),
        "prison": _repeated(people, times, lambda one: one["prison"]),
        "day": _dates(world, back),
        "labour_minutes": np.where(labour, rng.choice([400, 420, 450, 480], len(back)), 0),
        "study_minutes": np.where(labour, 30, np.where(study, 240, 0)),
        "kind": pa.array(["labour", "study", "rest"]).take(pa.array(np.where(labour, 0, np.where(study, 1, 2)))),
    }


def _numbers(world: World, letter: str, rows: int) -> pa.Array:
    """Running numbers of their own series."""
    series = ("large", letter)
    first = world.register.counts[series] + 1
    world.register.counts[series] += rows
    return pa.array([f"{letter}{number:010d}" for number in range(first, first + rows)])


def _stays(world: World, people: list[Someone], count: int) -> dict[str, Any]:
    rng = _generator(world)
    times, back = _spread(world, people, count, rng)
    dates = _dates(world, back)
    return {
        **_whose(people, times),
        "stay_no": _numbers(world, "HX", len(back)),
        "division": _repeated(people, times, _division),
        "checkin_at": _instants(dates, rng.integers(840, 1320, len(back))),
        "checkout_at": _instants(dates, 1440 + rng.integers(420, 700, len(back))),
    }


def _journeys(world: World, people: list[Someone], count: int) -> dict[str, Any]:
    rng = _generator(world)
    times, back = _spread(world, people, count, rng)
    division = _repeated(people, times, _division)
    return {
        **_whose(people, times),
        "ticket_no": _numbers(world, "TX", len(back)),
        "mode": pa.array(["rail", "coach"]).take(pa.array(rng.integers(0, 2, len(back)))),
        "from_division": division,
        "to_division": division,
        "depart_at": _instants(_dates(world, back), rng.integers(420, 1260, len(back))),
        "refunded": np.zeros(len(back), dtype=np.bool_),
    }


def _checkins(world: World, people: list[Someone], count: int) -> dict[str, Any]:
    rng = _generator(world)
    times, back = _days_back(world, people, count)
    return {
        **_whose(people, times),
        "at": _instants(_dates(world, back), rng.integers(480, 1200, len(back)), LARGE_SECOND),
        "kind": pa.array(["face", "voice", "visit"]).take(pa.array(rng.integers(0, 3, len(back)))),
        "passed": np.ones(len(back), dtype=np.bool_),
    }


def _division(one: Someone) -> str:
    district: District = one["district"]
    return district.division


def _police(one: Someone) -> str:
    district: District = one["district"]
    return district.police


KINDS = (
    Kind("days_of_labour", "labour_days", "imprisoned", lambda one: str(one["prison"]), _labour),
    Kind("stays_per_person", "hotel_stays", "supervised", _police, _stays),
    Kind("journeys_per_person", "journeys", "supervised", _police, _journeys),
    Kind("checkins_per_person", "checkins", "supervised", lambda one: str(one["district"].justice_bureau), _checkins),
)
