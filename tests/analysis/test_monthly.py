"""Indicators counted by organ and month give what their rows give, sums and middle ones alike, also after they were kept as text."""

import json
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.conftest import ROOT
from zhiheng.analysis.indicators import figure_of
from zhiheng.analysis.monthly import Monthly
from zhiheng.analysis.periods import parse
from zhiheng.catalog import packs

INDICATORS = packs.loaded(ROOT / "packs").indicators
MIDDLE = next(one for one in INDICATORS.values() if one.middle)
SUMMED = next(one for one in INDICATORS.values() if one.kind == "ratio" and not one.middle)
SHARE = next(one for one in INDICATORS.values() if one.kind == "share")
COUNT = next(one for one in INDICATORS.values() if one.kind == "count")

ROWS = st.lists(
    st.builds(
        lambda organ, day, hit, part, whole: {
            "organ": organ,
            "day": date(2026, 1, 1) + timedelta(days=day),
            "hit": hit,
            "part_count": part,
            "whole_count": whole,
        },
        st.sampled_from(["甲", "乙", None]),
        st.integers(0, 364),
        st.booleans(),
        st.integers(0, 40),
        st.integers(1, 5),
    ),
    max_size=30,
)


@pytest.mark.parametrize("spec", [MIDDLE, SUMMED, SHARE, COUNT], ids=lambda one: one.id)
@settings(max_examples=60)
@given(rows=ROWS, asked=st.sampled_from(["2026", "2026Q2", "2026-03"]), organ=st.sampled_from([None, "甲"]))
def test_months_give_what_rows_give(spec, rows, asked, organ):
    period = parse(asked)
    within = [row for row in rows if period.first_on <= row["day"] <= period.last_on and organ in (None, row["organ"])]
    counted = Monthly.of(spec, rows)
    kept = Monthly.from_json(spec, json.loads(json.dumps(counted.to_json())))
    assert counted.figure(period, organ) == kept.figure(period, organ) == figure_of(spec, within)
