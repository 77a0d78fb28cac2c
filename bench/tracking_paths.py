"""Positions against fences: ours in batches, a plain shapely loop, and shapely's own tree; each in a process of its own.

`python -m bench.tracking_paths WAY POSITIONS FENCES VERTICES`: the last line is JSON. Every way draws the same walk in batches of the
same size, so that memory tells what is carried, and answers with the breaches that began and ended.
"""

from __future__ import annotations

import json
import math
import sys
import time
from collections.abc import Callable, Iterator
from hashlib import sha256
from typing import Any

import numpy as np

from bench.measured import peak_megabytes

BATCH, BEARERS, SEED = 50_000, 2_000, 20260601
LEFT, LOW, WIDE = 104.0, 30.0, 1.0
METRES_A_DEGREE = 6_371_008.8 * math.pi / 180
FIXES, SECONDS, BACK, STEP_SECONDS = 2, 120.0, 2, 30.0
Batch = tuple[Any, ...]


def rings(fences: int, vertices: int) -> list[Any]:
    """Star-like areas of one to three kilometres, drawn with a fixed seed."""
    rng = np.random.default_rng(SEED)
    turn = np.linspace(0, 2 * np.pi, vertices, endpoint=False)
    drawn = []
    for _ in range(fences):
        lon, lat = LEFT + rng.random() * WIDE, LOW + rng.random() * WIDE
        reach = rng.uniform(1000, 3000) / METRES_A_DEGREE * (1 + 0.2 * np.sin(5 * turn + rng.random()) + 0.05 * rng.random(vertices))
        drawn.append(np.column_stack([lon + reach * np.cos(turn) / np.cos(np.radians(lat)), lat + reach * np.sin(turn)]))
    return drawn


def batches(positions: int) -> Iterator[Batch]:
    """Walks of the bearers, a batch at a time, by bearer and instant: bearer, at, lon, lat, radius."""
    rng = np.random.default_rng(SEED + 1)
    each = BATCH // BEARERS
    place = np.column_stack([LEFT + rng.random(BEARERS) * WIDE, LOW + rng.random(BEARERS) * WIDE])
    for number in range(max(positions // BATCH, 1)):
        steps = rng.normal(0, 0.002, (BEARERS, each, 2)).cumsum(axis=1)
        walked = np.clip(place[:, None, :] + steps, [LEFT, LOW], [LEFT + WIDE, LOW + WIDE])
        place = walked[:, -1, :]
        at = (number * each + np.arange(each)) * STEP_SECONDS
        radius = rng.choice([10.0, 30.0, 200.0], BATCH)
        yield np.repeat(np.arange(BEARERS), each), np.tile(at, BEARERS), walked[:, :, 0].ravel(), walked[:, :, 1].ravel(), radius


def ours(areas: list[Any]) -> Callable[[Batch], list[Any]]:
    from zhiheng.tracking.core.areas import polygon_of
    from zhiheng.tracking.core.fences import FORBIDDEN, Fence, FenceSet
    from zhiheng.tracking.core.watching import Carried, Points, advance

    fences = tuple(Fence(str(place), "", FORBIDDEN, polygon_of([ring]), fixes=FIXES, seconds=SECONDS) for place, ring in enumerate(areas))
    known, kept = FenceSet(fences, tuple(range(len(fences)))), [Carried()]

    def judged(batch: Batch) -> list[Any]:
        points = Points(*batch)
        kept[0], turns = advance(known, points, kept[0])
        return [(turn.bearer, turn.fence, float(points.at[turn.point]), turn.began) for turn in turns]

    return judged


class Loop:
    """The same rules as somebody would write them with shapely: one position after another, one fence after another."""

    def __init__(self, areas: list[Any], *, tree: bool) -> None:
        import shapely

        self.shapely, self.areas = shapely, [shapely.Polygon(ring) for ring in areas]
        for area in self.areas:
            shapely.prepare(area)
        self.edges = [area.exterior for area in self.areas]
        self.tree = shapely.STRtree(self.areas) if tree else None
        self.state: dict[tuple[int, int], tuple[bool, bool, int, float, bool]] = {}

    def __call__(self, batch: Batch) -> list[Any]:
        found: list[Any] = []
        for bearer, at, lon, lat, radius in zip(*(column.tolist() for column in batch), strict=True):
            point = self.shapely.Point(lon, lat)
            inside = self.inside(point)
            for fence in inside | {fence for who, fence in self.open_of(bearer)}:
                self.step(found, bearer, fence, at, self.sign(lon, lat, radius, fence) if fence in inside else -1)
        return found

    def open_of(self, bearer: int) -> list[tuple[int, int]]:
        return self.of_bearer.get(bearer, [])

    @property
    def of_bearer(self) -> dict[int, list[tuple[int, int]]]:
        return self.__dict__.setdefault("_of_bearer", {})

    def inside(self, point: Any) -> set[int]:
        if self.tree is not None:
            return set(self.tree.query(point, predicate="intersects").tolist())
        return {fence for fence, area in enumerate(self.areas) if area.contains(point)}

    def sign(self, lon: float, lat: float, radius: float, fence: int) -> int:
        """Whether the whole error circle lies inside: the edge in metres around the position."""
        wide = math.cos(math.radians(lat))
        ring = self.shapely.transform(self.edges[fence], lambda corners: (corners - [lon, lat]) * [wide * METRES_A_DEGREE, METRES_A_DEGREE])
        return 2 if ring.distance(self.shapely.Point(0, 0)) >= radius else 1

    def step(self, found: list[Any], bearer: int, fence: int, at: float, sign: int) -> None:
        out, against, count, since, sure = self.state.get((bearer, fence), (False, False, 0, 0.0, False))
        now_against = sign > 0
        if now_against != against or count == 0:
            against, count, since, sure = now_against, 0, at, False
        count, sure, was = count + 1, sure or sign == 2, out
        if against and (sure or (count >= FIXES and at - since >= SECONDS)):
            out = True
        elif not against and count >= BACK:
            out = False
        mine = self.of_bearer.setdefault(bearer, [])
        if out or against:
            if (bearer, fence) not in self.state:
                mine.append((bearer, fence))
            self.state[bearer, fence] = (out, against, count, since, sure)
        elif self.state.pop((bearer, fence), None):
            mine.remove((bearer, fence))
        if out != was:
            found.append((bearer, fence, at, out))


WAYS: dict[str, Callable[[list[Any]], Callable[[Batch], list[Any]]]] = {
    "ours": ours,
    "loop": lambda areas: Loop(areas, tree=False),
    "tree": lambda areas: Loop(areas, tree=True),
}


def main(way: str, positions: str, fences: str, vertices: str) -> dict[str, Any]:
    judged = WAYS[way](rings(int(fences), int(vertices)))
    seconds = spent = 0.0
    turns, count, marks, digest = 0, 0, [], sha256()
    for batch in batches(int(positions)):
        part = tuple(column[: int(positions)] for column in batch)
        began, before = time.perf_counter(), time.process_time()
        found = judged(part)
        seconds, spent = seconds + time.perf_counter() - began, spent + time.process_time() - before
        turns, count = turns + len(found), count + len(part[0])
        digest.update(json.dumps(sorted(found)).encode())
        marks.append(peak_megabytes())
    middle = marks[len(marks) // 2]
    return {
        "rate": count / seconds, "rate_of_processor": count / spent, "positions": count, "turns": turns, "digest": digest.hexdigest(),
        "megabytes": marks[-1], "grown": marks[-1] - middle,
    }  # fmt: skip


if __name__ == "__main__":
    print(json.dumps(main(*sys.argv[1:])))
