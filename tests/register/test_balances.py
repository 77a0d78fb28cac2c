"""Sums of an entry: exact, or a share rounded as the register says."""

import pytest

from zhiheng.catalog.registers import Balance, Blocked
from zhiheng.register.core.acts import balances, exceeds, far_apart, too_near

SHARE = Balance.model_validate(
    {"plus": ["planned"], "times": ["days"], "over": ["month_days"], "places": 1, "equals": "due", "says": "折算不符"}
)


def test_a_plan_is_owed_for_the_days_of_the_month():
    """Twelve hours for thirteen of thirty-one days are five."""
    values = {"planned": "12", "days": 13, "month_days": 31, "due": "5.0"}
    assert balances(SHARE, values)
    assert not balances(SHARE, {**values, "due": "6.0"})


def test_what_is_missing_or_nothing_does_not_come_out():
    """No figure is a zero, and a month of no days is none."""
    assert not balances(SHARE, {"planned": "12", "days": 13, "due": "5.0"})
    assert not balances(SHARE, {"planned": "12", "days": 13, "month_days": 0, "due": "5.0"})


def test_a_plain_sum_stays_exact():
    """Without places nothing is rounded."""
    plain = Balance.model_validate({"plus": ["a", "b"], "minus": ["c"], "equals": "d", "says": "不符"})
    assert balances(plain, {"a": "0.1", "b": "0.2", "c": "0.3", "d": "0"})
    assert not balances(plain, {"a": "0.1", "b": "0.2", "c": "0.3", "d": "0.01"})


HALF = Blocked.model_validate({"exceeds": ["bonus", "base"], "share": "0.5", "says": "超出封顶"})


@pytest.mark.parametrize(
    ("bonus", "base", "over"), [("11.67", "23.33", False), ("11.68", "23.33", True), ("17.5", "35", False), ("1", "", False)]
)
def test_a_number_is_held_against_a_share_of_another(bonus, base, over):
    """Half of 23.33 is 11.67; without a base nothing is said."""
    assert exceeds(HALF, {"bonus": bonus, "base": base}) is over


def test_two_numbers_are_compared_as_they_are():
    """Without a share nothing is rounded."""
    plain = Blocked.model_validate({"exceeds": ["base", "points"], "says": "低于基础分"})
    assert exceeds(plain, {"base": "35", "points": "34.999"})
    assert not exceeds(plain, {"base": "35", "points": "35"})


def test_a_block_says_what_it_is_about():
    """One without a condition, or with one number, is no block."""
    for said in ({}, {"exceeds": ["base"]}):
        with pytest.raises(ValueError, match=r"没有写明|应为两个"):
            Blocked.model_validate({"says": "不可", **said})


@pytest.mark.parametrize(
    ("most", "until", "over"),
    [("15", "2026-11-26", False), ("15", "2026-11-27", True), ("days_asked", "2026-11-14", False), ("days_asked", "2026-11-15", True)],
)
def test_days_go_from_one_day_to_the_other_both_counted(most, until, over):
    """Fifteen days from the twelfth end on the twenty-sixth; a field may say how many."""
    block = Blocked.model_validate({"from": "from_on", "to": "until_on", "days_over": most, "says": "超过天数"})
    assert too_near(block, {"from_on": "2026-11-12", "until_on": until, "days_asked": 3}) is over
    assert not too_near(block, {"from_on": "2026-11-12", "until_on": None, "days_asked": 3})


def test_days_that_nobody_gave_bound_nothing():
    """A field without a number is a bound that is not known."""
    block = Blocked.model_validate({"from": "from_on", "to": "until_on", "days_over": "days_asked", "says": "超过天数"})
    assert not too_near(block, {"from_on": "2026-11-12", "until_on": "2026-12-31", "days_asked": None})


@pytest.mark.parametrize(("second", "apart"), [("75", False), ("75.5", True), ("64", True), ("", False)])
def test_two_numbers_lie_apart(second, apart):
    """More than three points apart; without the second reading nothing is said."""
    block = Blocked.model_validate({"apart": ["points", "second"], "over": 3, "says": "相差超过三分"})
    assert far_apart(block, {"points": "72", "second": second}) is apart
    assert block.names == ("points", "second")


def test_where_none_are_compared_nothing_lies_apart():
    """A line of another kind is not held up by it."""
    assert far_apart(Blocked.model_validate({"when": {"fatal": True}, "says": "不合格"}), {"fatal": True})
