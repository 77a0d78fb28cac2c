"""Numbers of indicators as the command line writes them."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace

import pytest

from zhiheng.analysis.indicators import Figure
from zhiheng.catalog import packs
from zhiheng.cli.indicators import figure, result_lines

INDICATORS = packs.load(Path(__file__).resolve().parents[2] / "packs").indicators


def number(hits, whole):
    return Figure(hits, whole, hits / whole if whole else None, None)


@pytest.mark.parametrize(
    ("name", "hits", "whole", "words"),
    [
        ("ward_month_points", 729, 20, "36.45分（729/20）"),
        ("drill_first_act_minutes", 8, 2, "4.00分钟（8/2）"),
        ("case_item_ratio", 6, 5, "1:1.20（6/5）"),
        ("labour_recorded_share", 3, 4, "75.00%（3/4）"),
        ("execution_to_hand", 0, 0, "无数据"),
    ],
)
def test_a_quotient_that_is_no_share_bears_no_per_cent_sign(name, hits, whole, words):
    assert figure(INDICATORS[name], number(hits, whole)) == words


def test_parts_are_written_as_the_whole():
    spec, ours, period = INDICATORS["ward_month_points"], number(729, 20), SimpleNamespace(name="2026")
    result = SimpleNamespace(spec=spec, filters=SimpleNamespace(period=period), figure=ours, parts={"某监狱": ours})
    assert result_lines(result) == ["每人月均分（2026）：36.45分（729/20）", "    某监狱：36.45分（729/20）"]
