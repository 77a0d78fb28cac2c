"""The dates of a question and its answer on one line of time, each with its name."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from zhiheng.law.facts import Day, Items, Kind, Record, Time


@dataclass(frozen=True, order=True)
class Moment:
    """A day (or minute) on the line: what happened, was asked, or is computed."""

    at: str
    title: str
    kind: str


def moments(shape: Record, facts: Mapping[str, Any], as_of: date, result: Mapping[str, Any], outputs: Mapping[str, str]) -> list[Moment]:
    """Facts (`fact`), the day of assessment (`asked`) and computed days (`computed`), oldest first."""
    found = [Moment(at, title, "fact") for title, at in _days(shape, facts)]
    found.append(Moment(as_of.isoformat(), "核查日", "asked"))
    found += [Moment(str(value), outputs.get(name, name), "computed") for name, value in result.items() if _is_day(value)]
    return sorted(set(found))


def _days(kind: Kind, value: Any, title: str = "") -> Iterator[tuple[str, str]]:
    if isinstance(kind, Record) and isinstance(value, Mapping):
        for name, inner in value.items():
            if name in kind.fields:
                yield from _days(kind.fields[name], inner, kind.zh)
    elif isinstance(kind, Items) and isinstance(value, list):
        for inner in value:
            yield from _days(kind.kind, inner, kind.zh)
    elif isinstance(kind, Day | Time):
        yield (f"{title}：{kind.zh}" if title and title not in kind.zh else kind.zh), str(value)


def _is_day(value: Any) -> bool:
    """Whether a result is a day or a minute in ISO form."""
    return isinstance(value, str) and len(value) >= 10 and value[4:5] == "-" and value[7:8] == "-" and value[:4].isdecimal()
