"""A procedure drawn from its text: steps in layers, arrows for outcomes, how many cases wait at each and since when."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from zhiheng.catalog.procedures import ProcedureSpec

WIDTH, HEIGHT, ACROSS, DOWN, EDGE = 168, 66, 36, 46, 46
PER_LINE, BESIDE_WAITS = 11, 5
BREAKS = frozenset("，、；：）")


@dataclass(frozen=True)
class Box:
    """A step on the drawing: its place, two lines of title, who does it, what waits; title and doer in full are read on pointing at it."""

    id: str
    title: str
    lines: tuple[str, ...]
    by: str
    x: int
    y: int
    waits: int
    days: int | None
    mark: str

    @property
    def by_short(self) -> str:
        """Who does it, as much as stands beside what waits."""
        most = BESIDE_WAITS if self.waits else PER_LINE
        return self.by if len(self.by) <= most else f"{self.by[: most - 1]}…"

    @property
    def middle(self) -> int:
        """Where arrows meet it."""
        return self.x + WIDTH // 2


@dataclass(frozen=True)
class Arrow:
    """An arrow between steps: its path and its kind (`ahead`, or `back` to an earlier layer)."""

    path: str
    kind: str
    title: str


@dataclass(frozen=True)
class Drawing:
    """The whole drawing with its size."""

    boxes: tuple[Box, ...]
    arrows: tuple[Arrow, ...]
    width: int
    height: int


def layers_of(spec: ProcedureSpec) -> list[list[str]]:
    """Steps by how far they lie from the start, in the order of the file within a layer; what nothing leads to stands last."""
    depth: dict[str, int] = dict.fromkeys(spec.start, 0)
    todo = list(spec.start)
    while todo:
        step = todo.pop(0)
        for target in targets_of(spec, step):
            if target not in depth:
                depth[target] = depth[step] + 1
                todo.append(target)
    last = max(depth.values(), default=0) + 1
    found: dict[int, list[str]] = {}
    for name in spec.steps:
        found.setdefault(depth.get(name, last), []).append(name)
    return [found[place] for place in sorted(found)]


def targets_of(spec: ProcedureSpec, step: str) -> dict[str, list[str]]:
    """Step → titles of the outcomes that lead to it, from one step."""
    found: dict[str, list[str]] = {}
    for outcome in spec.steps[step].results.values():
        for target in outcome.to:
            if target in spec.steps:
                found.setdefault(target, []).append(outcome.title)
    return found


def drawn(spec: ProcedureSpec, waiting: Mapping[str, Mapping[str, Any]]) -> Drawing:
    """The drawing; `waiting`: step → cases and days of the oldest."""
    layers = layers_of(spec)
    widest = max(map(len, layers), default=1)
    width = widest * WIDTH + (widest - 1) * ACROSS + 2 * EDGE
    boxes = [box for row, names in enumerate(layers) for box in placed(spec, names, row, width, waiting)]
    by_id = {box.id: box for box in boxes}
    arrows = [
        arrow(by_id[step], by_id[target], "、".join(titles), width)
        for step in spec.steps
        for target, titles in targets_of(spec, step).items()
        if target != step
    ]
    return Drawing(tuple(boxes), tuple(arrows), width, len(layers) * (HEIGHT + DOWN) + EDGE // 2)


def lines_of(title: str) -> tuple[str, ...]:
    """A title in two lines, broken after a mark where one stands near the middle; what does not fit ends in an ellipsis."""
    if len(title) <= PER_LINE:
        return (title,)
    marks = [at + 1 for at, sign in enumerate(title) if sign in BREAKS and at < PER_LINE and len(title) - at - 1 <= PER_LINE]
    cut = marks[-1] if marks else PER_LINE if len(title) > PER_LINE + 2 else (len(title) + 1) // 2
    rest = title[cut:]
    return (title[:cut], rest if len(rest) <= PER_LINE else f"{rest[: PER_LINE - 1]}…")


def placed(spec: ProcedureSpec, names: Sequence[str], row: int, width: int, waiting: Mapping[str, Mapping[str, Any]]) -> list[Box]:
    """The steps of a layer, in the middle of the drawing."""
    left = (width - len(names) * WIDTH - (len(names) - 1) * ACROSS) // 2
    found = []
    for place, name in enumerate(names):
        step, waits = spec.steps[name], waiting.get(name, {})
        role = spec.roles.get(step.by)
        found.append(
            Box(
                name, step.title, lines_of(step.title), role.title if role else "", left + place * (WIDTH + ACROSS),
                row * (HEIGHT + DOWN) + 8,
                int(waits.get("cases", 0)), waits.get("days"), step.mark if step.mark not in {"", "T"} else "",
            )
        )  # fmt: skip
    return found


def arrow(start: Box, end: Box, title: str, width: int) -> Arrow:
    """A line down to a later layer; a curve at the side back to an earlier one or along the same."""
    if end.y > start.y:
        top, bottom = start.y + HEIGHT, end.y
        bend = (bottom - top) // 2
        return Arrow(
            f"M{start.middle} {top} C{start.middle} {top + bend} {end.middle} {bottom - bend} {end.middle} {bottom - 4}", "ahead", title
        )
    right = max(start.x, end.x) + WIDTH
    side = min(right + ACROSS, width - 4)
    begin, finish = start.y + HEIGHT // 2, end.y + HEIGHT // 2 + 8
    return Arrow(f"M{start.x + WIDTH} {begin} C{side} {begin} {side} {finish} {end.x + WIDTH + 4} {finish}", "back", title)
