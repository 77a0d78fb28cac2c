"""How far two reviewers agree: the SQL against Cohen's formula told in plain Python, and the textbook table."""

from __future__ import annotations

import random
from collections import Counter
from datetime import date

import pytest

from zhiheng.analysis.indicators import Filters, IndicatorTables, compute
from zhiheng.analysis.periods import parse

GRADES = ["excellent", "qualified", "flawed", "unqualified", None]


def kappa(pairs):
    """Cohen 1960: agreement less that by chance, of what chance leaves."""
    pairs = [(one, other) for one, other in pairs if one and other]
    first, second = Counter(one for one, _ in pairs), Counter(other for _, other in pairs)
    agreed = sum(one == other for one, other in pairs) / len(pairs)
    chance = sum(first[grade] * second[grade] for grade in first) / len(pairs) ** 2
    return (agreed - chance) / (1 - chance)


@pytest.fixture()
def value(catalog, room):
    def of(pairs, organ=None):
        rows = [
            {"entry": f"e{number}", "organ": place, "case_no": f"案{number}", "decided_on": day, "grade_a": one, "grade_b": other}
            for number, (place, day, one, other) in enumerate(pairs)
        ]
        room.library({"register_review_results": [{key: value for key, value in row.items() if value is not None} for row in rows]})
        filters = Filters(parse("2026"), organ, None)
        return compute(
            catalog.indicators["reviewer_kappa"], IndicatorTables(room.connection, {}), filters=filters, as_of=date(2026, 12, 31)
        ).value

    return of


def test_the_table_of_the_textbook(value):
    """Both yes 20, both no 15, 5 and 10 apart: agreed 0.70, by chance 0.50, so 0.40."""
    table = [("qualified", "qualified")] * 20 + [("flawed", "flawed")] * 15 + [("qualified", "flawed")] * 5 + [("flawed", "qualified")] * 10
    assert value([("甲", date(2026, 6, 1), *pair) for pair in table]) == pytest.approx(0.4)


@pytest.mark.parametrize("seed", range(6))
def test_random_grades_agree_with_the_second_telling(seed, value):
    chance = random.Random(seed)  # noqa: S311 - repeatable on purpose
    rows = [
        (chance.choice("甲乙"), date(chance.choice([2025, 2026]), 5, 1), chance.choice(GRADES), chance.choice(GRADES)) for _ in range(80)
    ]
    for organ in "甲乙":
        expected = kappa([(one, other) for place, day, one, other in rows if place == organ and day.year == 2026])
        assert value(rows, organ) == pytest.approx(expected)


def test_one_grade_only_tells_nothing(value):
    assert value([("甲", date(2026, 6, 1), "qualified", "qualified")] * 5) is None
