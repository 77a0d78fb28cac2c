"""Shapes of facts, declared once: what a rule reads, in which type, with which Chinese name.

`Record.read` turns raw JSON into typed values (dates, instants) or refuses with a code, a sentence that names the field and a remedy.
Nothing is guessed: an unknown field, a wrong type, an unknown code are refused, not passed over.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NoReturn, Protocol

from zhiheng.law.errors import Refused

EARLIEST_YEAR, LATEST_YEAR = 1900, 2199
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_TIME = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2})?", re.ASCII)
_SHOWN = 40


class Kind(Protocol):
    """A type of fact: reads a raw value or refuses it, and says in Chinese what it expects."""

    @property
    def zh(self) -> str:
        """Its Chinese name."""

    def read(self, raw: Any, place: str) -> Any:
        """The typed value of `raw`; `place` is the dotted name for the refusal."""

    def expects(self) -> str:
        """What is expected, in Chinese."""


@dataclass(frozen=True)
class Flag:
    """True or false."""

    zh: str = ""

    def read(self, raw: Any, place: str) -> bool:
        """Only JSON true and false."""
        return raw if isinstance(raw, bool) else _wrong(self, raw, place)

    def expects(self) -> str:
        """What is expected."""
        return "true 或 false"


@dataclass(frozen=True)
class WholeNumber:
    """A whole number between two bounds, both included."""

    zh: str = ""
    least: int = 0
    most: int = 100_000

    def read(self, raw: Any, place: str) -> int:
        """A JSON integer within the bounds."""
        if isinstance(raw, bool) or not isinstance(raw, int):
            _wrong(self, raw, place)
        if not self.least <= raw <= self.most:
            raise Refused("OUT_OF_RANGE", f"{place} 的值 {shortened(raw)} 超出范围", f"应为{self.expects()}")
        return int(raw)

    def expects(self) -> str:
        """What is expected."""
        return f"{self.least} 至 {self.most} 的整数"


@dataclass(frozen=True)
class Amount:
    """A sum in yuan, not negative."""

    zh: str = ""

    def read(self, raw: Any, place: str) -> float:
        """A finite JSON number, zero or more."""
        if isinstance(raw, bool) or not isinstance(raw, int | float) or (isinstance(raw, float) and not math.isfinite(raw)):
            _wrong(self, raw, place)
        if not 0 <= raw <= 10**15:
            raise Refused("OUT_OF_RANGE", f"{place} 的值 {shortened(raw)} 超出范围", "金额应为 0 以上的数（元）")
        return float(raw)

    def expects(self) -> str:
        """What is expected."""
        return "金额（元）"


@dataclass(frozen=True)
class Code:
    """One of a list of codes, each with its Chinese name."""

    codes: Mapping[str, str]
    zh: str = ""

    def read(self, raw: Any, place: str) -> str:
        """A code of the list."""
        if not isinstance(raw, str):
            _wrong(self, raw, place)
        if raw not in self.codes:
            raise Refused("UNKNOWN_CODE", f"{place} 没有“{shortened(raw)}”这个取值", f"可用取值：{'、'.join(self.codes)}")
        return str(raw)

    def expects(self) -> str:
        """What is expected."""
        return f"下列之一：{'、'.join(self.codes)}"


@dataclass(frozen=True)
class Day:
    """A calendar day, YYYY-MM-DD."""

    zh: str = ""

    def read(self, raw: Any, place: str) -> date:
        """An existing day of the years the calendar knows."""
        if isinstance(raw, datetime) or not isinstance(raw, str | date):
            _wrong(self, raw, place)
        try:
            day = raw if isinstance(raw, date) else date.fromisoformat(_matching(_DAY, raw))
        except ValueError:
            _wrong(self, raw, place)
        return _in_range(day, place)

    def expects(self) -> str:
        """What is expected."""
        return "日期 YYYY-MM-DD"


@dataclass(frozen=True)
class Time:
    """A minute of China time, YYYY-MM-DDTHH:MM; `or_day` also takes a day alone."""

    zh: str = ""
    or_day: bool = False

    def read(self, raw: Any, place: str) -> date:
        """A naive instant, read as China time, or a day where one will do."""
        if self.or_day and not isinstance(raw, datetime) and (isinstance(raw, date) or _DAY.fullmatch(str(raw))):
            return Day(self.zh).read(raw, place)
        if not isinstance(raw, str | datetime):
            _wrong(self, raw, place)
        try:
            instant = raw if isinstance(raw, datetime) else datetime.fromisoformat(_matching(_TIME, raw))
        except ValueError:
            _wrong(self, raw, place)
        _in_range(instant, place)
        return instant.replace(tzinfo=None)

    def expects(self) -> str:
        """What is expected."""
        return "时刻 YYYY-MM-DDTHH:MM" + (" 或日期 YYYY-MM-DD" if self.or_day else "")


@dataclass(frozen=True)
class Items:
    """A list of values of one kind."""

    kind: Kind
    zh: str = ""

    def read(self, raw: Any, place: str) -> list[Any]:
        """Each value read under its number, from 1."""
        if not isinstance(raw, list | tuple):
            _wrong(self, raw, place)
        return [self.kind.read(each, f"{place}[{number}]") for number, each in enumerate(raw, start=1)]

    def expects(self) -> str:
        """What is expected."""
        return "列表"


@dataclass(frozen=True)
class Record:
    """Named facts; `required` must be present, any other name is refused.."""

    fields: Mapping[str, Kind]
    required: tuple[str, ...] = ()
    zh: str = ""

    def read(self, raw: Any, place: str = "facts") -> dict[str, Any]:
        """The typed facts that were given; absent ones stay absent."""
        if not isinstance(raw, Mapping):
            _wrong(self, raw, place)
        for name in raw:
            if name not in self.fields:
                raise Refused("UNKNOWN_FIELD", f"{place} 有未知字段“{shortened(name)}”", f"可用字段：{'、'.join(self.fields)}")
        read = {name: self.fields[name].read(value, f"{place}.{name}") for name, value in raw.items()}
        for name in self.required:
            if name not in read:
                raise missing(f"{place}.{name}", self.fields[name].zh)
        return read

    def expects(self) -> str:
        """What is expected."""
        return f"对象，字段：{'、'.join(self.fields)}"


def missing(place: str, zh: str = "") -> Refused:
    """The refusal of facts that lack one the answer cannot do without."""
    return Refused("MISSING_FACT", f"缺少 {place}" + (f"（{zh}）" if zh else ""), "请补充该事实后再问", place)


def contradiction(place: str, reason: str) -> Refused:
    """The refusal of facts that cannot be true together."""
    return Refused("CONTRADICTION", f"{place} 与其他事实矛盾：{reason}", "请核对后改正其中之一")


def need(facts: Mapping[str, Any], name: str, place: str, zh: str = "") -> Any:
    """The fact of that name, or its refusal as missing."""
    if name not in facts:
        raise missing(f"{place}.{name}", zh)
    return facts[name]


def shortened(raw: Any) -> str:
    """A raw value as an error may show it: short, on one line."""
    text = " ".join(str(raw).split())
    return text if len(text) <= _SHOWN else text[:_SHOWN] + "…"


def _matching(form: re.Pattern[str], raw: str) -> str:
    if not form.fullmatch(raw):
        raise ValueError(raw)
    return raw


def _in_range(day: date, place: str) -> date:
    if not EARLIEST_YEAR <= day.year <= LATEST_YEAR:
        raise Refused("OUT_OF_RANGE", f"{place} 的日期 {day} 超出范围", f"应在 {EARLIEST_YEAR} 年至 {LATEST_YEAR} 年之间")
    return day


def _wrong(kind: Kind, raw: Any, place: str) -> NoReturn:
    name = f"{place}（{kind.zh}）" if kind.zh else place
    raise Refused("WRONG_TYPE", f"{name} 应为{kind.expects()}，收到“{shortened(raw)}”", "请改正该字段的类型或格式")
