"""A limit counted back from a day says by when, and how long before what; never that it runs from that day to an earlier one."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from zhiheng.catalog.procedure_times import Within
from zhiheng.law.check import answer
from zhiheng.law.moments import SHANGHAI
from zhiheng.procedure.core.clocks import describe_clock, due
from zhiheng.procedure.core.state import OpenStep, State

END = date(2026, 12, 8)
ITEM = OpenStep("request", date(2026, 11, 2))
OWN = {"policy": "试用", "from": "value:ends_on", "before": True}


@pytest.mark.parametrize(
    ("within", "start", "words"),
    [
        ({"limit": "police.limit/extension_request", "from": "value:ends_on"}, END,
         "最迟应于2026年12月1日办理（侦查羁押期限届满之日2026年12月8日的7日前）"),
        ({"limit": "administrative.limit/hearing_notice", "from": "value:ends_on"}, END,
         "最迟应于2026年11月27日办理（举行听证之日2026年12月8日的7个工作日前）"),
        ({**OWN, "months": 1}, END, "最迟应于2026年11月8日办理（2026年12月8日的1个月前）"),
        ({**OWN, "hours": 24}, datetime(2026, 12, 8, 9, 30, tzinfo=SHANGHAI),
         "最迟应于2026年12月7日09时30分办理（2026年12月8日09时30分的24小时前）"),
    ],
)  # fmt: skip
def test_a_clock_counted_back(within, start, words):
    made = Within.model_validate(within)
    assert describe_clock(start, due(made, start, State()), made, ITEM) == words


def test_a_clock_that_runs_on_is_worded_as_before():
    made = Within.model_validate({"days": 7, "policy": "试用"})
    words = "自2026年12月8日起（当日不计入），至2026年12月15日届满"
    assert describe_clock(END, due(made, END, State()), made, ITEM) == words


def test_the_law_says_so_too():
    facts = {"limit": "extension_request", "start": "2026-12-08"}
    period = next(one for one in answer("police.limit", "2026-12-01", facts)["conditions"] if one["id"] == "period")
    assert period["detail"] == "提请延长侦查羁押期限（届满七日前）：自侦查羁押期限届满（2026-12-08）往前倒数 7 日，最迟 2026-12-01"
