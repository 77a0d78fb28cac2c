"""A number against the period before, its target and the other organs: unknown is never the better answer."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from zhiheng.analysis.monthly import Monthly
from zhiheng.analysis.periods import parse
from zhiheng.catalog.indicators import Target
from zhiheng.catalog.packs import loaded
from zhiheng.web.screening.standing import standing_of

PACKS = Path(__file__).resolve().parents[2] / "packs"
SPEC = loaded(PACKS).indicators["reply_in_time"]
ROWS = [
    {"hit": hit, "organ": organ, "day": day}
    for organ, day, hit in (
        ("甲院", "2026-02-01", True),
        ("甲院", "2026-03-01", True),
        ("乙院", "2026-03-05", False),
        ("乙院", "2026-04-05", True),
        ("丙院", "2026-05-01", True),
        ("甲院", "2025-05-01", False),
        ("甲院", "2025-06-01", True),
    )
]


def standing(organ=None, own="", spec=SPEC, rows=ROWS):
    period = parse("2026")
    return standing_of(Monthly.of(spec, rows), period, organ, own, date(2026, 9, 8))


def test_how_things_stand_today_is_held_against_no_earlier_period():
    held = loaded(PACKS).indicators["persons_held"]
    assert (held.is_of_the_day, SPEC.is_of_the_day) == (True, False)
    rows = [{"hit": True, "organ": "甲狱", "day": "2026-06-30"}]
    found = standing_of(Monthly.of(held, rows), parse("2026"), None, "", date(2026, 6, 30))
    assert (found.result.numerator, found.moved, found.last) == (1, "", "")


def test_all_organs_together_have_a_number_a_movement_and_a_target():
    one = standing()
    assert (one.result.numerator, one.result.denominator) == (4, 5)
    assert (one.moved, one.last) == ("▲ 30 个百分点", "2025年（本期尚未结束） 50%")
    assert (one.target, one.met, one.rank) == ("不低于 100%", False, "")


def test_an_organ_stands_among_those_that_have_a_number():
    assert (standing("甲院").rank, standing("甲院").met) == ("第 1 位，共 3 家", True)
    assert standing("乙院").rank == "第 3 位，共 3 家"
    assert standing(own="丙院").rank == "第 1 位，共 3 家"


def test_who_has_no_number_has_no_rank_and_reaches_nothing():
    one = standing("丁院")
    assert (one.result.value, one.met, one.rank, one.moved) == (None, None, "", "")


def test_less_is_better_where_the_pack_says_so():
    fewer = replace(SPEC, better="down", target=Target(Decimal(0), policy="不应当发生"))
    assert (standing("甲院", spec=fewer).rank, standing("乙院", spec=fewer).rank) == ("第 2 位，共 3 家", "第 1 位，共 3 家")
    assert (standing("乙院", spec=fewer).target, standing("乙院", spec=fewer).met) == ("不高于 0%", False)
    assert standing("甲院", spec=replace(SPEC, better="none")).rank == ""


@pytest.mark.parametrize("spec", [one for one in loaded(PACKS).indicators.values() if one.target], ids=lambda one: one.id)
def test_a_target_says_who_sets_it(spec):
    assert spec.target.source or spec.target.policy
    assert spec.better in {"up", "down"}
