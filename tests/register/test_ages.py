"""An age is counted to the day from the birth that an identity number states: of an age from the day after the birthday."""

from __future__ import annotations

import pytest

from zhiheng.catalog.register_parts import Blocked
from zhiheng.register.core.acts import too_near

YOUNG = Blocked.model_validate({"from": "number.born", "to": "day", "months": 192, "says": "不满十六周岁"})
OLD = Blocked.model_validate({"from": "number.born", "to": "day", "months": 780, "longer": True, "says": "已满六十五周岁"})


def number(birth):
    """A valid identity number of somebody born on this day."""
    from zhiheng.schema.identity import check_character

    first = f"510107{birth}001"
    return first + check_character(first)


@pytest.mark.parametrize(
    ("block", "birth", "day", "holds"),
    [
        (YOUNG, "20100516", "2026-05-15", True),
        (YOUNG, "20100516", "2026-05-16", True),
        (YOUNG, "20100516", "2026-05-17", False),
        (YOUNG, "20120229", "2028-02-29", True),
        (YOUNG, "20120229", "2028-03-01", False),
        (OLD, "19610516", "2026-05-16", False),
        (OLD, "19610516", "2026-05-17", True),
        (OLD, "20100516", "2026-05-17", False),
    ],
)
def test_an_age_begins_the_day_after_the_birthday(block, birth, day, holds):
    assert too_near(block, {"number": number(birth), "day": day}) is holds


@pytest.mark.parametrize("given", [None, "", "护照E1234567", "510107201005160010", "51010720100516"])
def test_a_number_that_states_no_birth_holds_nothing(given):
    for block in (YOUNG, OLD):
        assert too_near(block, {"number": given, "day": "2026-05-16"}) is False


def test_longer_needs_months():
    with pytest.raises(ValueError, match="按月"):
        Blocked.model_validate({"when": {"a": 1}, "longer": True, "says": "不能"})
