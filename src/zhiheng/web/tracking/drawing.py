"""A map as a drawing: divisions of the operator's file, fences and positions on one plane. No tiles, nothing from outside."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import accumulate, pairwise
from typing import Any

from zhiheng.law.moments import SHANGHAI
from zhiheng.tracking.core.areas import METRES_A_DEGREE, Circle, area_of
from zhiheng.tracking.core.sifting import JUDGED, UNKNOWN_ACCURACY_M, VERDICTS
from zhiheng.tracking.rows import OrderFence, Position
from zhiheng.tracking.selectors import OrderView, boundaries

WIDTH, HEIGHT, MARGIN = 720.0, 420.0, 16.0
LEAST_DEGREES = 0.004
SECONDS_A_SECOND, MOST_STOPS = 3600, 24
"""An hour is replayed in a second, in ten to sixty seconds; the clock shows at most so many instants."""
Place = tuple[float, float]


@dataclass(frozen=True)
class Plane:
    """From degrees to the drawing: the least longitude, the greatest latitude, how wide a degree of each is."""

    left: float
    top: float
    across: float
    down: float

    def at(self, lon: float, lat: float) -> Place:
        """A place of the drawing."""
        return round(MARGIN + (lon - self.left) * self.across, 1), round(MARGIN + (self.top - lat) * self.down, 1)

    def length(self, metres: float) -> float:
        """Metres as a length of the drawing."""
        return round(metres / METRES_A_DEGREE * self.down, 1)

    def path(self, rings: Iterable[Iterable[Sequence[float]]]) -> str:
        """Rings as one path."""
        parts = [" L".join(f"{x},{y}" for x, y in (self.at(corner[0], corner[1]) for corner in ring)) for ring in rings]
        return " ".join(f"M{part} Z" for part in parts)


@dataclass(frozen=True)
class Replay:
    """The track walked along time: its path, when (0 to 1) which share of it is reached, for how many seconds, and what the clock says."""

    path: str
    times: str
    shares: str
    seconds: int
    clock: list[dict[str, Any]]


@dataclass(frozen=True)
class Drawing:
    """What the page draws: divisions (name, path, place of the name, whether it is of the place of execution), fences, track, positions."""

    divisions: list[dict[str, Any]] = field(default_factory=list)
    fences: list[dict[str, Any]] = field(default_factory=list)
    track: str = ""
    positions: list[dict[str, Any]] = field(default_factory=list)
    replay: Replay | None = None
    width: float = WIDTH
    height: float = HEIGHT


def drawing_of(view: OrderView, positions: Sequence[Position]) -> Drawing | None:
    """The drawing of an order; None where there is nothing to draw. Without positions it shows where the fences lie, no person."""
    drawn = [row for row in view.drawn if row.until_at is None]
    home = [one for one in boundaries().values() if one.code[:4] == view.order.division[:4]]
    corners = [corner for row in drawn for corner in _box_corners(row)] + [(one.lon, one.lat) for one in positions]
    corners += [(lon, lat) for one in home for ring in one.rings for lon, lat in ring]
    if not corners:
        return None
    plane = plane_over(corners)
    judged = [one for one in positions if one.verdict == JUDGED]
    walked = [plane.at(one.lon, one.lat) for one in judged]
    track = " ".join(f"{x},{y}" for x, y in walked)
    return Drawing(
        [_division(plane, one, inside=one.code == view.order.division) for one in home], [_fence(plane, row) for row in drawn], track,
        [_position(plane, one) for one in positions], replay_of(walked, [one.at for one in judged]),
    )  # fmt: skip


def replay_of(walked: Sequence[Place], moments: Sequence[datetime]) -> Replay | None:
    """The replay of a track in the order of its instants; None where nobody moved or no time passed."""
    steps = [math.dist(one, other) for one, other in pairwise(walked)]
    whole, length = (moments[-1] - moments[0]).total_seconds() if moments else 0.0, sum(steps)
    if length <= 0 or whole <= 0:
        return None
    reached = [0.0, *accumulate(steps)]
    passed = [(one - moments[0]).total_seconds() / whole for one in moments]
    seconds = round(min(max(whole / SECONDS_A_SECOND, 10), 60))
    stops = sorted({round(place * (len(moments) - 1) / MOST_STOPS) for place in range(MOST_STOPS + 1)})
    return Replay(
        "M" + " L".join(f"{x},{y}" for x, y in walked), ";".join(f"{one:.4f}" for one in passed),
        ";".join(f"{min(one / length, 1):.4f}" for one in reached), seconds,
        [{"begin": round(passed[stop] * seconds, 2), "said": f"{moments[stop].astimezone(SHANGHAI):%m-%d %H:%M}"} for stop in stops],
    )  # fmt: skip


def plane_over(corners: Sequence[Place]) -> Plane:
    """The plane on which all corners have room, a metre as long across as down."""
    lons, lats = [corner[0] for corner in corners], [corner[1] for corner in corners]
    left, right, low, top = min(lons), max(lons), min(lats), max(lats)
    wide, high = max(right - left, LEAST_DEGREES), max(top - low, LEAST_DEGREES)
    narrow = max(math.cos(math.radians((low + top) / 2)), 0.1)
    down = min((WIDTH - 2 * MARGIN) / (wide * narrow), (HEIGHT - 2 * MARGIN) / high)
    return Plane(left, top, down * narrow, down)


def _box_corners(row: OrderFence) -> list[Place]:
    left, low, right, top = area_of(row.shape).box
    return [(left, low), (right, top)]


def _division(plane: Plane, one: Any, *, inside: bool) -> dict[str, Any]:
    corners = one.rings[0]
    middle = plane.at(sum(lon for lon, _ in corners) / len(corners), sum(lat for _, lat in corners) / len(corners))
    return {"name": one.name, "path": plane.path(one.rings), "x": middle[0], "y": middle[1], "inside": inside}


def _fence(plane: Plane, row: OrderFence) -> dict[str, Any]:
    area = area_of(row.shape)
    if isinstance(area, Circle):
        x, y = plane.at(area.lon, area.lat)
        return {"title": row.title, "kind": row.kind, "x": x, "y": y, "radius": max(plane.length(area.radius_m), 1.0)}
    parts = [row.shape["coordinates"]] if row.shape["type"] == "Polygon" else row.shape["coordinates"]
    return {"title": row.title, "kind": row.kind, "path": plane.path(ring for part in parts for ring in part)}


def _position(plane: Plane, one: Position) -> dict[str, Any]:
    x, y = plane.at(one.lon, one.lat)
    radius = one.accuracy_m if one.accuracy_m is not None else UNKNOWN_ACCURACY_M
    title = f"{one.at.astimezone(SHANGHAI):%Y-%m-%d %H:%M:%S} {VERDICTS[one.verdict]}"
    return {"x": x, "y": y, "radius": plane.length(radius), "judged": one.verdict == JUDGED, "title": title}
