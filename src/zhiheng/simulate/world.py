"""What a part of the province holds while it is being made: its records by organ and dataset, and the clues planted in it."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from random import Random
from typing import TYPE_CHECKING, Any

from zhiheng.simulate.days import between, plus

if TYPE_CHECKING:
    from zhiheng.simulate.persons import Person

Values = dict[str, Any]


@dataclass(slots=True)
class Record:
    """One row as its organ knows it: canonical values by field name; `short_id` asks for the 15-digit form of the number."""

    values: Values
    short_id: bool = False


@dataclass(frozen=True, order=True)
class Clue:
    """A clue the province holds by construction."""

    model: str
    subject: str
    occurrence: str


@dataclass
class Register:
    """What must not repeat in the whole province: running numbers, identity numbers, persons made so far."""

    counts: Counter[tuple[str, ...]] = field(default_factory=Counter)
    identities: set[str] = field(default_factory=set)
    persons: int = 0

    def next(self, *series: str) -> int:
        """The next running number of a series, from 1."""
        self.counts[series] += 1
        return self.counts[series]


@dataclass
class World:
    """One part of the province in the making; parts share the register and nothing else."""

    rng: Random
    as_of: date
    register: Register
    records: dict[tuple[str, str], list[Record]] = field(default_factory=lambda: defaultdict(list))
    clues: list[Clue] = field(default_factory=list)
    supervised: list[Mapping[str, Any]] = field(default_factory=list)
    imprisoned: list[Mapping[str, Any]] = field(default_factory=list)
    bystanders: list[Person] = field(default_factory=list)

    def add(self, source: str, dataset: str, person: Person | None = None, /, *, short_id: bool = False, **values: Any) -> Values:
        """Record a row of an organ; empty values are left out; the row may be changed until the part is written."""
        row: Values = {"id_number": person.id_number, "name": person.name} if person else {}
        if person and person.id_type != "resident":
            row["id_type"] = person.id_type
        row.update((name, value) for name, value in values.items() if value is not None)
        self.records[source, dataset].append(Record(row, short_id))
        return row

    def clue(self, model: str, subject: str, *occurrence: object) -> None:
        """State that the model must find this."""
        self.clues.append(Clue(model, subject, "|".join(map(str, occurrence))))

    def ago(self, most: int, least: int | None = None) -> date:
        """The day `most` days before the as-of day, or a random day from `most` to `least` days before it."""
        return plus(self.as_of, -(most if least is None else self.rng.randint(least, most)))

    def day(self, first: date, last: date) -> date:
        """A random day from `first` to `last`."""
        return between(self.rng, first, last)

    def chance(self, share: float) -> bool:
        """True in this share of cases."""
        return self.rng.random() < share

    def number(self, *series: str) -> int:
        """The next running number of a series, unique in the province."""
        return self.register.next(*series)
