"""计分考核 rules: which condition stops what, and that what is not known never passes."""

from __future__ import annotations

import pytest

from zhiheng.law.check import answer

RATED = {"low_months": 0, "heavy_penalties": 0, "confined": False, "other_ground": False}


def conditions(rule: str, facts: dict[str, object]) -> dict[str, bool | None]:
    return {one["id"]: one["satisfied"] for one in answer(rule, "2026-11-20", facts)["conditions"]}


@pytest.mark.parametrize(
    ("facts", "name", "satisfied"),
    [
        ({"kind": "deduction", "tenths": 120, "decided_by": "ward"}, "LEVEL", False),
        ({"kind": "deduction", "tenths": 120, "decided_by": "prison"}, "LEVEL", True),
        ({"kind": "deduction", "tenths": 120}, "LEVEL", None),
        ({"kind": "bonus", "tenths": 20, "members": 9, "voted_for": 6}, "QUORUM", True),
        ({"kind": "bonus", "tenths": 20, "members": 9, "voted_for": 5}, "QUORUM", False),
        ({"kind": "bonus", "tenths": 20, "members": 9}, "QUORUM", None),
        ({"kind": "special", "tenths": 1200, "special_kind": "report_crime"}, "SPECIAL_EACH", False),
        ({"kind": "special", "tenths": 1000, "special_kind": "report_crime"}, "SPECIAL_EACH", True),
        ({"kind": "special", "tenths": 200, "special_kind": "innovation", "special_year_tenths": 3000}, "SPECIAL_YEAR", False),
        ({"kind": "special", "tenths": 200, "special_kind": "innovation", "special_year_tenths": 2800}, "SPECIAL_YEAR", True),
        ({"kind": "special", "tenths": 200, "special_kind": "innovation"}, "SPECIAL_YEAR", None),
        ({"kind": "special", "tenths": 200}, "SPECIAL_YEAR", None),
    ],
)
def test_who_decides_and_how_much(facts, name, satisfied):
    assert conditions("conduct.item", facts)[name] is satisfied


def test_kinds_outside_the_yearly_cap():
    facts = {"kind": "special", "tenths": 1000, "special_kind": "report_crime", "special_year_tenths": 3000}
    assert "SPECIAL_YEAR" not in conditions("conduct.item", facts)


@pytest.mark.parametrize(
    ("facts", "name", "satisfied"),
    [
        ({"grade": "positive", "barred": False, "rated": 40, "positive": 6}, "POSITIVE_SHARE", True),
        ({"grade": "positive", "barred": False, "rated": 40, "positive": 7}, "POSITIVE_SHARE", False),
        ({"grade": "positive", "barred": False, "rated": 40}, "POSITIVE_SHARE", None),
        ({"grade": "positive", "barred": True}, "GRADE_BARRED", False),
        ({"grade": "positive"}, "GRADE_BARRED", None),
        ({"grade": "qualified", **RATED}, "UNQUALIFIED", True),
        ({"grade": "qualified", **RATED, "low_months": 3}, "UNQUALIFIED", False),
        ({"grade": "qualified", "confined": True}, "UNQUALIFIED", False),
        ({"grade": "qualified", **RATED, "heavy_penalties": 2}, "UNQUALIFIED", False),
        ({"grade": "qualified"}, "UNQUALIFIED", None),
        ({"grade": "qualified", **RATED, "other_ground": True}, "UNQUALIFIED", False),
        ({"grade": "unqualified", "confined": True}, "UNQUALIFIED", True),
        ({"grade": "qualified", "below_base": True, "award": "praise"}, "AWARD", False),
        ({"grade": "qualified", "below_base": True, "award": "goods"}, "AWARD", True),
        ({"grade": "qualified", "award": "praise"}, "AWARD", None),
    ],
)
def test_grade_and_award(facts, name, satisfied):
    assert conditions("conduct.award", facts)[name] is satisfied
