"""A fact that is missing: what it would decide, and the answer where it decides nothing.

Every value the fact may have is tried (a code, a yes or no) or many across its range (a day, a length). Where all give one result, that
is the answer; where they differ, the refusal names the fact and the outputs that hang on it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import date
from typing import Any

from zhiheng.law.clocks import add_days, months_after
from zhiheng.law.errors import Refused
from zhiheng.law.facts import Amount, Code, Day, Flag, Items, Kind, Record, Time, WholeNumber
from zhiheng.law.rule import Answer, Condition, Version

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_STEP = re.compile(r"\.(\w+)|\[(\d+)\]")
_MONTHS_AWAY = (-480, -240, -120, -60, -36, -24, -18, -12, -6, -3, -1, 1, 3, 6, 12, 18, 24, 36, 60, 120)
_LENGTHS = (0, 1, 2, 3, 5, 6, 9, 11, 12, 13, 18, 23, 24, 25, 30, 35, 36, 37, 59, 60, 61, 84, 119, 120, 121, 180, 240, 300, 420)
_SUMS = (0.0, 1.0, 10.0**6, 10.0**12)
_MOST_RECORDS = 24

Path = Sequence[str | int]


def without(version: Version, raw: Mapping[str, Any], as_of: date, refusal: Refused) -> Answer:
    """The answer if no value of the missing fact changes it; else the refusal, saying what the fact decides."""
    path = _path(refusal.place)
    kind = _kind_at(version.facts, path)
    answers, said = [], set[str]()
    for value in _values(kind, raw, as_of):
        try:
            answers.append(version.decide(version.facts.read(_put(raw, path, value)), as_of))
        except Refused as other:
            if other.code != "CONTRADICTION":
                said.add(other.code)
    if answers and not said and all(each.result == answers[0].result for each in answers):
        return _common(answers, refusal.place, kind.zh)
    raise replace(refusal, message=f"{refusal.message}，它决定：{_decided(version, answers)}")


def _decided(version: Version, answers: Sequence[Answer]) -> str:
    """The outputs that differ between the answers, by their Chinese names; all of them where nothing could be tried."""
    differing = [zh for name, zh in version.outputs.items() if len({repr(each.result.get(name)) for each in answers}) > 1]
    return "、".join(differing or version.outputs.values())


def _common(answers: Sequence[Answer], place: str, zh: str) -> Answer:
    """The one result, with the conditions every answer gives alike and a word on the missing fact."""
    shared = tuple(each for each in answers[0].conditions if all(each in other.conditions for other in answers))
    cites = answers[0].all_cites
    says = Condition("NOT_NEEDED", satisfied=True, detail=f"没有给出{zh or place}，结论不因此不同", cites=cites)
    return replace(answers[0], conditions=(*shared, says), cites=cites)


def _path(place: str) -> list[str | int]:
    """`facts.a[2].b` as the way down from the facts: a, 1, b."""
    return [name or int(number) - 1 for name, number in _STEP.findall(place)]


def _kind_at(shape: Kind, path: Path) -> Kind:
    for step in path:
        shape = shape.fields[str(step)] if isinstance(shape, Record) else shape.kind if isinstance(shape, Items) else shape
    return shape


def _put(raw: Any, path: Path, value: Any) -> Any:
    """The facts with the value in its place."""
    if not path:
        return value
    step, rest = path[0], path[1:]
    if isinstance(step, int):
        return [_put(each, rest, value) if number == step else each for number, each in enumerate(raw)]
    held = raw if isinstance(raw, Mapping) else {}
    return {**held, step: _put(held.get(step, {}), rest, value)}


def _values(kind: Kind, raw: Any, as_of: date) -> Iterator[Any]:
    """Values the fact may have: all of a code or a flag, many of a number or a day, some of a record or a list."""
    if isinstance(kind, Flag):
        yield from (False, True)
    elif isinstance(kind, Code):
        yield from kind.codes
    elif isinstance(kind, WholeNumber):
        yield from (each for each in _LENGTHS if kind.least <= each <= kind.most)
    elif isinstance(kind, Amount):
        yield from _SUMS
    elif isinstance(kind, Day | Time):
        yield from _days(raw, as_of, instants=isinstance(kind, Time) and not kind.or_day)
    elif isinstance(kind, Items):
        yield from ([], *([each] for each in _values(kind.kind, raw, as_of)))
    else:
        yield from _records(kind, raw, as_of) if isinstance(kind, Record) else ()


def _days(raw: Any, as_of: date, *, instants: bool) -> Iterator[Any]:
    """Days about every day the facts and the question name, and months away from it."""
    named = sorted({as_of, *_days_in(raw)})
    found = {day for each in named for day in (add_days(each, -1), each, add_days(each, 1), *(months_after(each, n) for n in _MONTHS_AWAY))}
    for day in sorted(found):
        yield f"{day}T09:00" if instants else day


def _days_in(raw: Any) -> Iterator[date]:
    """Every day named anywhere in raw facts; what reads like none is passed over."""
    if isinstance(raw, Mapping):
        raw = list(raw.values())
    if isinstance(raw, list | tuple):
        for value in raw:
            yield from _days_in(value)
    elif _DAY.match(str(raw)):
        with suppress(ValueError):
            yield date.fromisoformat(str(raw)[:10])


def _records(kind: Record, raw: Any, as_of: date) -> Iterator[dict[str, Any]]:
    """The least record, then for each field some of its values, and all fields at their last value together."""
    least = {name: next(_values(kind.fields[name], raw, as_of)) for name in kind.required}
    yield least
    fullest = dict(least)
    for name, field in kind.fields.items():
        tried = list(_values(field, raw, as_of))[:_MOST_RECORDS]
        yield from ({**least, name: value} for value in tried)
        fullest[name] = tried[-1]
    yield fullest
