"""Numbers about release for illness: each counts the right rows, and the day on which a limit ends still counts as in time."""

from __future__ import annotations

from datetime import date

import pytest

from zhiheng.analysis.indicators import Filters, IndicatorTables, compute
from zhiheng.analysis.periods import parse

AS_OF = date(2026, 6, 30)


def decision(number, **changes):
    given = {
        "id_number": f"甲{number}", "name": "张三", "decision_no": f"D{number}", "organ": "省监狱管理局", "ground": "illness",
        "decided_on": date(2026, 5, 11), "diagnosed_on": date(2026, 2, 11), "from_date": date(2026, 5, 20), "copied_on": date(2026, 5, 18),
    }  # fmt: skip
    return {**given, **changes}


@pytest.fixture()
def number(catalog, room):
    def of(name, *rows):
        room.library({"medical_releases": list(rows)})
        return compute(
            catalog.indicators[name], IndicatorTables(room.connection, {}), filters=Filters(parse("2026"), None, None), as_of=AS_OF
        )

    return of


@pytest.mark.parametrize(
    ("name", "changes", "hits"),
    [
        ("diagnosis_valid_share", {}, 1),
        ("diagnosis_valid_share", {"decided_on": date(2026, 5, 12)}, 0),
        ("diagnosis_valid_share", {"diagnosed_on": None}, 0),
        ("decision_copied_share", {}, 1),
        ("decision_copied_share", {"copied_on": date(2026, 5, 19)}, 0),
        ("decision_copied_share", {"copied_on": None}, 0),
        ("review_in_time_share", {}, 1),
        ("review_in_time_share", {"last_review_on": date(2026, 3, 29)}, 0),
        ("review_in_time_share", {"last_review_on": date(2026, 3, 30)}, 1),
    ],
)
def test_one_decision_counts_as_it_should(number, name, changes, hits):
    found = number(name, decision(1, **changes))
    assert (found.numerator, found.denominator) == (hits, 1)


@pytest.mark.parametrize("name", ["diagnosis_valid_share", "review_in_time_share"])
def test_other_grounds_are_left_out(number, name):
    assert number(name, decision(1), decision(2, ground="pregnancy")).denominator == 1
