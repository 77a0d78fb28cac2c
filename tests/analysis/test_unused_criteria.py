"""A criterion for which nothing occurred gives full points with a reason; what is not known never does."""

from __future__ import annotations

from decimal import Decimal

import pytest
from pydantic import ValidationError

from zhiheng.analysis.sheets import Evidence, Figure, work_out
from zhiheng.catalog.sheets import SheetShape

NONE_OF_NONE = Figure(Decimal(0), Decimal(0))


def sheet(**more):
    one = {"id": "met", "title": "会见率", "weight": 100, "from": {"register": "requests", "of": {}}, "unused": "full", **more}
    return SheetShape.model_validate({"sheet": "grade", "title": "评定", "criteria": [one]})


@pytest.mark.parametrize(
    ("figure", "reason", "points"),
    [
        (NONE_OF_NONE, "全年无人申请", Decimal(100)),
        (NONE_OF_NONE, " ", None),
        (Figure(None), "全年无人申请", None),
        (Figure(Decimal(0), Decimal(4)), "全年无人申请", Decimal(0)),
    ],
)
def test_nothing_to_count_is_full_points_only_where_it_is_known_and_said(figure, reason, points):
    found = work_out(sheet(), Evidence({"met": figure}, {"met": {"reason": reason}}))
    assert found.points == points


def test_without_the_word_nothing_to_count_leaves_the_sheet_open():
    found = work_out(sheet(unused=""), Evidence({"met": NONE_OF_NONE}, {"met": {"reason": "全年无人申请"}}))
    assert (found.points, found.missing) == (None, ("会见率：没有可以计算的数据",))


def test_a_criterion_that_reads_no_figure_cannot_be_unused():
    with pytest.raises(ValidationError, match="没有取数"):
        sheet(**{"from": None, "filled": True})
