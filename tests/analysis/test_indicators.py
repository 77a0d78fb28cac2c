"""Numbers are counted from their rows: of a period, an organ, a region; and from the library and the platform together."""

from __future__ import annotations

from datetime import date

import pyarrow as pa
import pytest

from zhiheng.analysis.indicators import Filters, IndicatorTables, compute
from zhiheng.analysis.intervals import wilson
from zhiheng.analysis.periods import parse
from zhiheng.analysis.platform_tables import TABLES
from zhiheng.schema.errors import UnusableInputError

AS_OF = date(2026, 6, 30)


def table(name, rows):
    return pa.Table.from_pylist(rows, schema=TABLES[name])


@pytest.fixture()
def number(catalog, room):
    def compute_one(name, *, period="2026", organ=None, region=None, given=None, **platform):
        room.library(given or {})
        ground = IndicatorTables(room.connection, {key: table(key, rows) for key, rows in platform.items()})
        return compute(catalog.indicators[name], ground, filters=Filters(parse(period), organ, region), as_of=AS_OF)

    return compute_one


def document(number, **changes):
    return {
        "id": f"案{number}",
        "document_no": f"川检{number}号",
        "kind": "correction",
        "issued_to": "东山监狱",
        "served_on": date(2026, 5, 10),
        "reply_due": date(2026, 5, 25),
        **changes,
    }


def reported(number, **changes):
    return {
        "document_no": f"川检{number}号",
        "kind": "proposal",
        "issued_by": "东山检察院",
        "issued_to": "西山监狱",
        "issued_on": "2026-03-01",
        "served_on": "2026-03-02",
        **changes,
    }


REPLIED = {"replied_on": date(2026, 5, 25), "adopted": True, "rectified_on": date(2026, 6, 20)}
LATE = {"replied_on": date(2026, 5, 26), "adopted": False}


OF_A_LIST = {"catalogue_coverage"}
"""Indicators of what a list published elsewhere says is to be covered: there is something to cover though nothing happened."""


def test_every_indicator_counts_nothing_from_nothing(catalog, number):
    for name in catalog.indicators.keys() - OF_A_LIST:
        result = number(name)
        assert (result.numerator, result.denominator, result.rows) == (0, 0, [])
        assert result.value in (None, 0.0)


def test_reply_rate_counts_the_replied_and_the_overdue(number):
    documents = [
        document(1, **REPLIED),
        document(2, **LATE),
        document(3),
        document(4, reply_due=date(2026, 7, 1)),
        document(5, served_on=None),
    ]
    result = number("reply_rate", documents=documents)
    assert (result.numerator, result.denominator) == (2, 3)
    assert result.interval == pytest.approx(wilson(2, 3))


def test_reply_moves_the_number_at_once(number):
    waiting = document(4, served_on=date(2026, 6, 29), reply_due=date(2026, 7, 14))
    assert number("reply_rate", documents=[waiting]).value is None
    assert number("reply_rate", documents=[waiting | {"replied_on": AS_OF, "adopted": True}]).value == 1.0


def test_reply_in_time_adoption_and_rectification(number):
    documents = [document(1, **REPLIED), document(2, **LATE), document(3)]
    assert number("reply_in_time", documents=documents).value == pytest.approx(1 / 3)
    assert number("adoption_rate", documents=documents).value == pytest.approx(1 / 2)
    assert number("rectification_rate", documents=documents).value == 1.0


def test_documents_of_the_platform_and_of_the_library_are_counted_together_once(number):
    given = {"supervision_documents": [reported(1), reported(2, replied_on="2026-04-01", adopted=True)]}
    result = number("reply_rate", given=given, documents=[document(2)])
    assert (result.numerator, result.denominator) == (0, 2)
    assert sorted(row["link"] for row in result.rows) == ["document:案2", "record:supervision_documents:川检1号"]
    assert sorted(result.parts) == ["东山监狱", "西山监狱"]


def test_a_period_takes_the_days_in_it(number):
    documents = [
        document(1, served_on=date(2026, 3, 31)),
        document(2, served_on=date(2026, 4, 1)),
        document(3, served_on=date(2026, 6, 30), **REPLIED),
    ]
    assert number("reply_rate", period="2026Q2", documents=documents).denominator == 2
    assert number("reply_rate", period="2026-03", documents=documents).denominator == 1
    assert number("reply_rate", period="2025", documents=documents).denominator == 0


def test_an_organ_and_a_region(number):
    documents = [document(1), document(2, issued_to="西山监狱"), document(3, issued_to="无名机关")]
    organs = [{"name": "东山监狱", "division": "510104"}, {"name": "西山监狱", "division": "513401"}]
    assert number("reply_rate", organ="西山监狱", documents=documents).denominator == 1
    for region, expected in {"510000": 2, "510100": 1, "513401": 1, "513400": 1, "500000": 0, "510107": 0}.items():
        assert number("reply_rate", region=region, documents=documents, organs=organs).denominator == expected, region


def clue(number, **changes):
    return {
        "id": number,
        "model": "overdue_release",
        "subject": "甲",
        "occurrence": f"{number}",
        "organ": "东山监狱",
        "state": "received",
        "found_on": date(2026, 6, 1),
        **changes,
    }


def test_clues_by_model_and_verified_share(number):
    clues = [
        clue(1, state="verified", decided_on=date(2026, 6, 5)),
        clue(2, state="refuted", cause="data", decided_on=date(2026, 6, 6)),
        clue(3, state="closed", model="late_entry", decided_on=date(2026, 6, 7)),
        clue(4),
    ]
    counted = number("clues_by_model", clues=clues)
    assert (counted.value, {name: part.numerator for name, part in counted.parts.items()}) == (4.0, {"late_entry": 1, "overdue_release": 3})
    share = number("verified_share", clues=clues)
    assert (share.numerator, share.denominator) == (2, 3)
    assert share.parts["overdue_release"].value == 0.5
    assert share.parts["overdue_release"].interval == pytest.approx(wilson(1, 2))


def test_rejected_data_by_organ(number):
    delivery = {
        "id": 1,
        "organ": "东山监狱",
        "name": "a.csv",
        "rows": 200,
        "accepted": 190,
        "rejected": 10,
        "received_on": date(2026, 6, 1),
    }
    empty = {**delivery, "id": 2, "rows": 0, "accepted": 0, "rejected": 0}
    share = number("rejected_share", deliveries=[delivery, empty])
    assert (share.numerator, share.denominator, share.value) == (10, 200, 0.05)
    rejection = {
        "delivery": 1,
        "organ": "东山监狱",
        "name": "a.csv",
        "row": 3,
        "column": "id_number",
        "reason": "校验码不对",
        "received_on": date(2026, 6, 1),
    }
    rows = number("rejected_rows", rejections=[rejection])
    assert (rows.value, rows.rows[0]["label"], rows.rows[0]["link"]) == (1.0, "a.csv 第3行", "delivery:1")


def test_the_entry_of_the_command_line_shows_number_and_query(number):
    entry = number("reply_rate", documents=[document(1)]).to_json()
    assert {"indicator", "numerator", "denominator", "value", "query", "period"} <= entry.keys()
    assert "select" in entry["query"].lower()


def test_a_platform_table_of_other_columns_is_refused(catalog, room):
    room.library({})
    with pytest.raises(UnusableInputError, match="clues"):
        compute(
            catalog.indicators["clues_by_model"],
            IndicatorTables(room.connection, {"clues": pa.table({"id": [1]})}),
            filters=Filters(parse("2026")),
            as_of=AS_OF,
        )


@pytest.mark.parametrize(
    ("hits", "total", "low", "high"), [(0, 10, 0.0, 0.2775), (5, 10, 0.2366, 0.7634), (10, 10, 0.7225, 1.0), (1, 2, 0.0945, 0.9055)]
)
def test_wilson_interval(hits, total, low, high):
    assert wilson(hits, total) == pytest.approx((low, high), abs=1e-4)


def test_no_interval_of_nothing():
    assert wilson(0, 0) is None


@pytest.mark.parametrize(
    ("days", "numerator", "denominator"),
    [([3], 3, 1), ([30, 3, 10], 10, 1), ([4, 1, 30, 9], 13, 2), ([], 0, 0)],
)
def test_a_median_is_the_row_in_the_middle(number, days, numerator, denominator):
    """Of an even number of rows the two in the middle are taken together."""
    cases = [
        {"case_no": f"罚{day}", "party": "甲", "field": "tobacco", "filed_on": "2026-05-01", "entered_on": "2026-05-04", "decided_on": None,
         "police_decided_on": f"2026-05-{1 + day:02}", "police_decision": "filed"}
        for day in days
    ]  # fmt: skip
    result = number("finding_to_filing_days", given={"admin_cases": cases})
    assert (result.numerator, result.denominator) == (numerator, denominator)
    assert len(result.rows) == len(days)
