"""Charts drawn by the server as plain marks: nothing is loaded for them, and they stand on paper as on the screen."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Any

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

register = template.Library()
LEFT, RIGHT, TOP, FOOT = 2.0, 98.0, 16, 20
TALL, LOW = 220, 120
LOW_COLUMNS, COLUMN_SHARE = 84, 0.72
MOST_LABELS = 5

Value = float | None
Point = tuple[float, float]


@register.simple_tag
def chart(numbers: Mapping[str, Any], label: str, *, small: bool = False) -> SafeString:
    """The chart of `names`, `values`, `notes`, `unit`, `kind` (`bars`, `columns` or `line`); `label` says what it is."""
    if numbers["kind"] == "columns":
        return columns(numbers, label)
    return bars(numbers, label) if numbers["kind"] == "bars" else line(numbers, label, LOW if small else TALL)


def bars(numbers: Mapping[str, Any], label: str) -> SafeString:
    """A bar a name, the longest first as they come, each with its value in words."""
    values: Sequence[Value] = numbers["values"]
    most = top_of(values, numbers["unit"])
    drawn = '<svg class="bars-line" width="100%" height="14" aria-hidden="true"><rect class="bars-track" width="100%" height="14"></rect>'
    bar = f'{drawn}<rect class="bars-bar" width="{{}}%" height="14"></rect></svg>'
    row = f'<li title="{{}}"><span class="bars-name">{{}}</span>{bar}<span class="bars-value">{{}}</span></li>'
    rows = zip(numbers["names"], values, numbers.get("notes") or numbers["names"], strict=True)
    shown = [(note, name, f"{100 * (value or 0) / most:.2f}", value_text(value, numbers["unit"])) for name, value, note in rows]
    return format_html('<ol class="bars" aria-label="{}">{}</ol>', label, format_html_join("", row, shown))


def columns(numbers: Mapping[str, Any], label: str) -> SafeString:
    """An upright bar for each day, the highest as high as the chart; the first and the last day stand below."""
    values: Sequence[Value] = numbers["values"]
    most, wide = top_of(values, numbers["unit"]), 100 / max(len(values), 1)
    heights = [round((LOW_COLUMNS - FOOT) * min((value or 0) / most, 1.0), 1) for value in values]
    told = zip(heights, numbers["names"], values, strict=True)
    drawn = [
        (f"{place * wide:.2f}", LOW_COLUMNS - FOOT - height, f"{wide * COLUMN_SHARE:.2f}", height, name, value_text(value, numbers["unit"]))
        for place, (height, name, value) in enumerate(told)
    ]
    return format_html(
        '<svg class="columns" width="100%" height="{}" role="img" aria-label="{}">{}{}{}</svg>',
        LOW_COLUMNS,
        label,
        format_html('<line class="trend-grid" x1="0" y1="{0}" x2="100%" y2="{0}"></line>', LOW_COLUMNS - FOOT),
        format_html_join("", '<rect x="{}%" y="{}" width="{}%" height="{}"><title>{} {}</title></rect>', drawn),
        format_html_join("", '<text x="{}%" y="{}" text-anchor="{}">{}</text>', edge_names(numbers["names"], LOW_COLUMNS)),
    )


def edge_names(names: Sequence[str], height: int) -> list[tuple[int, int, str, str]]:
    """The first name at the left edge, the last at the right."""
    return [(0, height - 4, "start", names[0]), (100, height - 4, "end", names[-1])] if names else []


def line(numbers: Mapping[str, Any], label: str, height: int) -> SafeString:
    """A line over time; a month without a value breaks it."""
    values: Sequence[Value] = numbers["values"]
    most = top_of(values, numbers["unit"])
    points = [placed(place, value, len(values), most, height) for place, value in enumerate(values)]
    notes = numbers.get("notes") or [""] * len(values)
    told = zip(points, numbers["names"], values, notes, strict=True)
    unit = numbers["unit"]
    dots = [(*at, f"{name} {value_text(value, unit)}", f"（{note}）" if note else "") for at, name, value, note in told if at]
    return format_html(
        '<svg class="trend" width="100%" height="{}" role="img" aria-label="{}">{}{}{}{}</svg>',
        height,
        label,
        grid(most, numbers["unit"], height),
        format_html_join("", '<line class="trend-line" x1="{}%" y1="{}" x2="{}%" y2="{}"></line>', strokes(points)),
        format_html_join("", '<circle class="trend-dot" cx="{}%" cy="{}" r="4"><title>{}{}</title></circle>', dots),
        format_html_join("", '<text x="{}%" y="{}" text-anchor="{}">{}</text>', months(numbers["names"], height)),
    )


def top_of(values: Sequence[Value], unit: str) -> float:
    """The value at the upper edge."""
    return max((value for value in values if value), default=1.0) if unit != "%" else max(100.0, *(value or 0 for value in values), 0)


def value_text(value: Value, unit: str) -> str:
    """A value in words, shares with one decimal as in the tables."""
    if value is None:
        return "—"
    return f"{value:.1f}%" if unit == "%" else f"{value:,.10g}{unit}"


def placed(place: int, value: Value, count: int, most: float, height: int) -> Point | None:
    """Where a value stands: percent of the width, pixels of the height; None where there is none."""
    if value is None:
        return None
    low = height - FOOT
    return across(place, count), round(low - (low - TOP) * min(value / most, 1.0), 1)


def across(place: int, count: int) -> float:
    """How far to the right, in percent; one value alone stands in the middle."""
    return 50.0 if count < 2 else round(LEFT + (RIGHT - LEFT) * place / (count - 1), 2)


def strokes(points: Sequence[Point | None]) -> Iterator[tuple[float, float, float, float]]:
    """A stroke between neighbours that both have a value."""
    for one, other in pairwise(points):
        if one and other:
            yield (*one, *other)


def grid(most: float, unit: str, height: int) -> SafeString:
    """Foot, middle and upper edge with their values."""
    low = height - FOOT
    edges = [(part, low - (low - TOP) * part) for part in (0.0, 0.5, 1.0)]
    lines = [(y, y, value_text(most * part, unit).replace(".0%", "%"), y - 3) for part, y in edges]
    drawn = '<line class="trend-grid" x1="0" y1="{}" x2="100%" y2="{}"></line><text class="trend-scale" x="0" y="{}">{}</text>'
    return format_html_join("", drawn, [(one, two, below, words) for one, two, words, below in lines])


def months(names: Sequence[str], height: int) -> Iterator[tuple[float, int, str, str]]:
    """At most five names under the line, the first and the last among them."""
    every = -(-len(names) // MOST_LABELS) if names else 1
    for place in range(len(names) - 1, -1, -every):
        anchor = "end" if place == len(names) - 1 and len(names) > 1 else "start" if place == 0 and len(names) > 1 else "middle"
        yield across(place, len(names)), height - 4, anchor, names[place]
