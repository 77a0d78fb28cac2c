"""Where the steps of a procedure stand on a drawing: a lane a role, a column a step from the start, arrows at right angles."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from zhiheng.catalog.procedure_parts import END, Outcome, Step
from zhiheng.catalog.procedures import ProcedureSpec

COLUMN, LANE, LEFT, TOP = 210, 130, 150, 20
SIZES: Mapping[str, tuple[int, int]] = {
    "start": (36, 36),
    "end": (36, 36),
    "step": (110, 64),
    "choice": (40, 40),
    "fork": (40, 40),
    "join": (40, 40),
}
CHANNEL = 16
"""Distance between two arrows that run back below the lanes."""
Point = tuple[int, int]


@dataclass(frozen=True)
class Shape:
    """A step, an event or a gateway. kind: a key of SIZES; x, y: its upper left corner; `about`: the step it belongs to."""

    id: str
    kind: str
    title: str
    lane: str
    x: int
    y: int
    about: str = ""

    @property
    def size(self) -> tuple[int, int]:
        """Width and height."""
        return SIZES[self.kind]

    @property
    def middle(self) -> Point:
        """The middle of the shape."""
        return self.x + self.size[0] // 2, self.y + self.size[1] // 2


@dataclass(frozen=True)
class Arrow:
    """From one shape to another through points."""

    id: str
    source: str
    target: str
    title: str
    points: tuple[Point, ...]


@dataclass(frozen=True)
class Lane:
    """A role's band across the drawing."""

    id: str
    title: str
    y: int
    height: int


@dataclass(frozen=True)
class Diagram:
    """A whole drawing."""

    title: str
    lanes: tuple[Lane, ...]
    shapes: tuple[Shape, ...]
    arrows: tuple[Arrow, ...]
    width: int
    height: int


@dataclass(frozen=True)
class _Place:
    id: str
    kind: str
    title: str
    lane: str
    column: int
    about: str = ""


@dataclass(frozen=True)
class _Link:
    source: str
    target: str
    title: str = ""


def draw_diagram(spec: ProcedureSpec) -> Diagram:
    """The drawing of a procedure."""
    places, links = _places(spec), _links(spec)
    lanes, rows = _lanes(spec, places)
    shapes = _shapes(places, lanes, rows)
    height = lanes[-1].y + lanes[-1].height
    arrows = _arrows({shape.id: shape for shape in shapes}, links, height)
    lowest = max((y for arrow in arrows for _, y in arrow.points), default=height)
    return Diagram(spec.title, lanes, shapes, arrows, max(shape.x + shape.size[0] for shape in shapes) + 40, max(height, lowest) + TOP)


def layers(spec: ProcedureSpec) -> dict[str, int]:
    """Step → how many steps lie before it on the longest way without going back."""
    forward: dict[str, set[str]] = {}
    _walk(spec, spec.start, [], forward)
    found = dict.fromkeys(spec.steps, 0)
    for _ in spec.steps:
        for step, nexts in forward.items():
            for target in nexts:
                found[target] = max(found[target], found[step] + 1)
    return found


def _walk(spec: ProcedureSpec, steps: tuple[str, ...], way: list[str], forward: dict[str, set[str]]) -> None:
    for step in steps:
        if way:
            forward.setdefault(way[-1], set()).add(step)
        if step in forward:
            continue
        forward[step] = set()
        for outcome in spec.steps[step].outcomes:
            onward = tuple(target for target in outcome.to if target != END and target not in way and target != step)
            _walk(spec, onward, [*way, step], forward)


def _places(spec: ProcedureSpec) -> list[_Place]:
    depth = layers(spec)
    first = spec.steps[spec.start[0]]
    places = [_Place("start", "start", "", first.by, 0)]
    for step in spec.steps.values():
        column = 1 + 2 * depth[step.id]
        if step.waits_for:
            places.append(_Place(f"join_{step.id}", "join", "", step.lane, column - 1, step.id))
        places.append(_Place(step.id, "step", step.title, step.lane, column, step.id))
        if len(_drawn(step)) > 1:
            places.append(_Place(f"choice_{step.id}", "choice", "", step.lane, column + 1, step.id))
        places += [
            _Place(fork_id(step, outcome.id), "fork", "", step.lane, column + 1, step.id) for outcome in _drawn(step) if len(outcome.to) > 1
        ]
    ending = next((step for step in reversed(list(spec.steps.values())) if any(outcome.ends for outcome in step.outcomes)), first)
    return [*places, _Place("end", "end", "", ending.by, 2 + max(place.column for place in places if place.kind == "step"))]


def _drawn(step: Step) -> tuple[Outcome, ...]:
    """The outcomes that the picture shows: the ends that many steps have in common would cover everything else."""
    return tuple(outcome for outcome in step.outcomes if not outcome.anywhere) or step.outcomes


def fork_id(step: Step, outcome: str) -> str:
    """The gateway from which an outcome goes several ways."""
    return f"fork_{step.id}_{outcome}"


def _links(spec: ProcedureSpec) -> list[_Link]:
    links = [_Link("start", _entry(spec, step)) for step in spec.start]
    for step in spec.steps.values():
        links += [_Link(f"join_{step.id}", step.id)] if step.waits_for else []
        source = f"choice_{step.id}" if len(_drawn(step)) > 1 else step.id
        links += [_Link(step.id, source)] if source != step.id else []
        for outcome in _drawn(step):
            links += _outcome_links(spec, step, source, outcome.id)
    return links


def _outcome_links(spec: ProcedureSpec, step: Step, source: str, name: str) -> list[_Link]:
    outcome = next(item for item in step.outcomes if item.id == name)
    if len(outcome.to) == 1:
        return [_Link(source, _entry(spec, outcome.to[0]), outcome.title)]
    fork = fork_id(step, name)
    return [_Link(source, fork, outcome.title), *(_Link(fork, _entry(spec, target)) for target in outcome.to)]


def _entry(spec: ProcedureSpec, target: str) -> str:
    return f"join_{target}" if target != END and spec.steps[target].waits_for else target


def _lanes(spec: ProcedureSpec, places: list[_Place]) -> tuple[tuple[Lane, ...], dict[str, int]]:
    """Lanes with room for the most places that share a column, and the row of each place in its lane."""
    rows: dict[str, int] = {}
    taken: dict[tuple[str, int], int] = {}
    for place in places:
        rows[place.id] = taken.get((place.lane, place.column), 0)
        taken[place.lane, place.column] = rows[place.id] + 1
    lanes, y = [], TOP
    for role in spec.roles.values():
        most = max((count for (lane, _), count in taken.items() if lane == role.id), default=0)
        if most:
            lanes.append(Lane(role.id, role.title, y, LANE * most))
            y += LANE * most
    return tuple(lanes), rows


def _shapes(places: list[_Place], lanes: tuple[Lane, ...], rows: dict[str, int]) -> tuple[Shape, ...]:
    tops = {lane.id: lane.y for lane in lanes}
    found = []
    for place in places:
        width, height = SIZES[place.kind]
        x = LEFT + place.column * COLUMN // 2 + (COLUMN - width) // 2
        y = tops[place.lane] + rows[place.id] * LANE + (LANE - height) // 2
        found.append(Shape(place.id, place.kind, place.title, place.lane, x, y, place.about))
    return tuple(found)


def _arrows(shapes: dict[str, Shape], links: list[_Link], bottom: int) -> tuple[Arrow, ...]:
    arrows = []
    below = bottom + CHANNEL
    for index, link in enumerate(links):
        source, target = shapes[link.source], shapes[link.target]
        if target.x > source.x:
            points = _onward(source, target)
        else:
            points = _back(source, target, below)
            below += CHANNEL
        arrows.append(Arrow(f"flow_{index}", link.source, link.target, link.title, points))
    return tuple(arrows)


def _onward(source: Shape, target: Shape) -> tuple[Point, ...]:
    """To the right; past other shapes above the row of the target when it lies further than the next column."""
    begin, end = (source.x + source.size[0], source.middle[1]), (target.x, target.middle[1])
    if end[0] - begin[0] <= COLUMN:
        bend = end[0] - 14
        return (begin, end) if begin[1] == end[1] else (begin, (bend, begin[1]), (bend, end[1]), end)
    over, leave, come = target.middle[1] - LANE // 2 + 12, begin[0] + 14, end[0] - 14
    return begin, (leave, begin[1]), (leave, over), (come, over), (come, end[1]), end


def _back(source: Shape, target: Shape, below: int) -> tuple[Point, ...]:
    """To the left: down below the lanes, back, and up into the target."""
    begin, end = (source.middle[0], source.y + source.size[1]), (target.middle[0] + 12, target.y + target.size[1])
    return begin, (begin[0], below), (end[0], below), end
