"""The time line of a person drawn by the server: a row an organ, marks for days, bars for what lasted; zoomed by its width."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from zhiheng.law.clocks import days_between
from zhiheng.subjects.core.life import LIFE, LifeEvent

ZOOMS = (1, 2, 4, 8, 16)
ROW, HEAD = 30, 24
MOST_YEARS_NAMED = 12
MONTHS = {4: "4月", 7: "{year}年7月", 10: "10月"}
"""What is written at the first of a month when zoomed in; the year in its middle too, since its first day may be out of sight."""
LASTS_ON = frozenset({"custody_records", "corrections_cases"})
"""Datasets whose record, while it names no end, goes on to the edge of the line."""


@dataclass(frozen=True)
class Mark:
    """A day, or a time that lasted: percent from the left, how wide, what it is, and its place in the list of events."""

    at: str
    words: str
    event: int
    wide: str = ""
    y: int = 0


@dataclass(frozen=True)
class Row:
    """What one organ wrote."""

    organ: str
    marks: tuple[Mark, ...]
    bars: tuple[Mark, ...]


@dataclass(frozen=True)
class Tick:
    """A first of January (with its year where there is room), or of another month, shown only when zoomed in."""

    at: str
    name: str = ""
    fine: bool = False


@dataclass(frozen=True)
class LifeLine:
    """The whole line."""

    rows: tuple[Row, ...]
    ticks: tuple[Tick, ...]
    first: date
    last: date

    @property
    def height(self) -> int:
        """Of the drawing, in pixels."""
        return HEAD + ROW * len(self.rows)


def zoom_asked(text: str) -> int:
    """The zoom an address asks for; the whole line where it asks for none there is."""
    return int(text) if text in map(str, ZOOMS) else 1


def life_line(life: Sequence[LifeEvent]) -> LifeLine | None:
    """The line of these events; None where fewer than two name a day."""
    dated = [(place, event, event.on) for place, event in enumerate(life, start=1) if event.on is not None]
    if len(dated) < 2:
        return None
    days = [on for _, _, on in dated]
    scale = Scale(date(min(days).year, 1, 1), date(max(days).year + 1, 1, 1))
    organs = list(dict.fromkeys(event.organ for _, event, _ in dated))
    rows = tuple(_row(organ, y, [one for one in dated if one[1].organ == organ], scale) for y, organ in enumerate(organs))
    return LifeLine(rows, tuple(_ticks(scale)), min(days), max(days))


@dataclass(frozen=True)
class Scale:
    """From the first day of the first year to that of the year after the last."""

    first: date
    end: date

    def at(self, day: date) -> str:
        """How far to the right a day stands, in percent."""
        return f"{100 * self.share(day):.3f}"

    def share(self, day: date) -> float:
        """The same as a share of the whole."""
        return days_between(self.first, day) / days_between(self.first, self.end)


def _row(organ: str, y: int, dated: Sequence[tuple[int, LifeEvent, date]], scale: Scale) -> Row:
    middle = HEAD + ROW * y + ROW // 2
    marks = tuple(Mark(scale.at(on), f"{on:%Y-%m-%d} {event.what}（{event.dataset_title}）", place, y=middle) for place, event, on in dated)
    return Row(organ, marks, tuple(_bars(middle, dated, scale)))


def _bars(middle: int, dated: Sequence[tuple[int, LifeEvent, date]], scale: Scale) -> Iterator[Mark]:
    """What lasted: between the two days of a record, or on to the edge where such a record names no end."""
    begun = {(event.dataset, event.key): (place, on) for place, event, on in dated if event.what == LIFE[event.dataset].days[0][1]}
    ended = {(event.dataset, event.key): on for _, event, on in dated if event.what != LIFE[event.dataset].days[0][1]}
    for record, (place, on) in begun.items():
        until = ended.get(record, scale.end if record[0] in LASTS_ON else None)
        if until is not None and until > on:
            words = f"{on:%Y-%m-%d} 至 {until:%Y-%m-%d}" if record in ended else f"{on:%Y-%m-%d} 起，没有记载结束"
            yield Mark(scale.at(on), words, place, wide=f"{100 * (scale.share(until) - scale.share(on)):.3f}", y=middle)


def _ticks(scale: Scale) -> Iterator[Tick]:
    years = range(scale.first.year, scale.end.year)
    every = -(-len(years) // MOST_YEARS_NAMED)
    for year in years:
        yield Tick(scale.at(date(year, 1, 1)), str(year) if (year - scale.first.year) % every == 0 else "")
        yield from (Tick(scale.at(date(year, month, 1)), MONTHS.get(month, "").format(year=year), fine=True) for month in range(2, 13))
