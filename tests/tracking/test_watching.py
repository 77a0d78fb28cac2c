"""The core: what positions say of fences, and breaches with patience, held against a plain loop over single positions."""

from __future__ import annotations

import math
import random
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from zhiheng.schema.errors import UnusableInputError
from zhiheng.tracking.core.areas import METRES_A_DEGREE, Circle, area_of, polygon_of
from zhiheng.tracking.core.fences import BREACH, CERTAIN, FORBIDDEN, NOTHING, REQUIRED, WITHIN, Fence, FenceSet
from zhiheng.tracking.core.sifting import DRIFT, INEXACT, INVALID, JUDGED, sift
from zhiheng.tracking.core.watching import BACK_FIXES, Carried, Points, advance

HOME = (104.06, 30.66)


def north(metres: float) -> tuple[float, float]:
    return HOME[0], HOME[1] + metres / METRES_A_DEGREE


def points(rows) -> Points:
    """Rows of bearer, seconds, place and radius."""
    ordered = sorted(rows, key=lambda row: (row[0], row[1]))
    columns = list(zip(*((bearer, at, *place, radius) for bearer, at, place, radius in ordered), strict=True))
    return Points(np.asarray(columns[0], np.int64), *(np.asarray(column, float) for column in columns[1:]))


def required(**more) -> Fence:
    return Fence("home", "执行地", REQUIRED, Circle(*HOME, 1000), **more)


def forbidden(**more) -> Fence:
    return Fence("school", "禁止区域", FORBIDDEN, Circle(*HOME, 300), **{"fixes": 2, "seconds": 120.0, **more})


def turns_of(fence: Fence, rows, carried=None):
    fences = FenceSet((fence,), (0,))
    after, turns = advance(fences, points(rows), carried or Carried())
    return after, [(turn.began, turn.since) for turn in turns]


def test_two_positions_wholly_outside_over_three_minutes_make_a_breach_and_two_inside_end_it():
    rows = [(0, 0, HOME, 20), (0, 300, north(1150), 30), (0, 540, north(1900), 20), (0, 600, HOME, 20), (0, 660, HOME, 20)]
    assert turns_of(required(), rows)[1] == [(True, 300.0), (False, 600.0)]


def test_a_circle_of_error_that_reaches_in_leaves_it_open():
    rows = [(0, minute * 60, north(1400), 450) for minute in range(30)]
    assert turns_of(required(), rows)[1] == []


def test_less_than_three_minutes_outside_is_none_yet():
    assert turns_of(required(), [(0, 0, north(3000), 10), (0, 179, north(3000), 10)])[1] == []


def test_one_position_wholly_in_a_forbidden_place_is_enough_one_that_may_be_outside_is_not():
    assert turns_of(forbidden(), [(0, 0, HOME, 20)])[1] == [(True, 0.0)]
    assert turns_of(forbidden(), [(0, 0, north(290), 50)])[1] == []
    assert turns_of(forbidden(), [(0, 0, north(290), 50), (0, 120, north(290), 50)])[1] == [(True, 0.0)]


def test_a_fence_holds_in_its_hours_only_also_over_midnight():
    at = 22 * 3600 - 8 * 3600
    rows = [(0, at + step * 200, north(3000), 10) for step in range(3)]
    assert len(turns_of(required(hours=((21 * 60, 6 * 60),)), rows)[1]) == 1
    assert turns_of(required(hours=((6 * 60, 21 * 60),)), rows)[1] == []
    assert turns_of(required(until=at), rows)[1] == []


SHAPE = [(104.05, 30.65), (104.07, 30.655), (104.06, 30.66), (104.075, 30.67), (104.05, 30.672)]
PLACES = st.tuples(st.floats(104.04, 104.08), st.floats(30.64, 30.68))


def plainly_inside(ring, lon, lat) -> bool:
    """By the winding of the ring around the place."""
    turned = 0.0
    for (x1, y1), (x2, y2) in zip(ring, [*ring[1:], ring[0]], strict=True):
        a, b = math.atan2(y1 - lat, x1 - lon), math.atan2(y2 - lat, x2 - lon)
        turned += (b - a + math.pi) % (2 * math.pi) - math.pi
    return abs(turned) > math.pi


@given(st.lists(PLACES, min_size=1, max_size=40))
def test_inside_a_polygon_as_by_its_winding(places):
    lon, lat = np.asarray(places, float).T
    area = polygon_of([SHAPE])
    assume_off_edge = area.edge_m(lon, lat) > 0.01
    plain = np.asarray([plainly_inside(SHAPE, *place) for place in places])
    assert np.array_equal(area.contains(lon, lat)[assume_off_edge], plain[assume_off_edge])


def test_a_hole_is_outside_and_two_parts_are_one_area():
    area = area_of(
        {
            "type": "MultiPolygon",
            "coordinates": [
                [[[0, 0], [10, 0], [10, 10], [0, 10], [0, 0]], [[4, 4], [6, 4], [6, 6], [4, 6], [4, 4]]],
                [[[20, 0], [21, 0], [21, 1], [20, 1], [20, 0]]],
            ],
        }
    )
    lon, lat = np.asarray([1.0, 5.0, 20.5, 15.0]), np.asarray([1.0, 5.0, 0.5, 5.0])
    assert area.contains(lon, lat).tolist() == [True, False, True, False]
    assert area.edge_m(lon[1:2], lat[1:2])[0] == pytest.approx(METRES_A_DEGREE * math.cos(math.radians(5)), rel=1e-3)


@pytest.mark.parametrize(
    "shape",
    [
        {},
        {"circle": [104, 30], "radius_m": 0},
        {"type": "Polygon", "coordinates": [[[1, 1], [2, 2]]]},
        {"circle": [30, 104], "radius_m": 5},
    ],
)
def test_a_shape_that_is_none_is_refused(shape):
    with pytest.raises(UnusableInputError):
        area_of(shape)


def plain_loop(fences, rows):
    """The same rules, one position and one fence at a time."""
    state, found = {}, []
    for bearer, at, place, radius in sorted(rows, key=lambda row: (row[0], row[1])):
        for number, fence in enumerate(fences):
            sign = int(fence.signs(np.asarray([place[0]]), np.asarray([place[1]]), np.asarray([float(radius)]), np.asarray([float(at)]))[0])
            if sign == NOTHING:
                continue
            out, against, count, since, sure = state.get((bearer, number), (False, False, 0, 0.0, False))
            now_against = sign >= BREACH
            if now_against != against or count == 0:
                against, count, since, sure = now_against, 0, at, False
            count, sure = count + 1, sure or sign == CERTAIN
            was = out
            if against and (sure or (count >= fence.fixes and at - since >= fence.seconds)):
                out = True
            elif not against and count >= BACK_FIXES:
                out = False
            state[bearer, number] = (out, against, count, since, sure)
            if out != was:
                found.append((bearer, number, at, out))
    return sorted(found)


WALKS = st.lists(
    st.tuples(st.integers(0, 2), st.integers(0, 40), PLACES, st.sampled_from([5, 40, 150, 700])),
    min_size=1,
    max_size=60,
    unique_by=lambda row: row[:2],
)


@settings(max_examples=60, deadline=None)
@given(WALKS, st.lists(st.integers(1, 39), max_size=4, unique=True))
def test_breaches_as_by_a_plain_loop_however_the_positions_are_cut_into_batches(walk, cuts):
    fences = (
        Fence("a", "甲", REQUIRED, polygon_of([SHAPE])),
        Fence("b", "乙", FORBIDDEN, Circle(104.06, 30.66, 600), fixes=2, seconds=120),
        Fence("c", "丙", FORBIDDEN, polygon_of([[(104.05, 30.64), (104.08, 30.64), (104.08, 30.66)]]), fixes=3, seconds=60),
    )
    rows = [(bearer, minute * 60, place, radius) for bearer, minute, place, radius in walk]
    carried, found = Carried(), []
    edges = [-1, *sorted(cuts), 99]
    for first, last in pairwise(edges):
        part = [row for row in rows if first * 60 < row[1] <= last * 60]
        if part:
            batch = points(part)
            carried, turns = advance(FenceSet(fences, (0, 1, 2)), batch, carried)
            found += [(turn.bearer, turn.fence, batch.at[turn.point], turn.began) for turn in turns]
    assert sorted(found) == plain_loop(fences, rows)


def test_own_fences_hold_for_their_bearer_alone():
    rows = [(bearer, at, north(5000), 10) for bearer in (0, 1) for at in (0, 200)]
    _, turns = advance(FenceSet((required(),)), points(rows), Carried(), {1: (0,)})
    assert [turn.bearer for turn in turns] == [1]


def test_the_same_breaches_with_many_fences_through_the_net_as_without():
    rng = random.Random(7)  # noqa: S311 - a walk to be repeated
    fences = tuple(
        Fence(str(number), "区", FORBIDDEN, Circle(104 + rng.random(), 30 + rng.random(), rng.uniform(200, 4000)), seconds=60)
        for number in range(60)
    )
    rows = [(number % 5, number * 31.0, (104 + rng.random(), 30 + rng.random()), 30) for number in range(400)]
    batch = points(rows)
    _, turns = advance(FenceSet(fences, tuple(range(60))), batch, Carried())
    assert sorted((turn.bearer, turn.fence, batch.at[turn.point], turn.began) for turn in turns) == plain_loop(fences, rows)


def test_nothing_is_carried_of_who_does_as_ordered():
    carried, _ = turns_of(required(), [(bearer, at, HOME, 10) for bearer in range(50) for at in (0, 60)])
    assert len(carried) == 0


def sifted(rows):
    at, places, radius, valid = zip(*rows, strict=True)
    lon, lat = np.asarray(places, float).T
    return sift(np.asarray(at, float), lon, lat, np.asarray(radius, float), np.asarray(valid)).tolist()


def test_a_jump_nobody_can_have_made_is_dropped_and_moves_no_anchor():
    far = (104.8, 30.66)
    assert sifted([(0, HOME, 10, True), (5, far, 10, True), (300, HOME, 10, True)]) == [JUDGED, DRIFT, JUDGED]
    assert sifted([(0, far, 10, True), (5, HOME, 10, True), (10, HOME, 10, True)]) == [DRIFT, JUDGED, JUDGED]


def test_what_is_invalid_or_too_inexact_is_held_against_nothing():
    assert sifted([(0, HOME, 10, False), (5, HOME, 2001, True), (9, HOME, 10, True)]) == [INVALID, INEXACT, JUDGED]
    assert WITHIN < NOTHING
