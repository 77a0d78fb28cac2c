"""Fences: where somebody must stay or must not go, and when; what a position says about each.

A sign is NOTHING (the error circle leaves it open), WITHIN (all is as ordered), BREACH or, for a forbidden place, CERTAIN: the whole
error circle lies in it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from zhiheng.tracking.core.areas import Area, Flags, Floats

Whole = NDArray[np.int64]
Signs = NDArray[np.int8]
WITHIN, NOTHING, BREACH, CERTAIN = -1, 0, 1, 2
REQUIRED, FORBIDDEN = "required", "forbidden"
MARGIN_M = 100.0
"""A required place is left only by more than this, or by more than the error where that is larger."""
EAST_8_SECONDS, DAY_SECONDS, MINUTE_SECONDS = 8 * 3600, 86_400, 60
MOST_CELLS = 256


@dataclass(frozen=True)
class Fence:
    """An area under an order.

    kind     required or forbidden
    hours    (first, last) minutes of the day in Shanghai, the last one outside; over midnight where the first is later; empty: always
    since, until   seconds of the epoch between which it holds, until outside
    gaps     spans within those in which it does not hold (a leave)
    fixes, seconds how many positions, over how long, make a breach
    """

    key: str
    title: str
    kind: str
    area: Area
    hours: tuple[tuple[int, int], ...] = ()
    since: float = -np.inf
    until: float = np.inf
    gaps: tuple[tuple[float, float], ...] = ()
    fixes: int = 2
    seconds: float = 180.0

    def holds_at(self, at: Floats) -> Flags:
        """At which instants the fence holds."""
        held = (at >= self.since) & (at < self.until)
        for first, last in self.gaps:
            held &= (at < first) | (at >= last)
        if not self.hours:
            return np.asarray(held)
        minute = ((at + EAST_8_SECONDS) % DAY_SECONDS) // MINUTE_SECONDS
        within = np.zeros(len(at), np.bool_)
        for first, last in self.hours:
            within |= (minute >= first) & (minute < last) if first < last else (minute >= first) | (minute < last)
        return np.asarray(held & within)

    def signs(self, lon: Floats, lat: Floats, radius: Floats, at: Floats) -> Signs:
        """What each position with its error radius (metres) says; WITHIN while the fence does not hold."""
        inside, holds = self.area.contains(lon, lat), self.holds_at(at)
        found = np.full(len(lon), WITHIN, np.int8)
        asked = np.flatnonzero(holds & (inside if self.kind == FORBIDDEN else ~inside))
        if len(asked):
            edge = self.area.edge_m(lon[asked], lat[asked])
            if self.kind == FORBIDDEN:
                found[asked] = np.where(edge >= radius[asked], CERTAIN, BREACH)
            else:
                found[asked] = np.where(edge > np.maximum(radius[asked], MARGIN_M), BREACH, NOTHING)
        return found


@dataclass(frozen=True)
class FenceSet:
    """Fences under their places in a list; `common` ones hold for everybody, the others for whom they are given to."""

    fences: tuple[Fence, ...]
    common: tuple[int, ...] = ()

    @cached_property
    def boxes(self) -> Floats:
        """The box of each fence: n × 4."""
        return np.asarray([fence.area.box for fence in self.fences], float).reshape(-1, 4)

    @cached_property
    def forbidden(self) -> Flags:
        """Which fences forbid: outside their box a position is certainly within what is ordered."""
        return np.asarray([fence.kind == FORBIDDEN for fence in self.fences], np.bool_)

    @cached_property
    def fixes(self) -> Whole:
        """How many positions make a breach, fence by fence."""
        return np.asarray([fence.fixes for fence in self.fences], np.int64)

    @cached_property
    def seconds(self) -> Floats:
        """Over how long they must lie, fence by fence."""
        return np.asarray([fence.seconds for fence in self.fences], float)

    @cached_property
    def grid(self) -> Grid:
        """Where the common forbidden fences lie."""
        return Grid.over(self.boxes, [place for place in self.common if self.forbidden[place]])


@dataclass(frozen=True)
class Grid:
    """A net of cells over some boxes: in each cell the fences whose box touches it (`listed[begins[cell]:begins[cell + 1]]`)."""

    left: float
    low: float
    step: tuple[float, float]
    size: int
    begins: Whole
    listed: Whole

    @classmethod
    def over(cls, boxes: Floats, places: Sequence[int]) -> Grid:
        """The net over the boxes at these places."""
        if not places:
            return cls(0.0, 0.0, (1.0, 1.0), 1, np.zeros(2, np.int64), np.zeros(0, np.int64))
        own = boxes[list(places)]
        left, low = own[:, 0].min(), own[:, 1].min()
        size = int(min(MOST_CELLS, max(1, 2 * round(len(places) ** 0.5))))
        step = (max((own[:, 2].max() - left) / size, 1e-9), max((own[:, 3].max() - low) / size, 1e-9))
        cells: list[list[int]] = [[] for _ in range(size * size)]
        for place, box in zip(places, own, strict=True):
            columns = _span(box[0] - left, box[2] - left, step[0], size)
            for row in _span(box[1] - low, box[3] - low, step[1], size):
                for column in columns:
                    cells[row * size + column].append(place)
        begins = np.concatenate([[0], np.cumsum([len(cell) for cell in cells])])
        return cls(left, low, step, size, begins, np.asarray([place for cell in cells for place in cell], np.int64))

    def near(self, lon: Floats, lat: Floats) -> tuple[Whole, Whole]:
        """Pairs of a position's place and a fence whose cell it lies in."""
        column, row = np.floor((lon - self.left) / self.step[0]), np.floor((lat - self.low) / self.step[1])
        # the upper edge of the net belongs to its last cell
        column = np.where(column == self.size, self.size - 1, column)
        row = np.where(row == self.size, self.size - 1, row)
        known = np.flatnonzero((column >= 0) & (column < self.size) & (row >= 0) & (row < self.size))
        cell = (row[known] * self.size + column[known]).astype(np.int64)
        counts = self.begins[cell + 1] - self.begins[cell]
        return np.repeat(known, counts), self.listed[spread(self.begins[cell], counts)]


def _span(first: float, last: float, step: float, size: int) -> range:
    return range(max(0, min(size - 1, int(first / step))), max(0, min(size - 1, int(last / step))) + 1)


def spread(starts: Whole, counts: Whole) -> Whole:
    """Numbers from each start on, as many as counted: [3, 9], [2, 3] → 3 4 9 10 11."""
    total = int(counts.sum())
    if not total:
        return np.zeros(0, np.int64)
    shift = np.repeat(starts - np.concatenate([[0], np.cumsum(counts)[:-1]]), counts)
    return np.asarray(np.arange(total) + shift, np.int64)
