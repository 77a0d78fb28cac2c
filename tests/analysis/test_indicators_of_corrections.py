"""Indicators of community corrections over planted rows, their numbers worked out by hand."""

from __future__ import annotations

from datetime import date

import pytest

from zhiheng.analysis.indicators import Filters, IndicatorTables, compute
from zhiheng.analysis.periods import parse

LEAVE = {"id_number": "甲", "name": "周甲", "applied_on": "2026-04-01", "destination": "重庆"}
ORDER = {"name": "周甲", "ground": "absence", "approver": "county_head"}
ROWS = {
    "leave_lawful_share": {
        "leaves": [
            {**LEAVE, "leave_no": "1", "from_date": "2026-04-10", "to_date": "2026-04-16", "approver": "office"},  # seven days: lawful
            {**LEAVE, "leave_no": "2", "from_date": "2026-05-08", "to_date": "2026-05-15", "approver": "office"},  # eight: the county's
            {
                **LEAVE,
                "leave_no": "3",
                "from_date": "2026-05-25",
                "to_date": "2026-06-10",
                "approver": "county",
            },  # 6 + 8 + 17 = 31: above it
            {**LEAVE, "id_number": "乙", "leave_no": "4", "from_date": "2026-05-01", "to_date": "2026-05-30", "approver": "county"},
            {**LEAVE, "id_number": "乙", "leave_no": "5", "from_date": "2026-06-20", "to_date": "2026-06-21", "approver": "refused"},
        ]
    },
    "tag_orders_lawful_share": {
        "monitoring_orders": [
            {**ORDER, "order_no": "1", "id_number": "甲", "from_date": "2026-03-16", "to_date": "2026-06-16"},  # goes on in the next
            {**ORDER, "order_no": "2", "id_number": "甲", "from_date": "2026-06-17", "to_date": "2026-09-17"},  # runs
            {**ORDER, "order_no": "3", "id_number": "乙", "from_date": "2026-03-16", "to_date": "2026-06-17"},  # a day too long
            {**ORDER, "order_no": "4", "id_number": "丙", "from_date": "2026-02-01", "to_date": "2026-03-01"},  # never taken off
            {**ORDER, "order_no": "5", "id_number": "丁", "from_date": "2026-02-01", "to_date": "2026-03-01", "removed_on": "2026-02-20"},
            {**ORDER, "order_no": "6", "id_number": "戊", "from_date": "2026-06-01", "to_date": "2026-08-01", "ground": "none"},
            {**ORDER, "order_no": "7", "id_number": "己", "from_date": "2026-06-01", "to_date": "2026-08-01", "approver": "other"},
        ]
    },
    "lost_found_in_a_month_share": {
        "case_lost_search": [
            {
                "case": "1",
                "opening__missed_at": "2026-05-01T09:00:00+08:00",
                "found__found_at": "2026-05-31T09:00:00+08:00",
            },  # to the minute
            {"case": "2", "opening__missed_at": "2026-05-01T09:00:00+08:00", "found__found_at": "2026-05-31T09:01:00+08:00"},
            {"case": "3", "opening__missed_at": "2026-05-30T09:00:00+08:00"},  # a month is over
            {"case": "4", "opening__missed_at": "2026-05-31T09:00:00+08:00"},  # not yet
            {"case": "5", "opening__missed_at": "2026-05-01T09:00:00+08:00", "found__outcome": "held"},
        ]
    },
    "relocation_refusal_grounded_share": {
        "case_relocation": [
            {"case": "1", "reply__outcome": "refused", "reply__on": "2026-05-14", "reply__refuse_ground": "false_proof"},
            {"case": "2", "reply__outcome": "refused", "reply__on": "2026-05-14", "reply__refuse_ground": "other"},
            {"case": "3", "reply__outcome": "refused", "reply__on": "2026-05-14"},
            {"case": "4", "reply__outcome": "agreed", "reply__on": "2026-05-14"},
        ]
    },
}
FIGURES = {
    "leave_lawful_share": (2, 4), "tag_orders_lawful_share": (3, 7), "lost_found_in_a_month_share": (1, 3),
    "relocation_refusal_grounded_share": (1, 3),
}  # fmt: skip


@pytest.mark.parametrize("name", ROWS)
def test_the_share_is_what_the_rows_say(name, catalog, room):
    ground = IndicatorTables(room.library(ROWS[name]).connection)
    found = compute(catalog.indicators[name], ground, filters=Filters(parse("2026")), as_of=date(2026, 6, 30))
    assert (found.numerator, found.denominator) == FIGURES[name]
