"""Days away within two months (社区矫正法实施办法 第二十七条), each counted once."""

from datetime import date

import pytest

from zhiheng.law.corrections.away import before, counted, days_of, window_of

APRIL = (date(2026, 4, 10), date(2026, 4, 16))
MAY = (date(2026, 5, 8), date(2026, 5, 15))
JUNE = (date(2026, 5, 25), date(2026, 6, 10))


@pytest.mark.parametrize(
    ("last", "first"),
    [
        (date(2026, 6, 10), date(2026, 4, 11)),
        (date(2026, 4, 30), date(2026, 3, 1)),
        (date(2028, 4, 29), date(2028, 3, 1)),
        (date(2027, 1, 31), date(2026, 12, 1)),
    ],
)
def test_the_window_begins_on_the_day_after_the_corresponding_day(last, first):
    """Month ends go to month ends, leap day and New Year among them."""
    assert window_of(last, 2) == (first, last)


def test_both_ends_of_a_leave_count():
    assert days_of(APRIL) == 7 and days_of((date(2026, 4, 10), date(2026, 4, 9))) == 0


def test_a_day_before_the_window_is_left_out():
    """Of seven days in April six fall within: 6 + 8 + 17."""
    days, times, window = counted(JUNE, [APRIL, MAY], 2)
    assert (days, times, window) == (31, 3, (date(2026, 4, 11), date(2026, 6, 10)))


def test_a_leave_recorded_twice_and_one_that_was_extended_count_once():
    longer = (MAY[0], date(2026, 5, 18))
    assert counted(JUNE, [MAY, MAY, longer], 2)[:2] == (17 + 11, 2)


def test_a_later_leave_granted_already_is_counted_with_this_one():
    later = (date(2026, 6, 20), date(2026, 7, 9))
    assert counted((date(2026, 6, 1), date(2026, 6, 11)), [later], 2)[:2] == (31, 2)


def test_a_leave_out_of_every_window_does_not_count():
    assert counted(JUNE, [(date(2026, 2, 1), date(2026, 3, 31)), (date(2026, 9, 1), date(2026, 9, 9))], 2)[:2] == (17, 1)


def test_what_is_on_record_before_a_leave_does_not_count_the_leave_itself():
    assert before(JUNE, [APRIL, MAY], 2) == (14, 2, (date(2026, 4, 11), date(2026, 6, 10)))
