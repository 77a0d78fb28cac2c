"""Sums of an entry: exact, or a share rounded as the register says."""

from zhiheng.catalog.registers import Balance
from zhiheng.register.core.acts import balances

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
