"""Hits of an information check set aside with their cause, and the rest grouped into trips: every hit is counted, none disappears."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

from zhiheng.exchange.core.keyed_tokens import Happening, Supervised
from zhiheng.law.clocks import add_hours, hours_between
from zhiheng.law.moments import SHANGHAI

TRIP_GAP = 36
WAY_HOME = 24
DISTRICTS = range(1, 21)
"""The last two digits of a district of a city with districts (GB/T 2260); counties and county-level cities have others."""
JOURNEYS = frozenset({"rail", "air", "coach", "ship"})


@dataclass(frozen=True)
class Permission:
    """A leave, or a permit for frequent travel (`kind` permit): days and places."""

    kind: str
    from_on: date
    to_on: date
    places: tuple[str, ...]


@dataclass(frozen=True)
class Standing:
    """What is known of a person beside the hit: leaves and permits, days in custody, the day of a move."""

    permissions: tuple[Permission, ...] = ()
    held: tuple[tuple[date, date | None], ...] = ()
    moved_on: date | None = None
    moved_to: str = ""


@dataclass(frozen=True)
class Trip:
    """Records that belong together: a clue. attempt: nothing in it shows that the person really went."""

    records: tuple[Happening, ...]

    @property
    def attempt(self) -> bool:
        """Tickets alone, none of which is known to have been used."""
        return all(one.set in JOURNEYS and one.boarded != "yes" for one in self.records)


def same_region(one: str, other: str) -> bool:
    """Whether going from one place to the other is not leaving (实施办法 第二十六条): one county, or districts of one city."""
    if one[:6] == other[:6]:
        return True
    return one[:4] == other[:4] and all(code[4:6].isdigit() and int(code[4:6]) in DISTRICTS for code in (one, other))


def cause_of(person: Supervised, record: Happening, standing: Standing) -> str:
    """Why a hit is set aside; empty where nothing explains it."""
    day, where = record.at.date(), record.to_division or record.division
    if day < person.from_on or (person.to_on is not None and day > person.to_on):
        return "outside_term"
    if record.refunded:
        return "refunded"
    if any(first <= day and (last is None or day <= last) for first, last in standing.held):
        return "held"
    if same_region(person.division, where) and not record.to_division:
        return "same_region"
    if standing.moved_on and day >= standing.moved_on and same_region(standing.moved_to, where):
        return "relocated"
    return _permitted(person, record, standing.permissions)


def _permitted(person: Supervised, record: Happening, permissions: Iterable[Permission]) -> str:
    day, where = record.at.date(), record.to_division or record.division
    home = same_region(person.division, where)
    for one in permissions:
        covers = home or any(same_region(place, where) for place in one.places)
        if one.from_on <= day <= one.to_on and covers:
            return "permit_covers" if one.kind == "permit" else "leave_covers"
        if home and one.from_on <= day and record.at <= _home_by(one.to_on):
            return "on_way_home"
    return "same_region" if home and same_region(person.division, record.division) else ""


def _home_by(last_on: date) -> datetime:
    return add_hours(datetime.combine(last_on, time(23, 59), tzinfo=SHANGHAI), WAY_HOME)


def set_aside(
    person: Supervised, records: Iterable[Happening], standing: Standing
) -> tuple[tuple[Happening, ...], tuple[tuple[Happening, str], ...]]:
    """Records that nothing explains, and those set aside each with its cause; a record that comes twice is set aside as `duplicate`."""
    left, aside, seen = [], [], set[tuple[str, str]]()
    for record in sorted(records, key=lambda one: (one.at, one.evidence_no)):
        key = (record.set, record.evidence_no)
        cause = "duplicate" if key in seen else cause_of(person, record, standing)
        seen.add(key)
        if cause:
            aside.append((record, cause))
        else:
            left.append(record)
    return tuple(left), tuple(aside)


def trips(records: Sequence[Happening]) -> Iterator[Trip]:
    """Chains of records with gaps of 36 hours at most; penalties, measures and custody each stand alone."""
    chain: list[Happening] = []
    for record in sorted(records, key=lambda one: (one.at, one.evidence_no)):
        if record.set not in JOURNEYS | {"hotel"}:
            yield Trip((record,))
        elif chain and hours_between(max(one.until or one.at for one in chain), record.at) <= TRIP_GAP:
            chain.append(record)
        else:
            if chain:
                yield Trip(tuple(chain))
            chain = [record]
    if chain:
        yield Trip(tuple(chain))
