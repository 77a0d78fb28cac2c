"""From signs to breaches, with patience: a breach begins after enough positions over enough time, and ends after two that are as ordered.

Positions come in batches; what is carried from batch to batch is only where something is not as ordered, so that memory stays flat.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np

from zhiheng.tracking.core.areas import Flags, Floats
from zhiheng.tracking.core.fences import BREACH, CERTAIN, NOTHING, WITHIN, FenceSet, Signs, Whole, spread

BACK_FIXES = 2
"""So many positions as ordered end a breach."""


def _numbers() -> Whole:
    return np.zeros(0, np.int64)


def _floats() -> Floats:
    return np.zeros(0, np.float64)


def _flags() -> Flags:
    return np.zeros(0, np.bool_)


@dataclass(frozen=True)
class Points:
    """Positions in the order of their bearers and instants: bearer's number, seconds of the epoch, degrees, error radius in metres."""

    bearer: Whole
    at: Floats
    lon: Floats
    lat: Floats
    radius: Floats

    def __len__(self) -> int:
        return len(self.at)


@dataclass(frozen=True)
class Carried:
    """What is carried of pairs of bearer and fence (`bearer × number of fences + fence`, rising).

    out      a breach has begun and not ended
    against  the run of positions that goes on is against the order; count, since: its length and first instant; certain: one of it was
    """

    pair: Whole = field(default_factory=_numbers)
    out: Flags = field(default_factory=_flags)
    against: Flags = field(default_factory=_flags)
    count: Whole = field(default_factory=_numbers)
    since: Floats = field(default_factory=_floats)
    certain: Flags = field(default_factory=_flags)

    def __len__(self) -> int:
        return len(self.pair)

    def at_pairs(self, pairs: Whole) -> Carried:
        """What is carried of these pairs; of an unknown one that all is as ordered."""
        place = np.minimum(np.searchsorted(self.pair, pairs), max(len(self) - 1, 0))
        known = (self.pair[place] == pairs) if len(self) else np.zeros(len(pairs), np.bool_)
        if not len(self):
            nothing = np.zeros(len(pairs), np.bool_)
            return Carried(pairs, nothing, nothing, np.zeros(len(pairs), np.int64), np.zeros(len(pairs)), nothing)
        return Carried(
            pairs, self.out[place] & known, self.against[place] & known, np.where(known, self.count[place], 0),
            np.where(known, self.since[place], 0.0), self.certain[place] & known,
        )  # fmt: skip

    def where(self, chosen: Flags) -> Carried:
        """The chosen pairs only."""
        return Carried(
            self.pair[chosen], self.out[chosen], self.against[chosen], self.count[chosen], self.since[chosen], self.certain[chosen]
        )

    def together_with(self, other: Carried) -> Carried:
        """Both, no pair of which is the same."""
        order = np.argsort(np.concatenate([self.pair, other.pair]), kind="stable")
        names = ("pair", "out", "against", "count", "since", "certain")
        return Carried(*(np.concatenate([getattr(self, name), getattr(other, name)])[order] for name in names))


@dataclass(frozen=True)
class Turn:
    """A breach that began (or ended): bearer, fence's place, the position's place in the batch, since when the run of positions lasts."""

    bearer: int
    fence: int
    point: int
    since: float
    began: bool


@dataclass(frozen=True)
class _Rows:
    """Positions under the fences they are held against: pair, its group's number, position's place, sign; by pair, then by instant."""

    pairs: Whole
    group: Whole
    point: Whole
    sign: Signs

    def plain(self) -> _Rows:
        """Without those that leave it open."""
        clear = self.sign != NOTHING
        return _Rows(self.pairs, self.group[clear], self.point[clear], self.sign[clear])


def advance(
    fences: FenceSet, points: Points, carried: Carried, own: dict[int, tuple[int, ...]] | None = None
) -> tuple[Carried, list[Turn]]:
    """What is carried after the batch, and the breaches that began or ended in it.

    own   fences given to a bearer alone, beside the common ones
    """
    if not len(points) or not len(fences.fences):
        return carried, []
    rows = _rows(fences, points, carried, own or {})
    before = carried.at_pairs(rows.pairs)
    after, turns = _runs(fences, points, rows.plain(), before)
    untouched = carried.where(~np.isin(carried.pair, rows.pairs))
    return untouched.together_with(after.where(after.out | after.against)), turns


def _rows(fences: FenceSet, points: Points, carried: Carried, own: dict[int, tuple[int, ...]]) -> _Rows:
    """Every position of a bearer, under each fence that one of them comes near, is given to them or is carried of them."""
    size = len(fences.fences)
    bearers, begins, counts = np.unique(points.bearer, return_index=True, return_counts=True)
    point, fence = fences.grid.near(points.lon, points.lat)
    near = within_box(fences.boxes[fence], points.lon[point], points.lat[point])
    given = [int(bearer) * size + one for bearer in (bearers if own else ()) for one in own.get(int(bearer), ())]
    always = [one for one in fences.common if not fences.forbidden[one]]
    wide = (bearers[:, None] * size + np.asarray(always, np.int64)).ravel() if always else _numbers()
    kept = carried.pair[np.isin(carried.pair // size, bearers)]
    pairs = np.unique(np.concatenate([points.bearer[point[near]] * size + fence[near], np.asarray(given, np.int64), wide, kept]))
    place = np.searchsorted(bearers, pairs // size)
    group = np.repeat(np.arange(len(pairs)), counts[place])
    listed = spread(begins[place].astype(np.int64), counts[place].astype(np.int64))
    return _Rows(pairs, group, listed, _signs(fences, points, pairs[group] % size, listed))


def within_box(boxes: Floats, lon: Floats, lat: Floats) -> Flags:
    """Which positions lie in the box beside them."""
    return np.asarray((lon >= boxes[:, 0]) & (lat >= boxes[:, 1]) & (lon <= boxes[:, 2]) & (lat <= boxes[:, 3]))


def _signs(fences: FenceSet, points: Points, fence: Whole, point: Whole) -> Signs:
    """What each position says of its fence; a forbidden one outside whose box it lies needs no look."""
    found = np.full(len(point), WITHIN, np.int8)
    looked = np.flatnonzero(~fences.forbidden[fence] | within_box(fences.boxes[fence], points.lon[point], points.lat[point]))
    order = looked[np.argsort(fence[looked], kind="stable")]
    names, begins = np.unique(fence[order], return_index=True)
    for name, rows in zip(names, np.split(order, begins[1:]), strict=True):
        at = point[rows]
        found[rows] = fences.fences[name].signs(points.lon[at], points.lat[at], points.radius[at], points.at[at])
    return found


def _runs(fences: FenceSet, points: Points, rows: _Rows, before: Carried) -> tuple[Carried, list[Turn]]:
    """Fold the signs of each pair, in the order of their instants, into breaches."""
    if not len(rows.group):
        return before, []
    fence = rows.pairs[rows.group] % len(fences.fences)
    number, against, at = np.arange(len(rows.group)), rows.sign >= BREACH, points.at[rows.point]
    first = np.concatenate([[True], rows.group[1:] != rows.group[:-1]])
    begins = first | np.concatenate([[True], against[1:] != against[:-1]])
    run = np.maximum.accumulate(np.where(begins, number, 0))
    # a run that goes on from the batch before
    goes_on = (first & (before.against[rows.group] == against) & (before.count[rows.group] > 0))[run]
    count = number - run + 1 + np.where(goes_on, before.count[rows.group], 0)
    since = np.where(goes_on, before.since[rows.group], at[run])
    certain = _so_far(rows.sign == CERTAIN, run) | (goes_on & before.certain[rows.group])
    enough = certain | ((count >= fences.fixes[fence]) & (at - since >= fences.seconds[fence]))
    out = _standing(against & enough, ~against & (count >= BACK_FIXES), first, before.out[rows.group])
    former = np.where(first, before.out[rows.group], np.concatenate([[False], out[:-1]]))
    turned = np.flatnonzero(out != former)
    turns = [
        Turn(
            int(rows.pairs[rows.group[one]] // len(fences.fences)), int(fence[one]), int(rows.point[one]), float(since[one]), bool(out[one])
        )
        for one in turned
    ]
    return _after(rows, before, (out, against, count, since, certain)), turns


def _so_far(flag: Flags, run: Whole) -> Flags:
    """Whether one of the run was so, up to each."""
    counted = np.cumsum(flag)
    return np.asarray(counted - np.where(run > 0, counted[run - 1], 0) > 0)


def _standing(begins: Flags, ends: Flags, first: Flags, carried: Flags) -> Flags:
    """Whether a breach stands at each position: as the last mark says, at the first one as was carried."""
    marks = begins | ends
    last = np.maximum.accumulate(np.where(marks | first, np.arange(len(marks)), 0))
    return np.where(marks[last], begins[last], carried)


def _after(rows: _Rows, before: Carried, columns: tuple[Flags, Flags, Whole, Floats, Flags]) -> Carried:
    """What is carried after the last position of each pair; a pair all of whose positions left it open stays as it was."""
    groups, from_end = np.unique(rows.group[::-1], return_index=True)
    last = len(rows.group) - 1 - from_end
    carried: list[Any] = [np.array(former) for former in (before.out, before.against, before.count, before.since, before.certain)]
    for kept, new in zip(carried, columns, strict=True):
        kept[groups] = new[last]
    return Carried(rows.pairs, *carried)
