"""How organs send in practice, declared beside the rules: when something happened, how soon it is told, what ought to be filled, how often.

All of it is practice of handling, not law; pages show it as such.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import Any

from zhiheng.schema.declared import Declared, Place, Wanted, dataset_at, read_own
from zhiheng.schema.standard import DATASETS, Dataset

EVERY = MappingProxyType({"day": "每日", "week": "每周", "month": "每月"})
_KEYS = ("event", "within_days", "expected", "steady", "every")


@dataclass(frozen=True)
class Expected:
    """A field that ought to be filled in the records for which `when` holds."""

    field: str
    when: Mapping[str, Wanted] = dataclasses.field(default_factory=dict)


@dataclass(frozen=True)
class Practice:
    """The practice of one dataset.

    event        fields that say when it happened, the first filled one counts; empty: nothing says so
    within_days  days from the event within which a record is timely
    expected     fields that ought to be filled
    steady       events go on day by day: a file without new days is noticed
    every        day, week or month: how often the dataset is sent, empty: learnt from the organ's own deliveries alone
    """

    event: tuple[str, ...] = ()
    within_days: int = 0
    expected: tuple[Expected, ...] = ()
    steady: bool = False
    every: str = ""


@cache
def practices() -> Mapping[str, Practice]:
    """The practice of every dataset; one not declared has none."""
    return read_practices(read_own("rules.yaml"))


def read_practices(declared: Declared) -> Mapping[str, Practice]:
    """The practices of a declaration. Raises UnusableInputError naming file and line at the first fault."""
    given = declared.value.get("practice") or {}
    found = {
        name: _practice(declared, ("practice", name), dataset_at(declared, ("practice", name), name), one) for name, one in given.items()
    }
    return MappingProxyType({name: found.get(name, Practice()) for name in DATASETS})


def _practice(declared: Declared, place: Place, dataset: Dataset, given: Mapping[str, Any]) -> Practice:
    for key in given:
        declared.known((*place, key), key, _KEYS, "项目")
    event = tuple(_day(declared, (*place, "event"), dataset, name) for name in given.get("event", ()))
    if bool(event) != ("within_days" in given) or (event and not isinstance(given["within_days"], int)):
        declared.fault(place, "event 与 within_days 应当同时写明", "within_days 为天数")
    every = given.get("every", "")
    if every:
        declared.known((*place, "every"), every, EVERY, "周期")
    expected = tuple(_expected(declared, (*place, "expected"), dataset, one) for one in given.get("expected", ()))
    return Practice(event, given.get("within_days", 0), expected, bool(given.get("steady", False)), every)


def _day(declared: Declared, place: Place, dataset: Dataset, name: Any) -> str:
    known = declared.field(place, dataset, name)
    if dataset.fields[known].type not in {"date", "datetime"}:
        declared.fault(place, f"字段 {known} 不是日期", "请写日期或者时间字段")
    return known


def _expected(declared: Declared, place: Place, dataset: Dataset, given: Any) -> Expected:
    if isinstance(given, str):
        return Expected(declared.field(place, dataset, given))
    for key in given:
        declared.known(place, key, ("field", "when"), "项目")
    return Expected(declared.field(place, dataset, given.get("field")), declared.conditions(place, dataset, given.get("when")))
