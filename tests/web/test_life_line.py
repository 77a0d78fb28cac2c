"""The time line of a person: a row an organ, marks and bars where the days are, in order whatever the zoom."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from zhiheng.subjects.core.life import LifeEvent
from zhiheng.web.persons.life_line import life_line, zoom_asked

HELD = LifeEvent(
    date(2024, 1, 1), "入所", "custody_records", (), "510101200001011232", "a|1", "沱江监狱", "b1", datetime(2026, 1, 1, tzinfo=UTC)
)
FREED = replace(HELD, on=date(2025, 1, 1), what="出所")
JUDGED = replace(HELD, on=date(2023, 7, 2), what="判决", dataset="sentences", key="s|1", organ="涪城区法院")


def test_each_organ_has_a_row_and_what_lasted_a_bar():
    line = life_line([JUDGED, HELD, FREED])
    assert [row.organ for row in line.rows] == ["涪城区法院", "沱江监狱"]
    court, prison = line.rows
    assert (len(court.bars), len(prison.bars)) == (0, 1)
    assert [mark.words for mark in prison.marks] == ["2024-01-01 入所（羁押收押信息）", "2025-01-01 出所（羁押收押信息）"]
    assert [mark.event for mark in prison.marks] == [2, 3]
    assert prison.bars[0].words == "2024-01-01 至 2025-01-01"
    assert float(prison.bars[0].at) + float(prison.bars[0].wide) == pytest.approx(float(prison.marks[1].at), abs=0.01)
    assert [tick.name for tick in line.ticks if not tick.fine] == ["2023", "2024", "2025"]


def test_what_names_no_end_goes_on_to_the_edge():
    bar = life_line([JUDGED, HELD]).rows[1].bars[0]
    assert bar.words.endswith("没有记载结束")
    assert float(bar.at) + float(bar.wide) == pytest.approx(100, abs=0.01)


def test_one_day_or_none_is_no_line():
    assert life_line([]) is None
    assert life_line([HELD, replace(FREED, on=None)]) is None


@pytest.mark.parametrize(("asked", "zoom"), [("4", 4), ("", 1), ("3", 1), ("-1", 1), ("x", 1)])
def test_a_zoom_that_is_none_shows_all(asked, zoom):
    assert zoom_asked(asked) == zoom


def test_a_month_in_the_middle_of_a_year_says_its_year():
    named = [tick.name for tick in life_line([JUDGED, HELD, FREED]).ticks if tick.fine and tick.name]
    assert named[:3] == ["4月", "2023年7月", "10月"]
