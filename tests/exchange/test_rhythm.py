"""The rhythm of deliveries: learnt plainly, late only past its tolerance, and never alarmed by what is irregular."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhiheng.exchange.core.rhythm import FEWEST_WHEN_SHORT, LEAST_TOLERANCE, WEEK, SentDelivery, late, learn

DAYS = st.dates(date(2024, 1, 1), date(2025, 12, 31))


def monthly(count: int, *, until_lag: int | None = 5) -> list[SentDelivery]:
    """A delivery on the fifth of each month from January 2026 that tells of events up to some days before."""
    days = [date(2026, month, 5) for month in range(1, count + 1)]
    return [SentDelivery(day, None if until_lag is None else day - timedelta(days=until_lag)) for day in days]


def test_a_prison_that_stopped_sending_is_noticed_once_its_tolerance_is_over():
    sent = monthly(5)
    assert late(sent, date(2026, 6, 10)) is None
    found = late(sent, date(2026, 7, 1))
    assert found is not None
    assert (found.kind, found.last_on, found.expected_on, found.late_days) == ("delivery", date(2026, 5, 5), date(2026, 6, 12), 19)
    assert "间隔中位数为 30 日" in found.how
    assert "最后一次报送为 2026-05-05" in found.how


def test_files_that_bring_no_new_days_are_noticed_where_events_go_on_daily():
    sent = [*monthly(4), SentDelivery(date(2026, 5, 5)), SentDelivery(date(2026, 6, 5), date(2026, 3, 31))]
    found = late(sent, date(2026, 6, 12), steady=True)
    assert found is not None
    assert (found.kind, found.last_on) == ("content", date(2026, 3, 31))
    assert late(sent, date(2026, 6, 12)) is None


def test_a_first_file_with_an_old_history_teaches_no_lag_that_hides_a_stop():
    sent = monthly(6)
    assert late(sent, date(2026, 6, 20), steady=True) is None


def test_practice_counts_where_an_organ_sent_too_seldom_to_learn_from():
    once = [SentDelivery(date(2026, 1, 5))]
    assert late(once, date(2026, 12, 31)) is None
    found = late(once, date(2026, 3, 1), every="month")
    assert found is not None
    assert "按惯例每月报送一次" in found.how
    assert late(once, date(2026, 2, 10), every="month") is None
    assert late([], date(2026, 3, 1), every="month") is None


def test_a_few_days_of_catching_up_are_no_daily_rhythm():
    assert learn([date(2026, 1, 1), date(2026, 1, 2), date(2026, 1, 3)]) is None
    assert learn([date(2026, 1, 1)] * 9) is None


def test_an_irregular_organ_has_no_rhythm():
    assert learn([date(2026, 1, 1), date(2026, 1, 6), date(2026, 3, 6), date(2026, 3, 9), date(2026, 6, 9)]) is None


@given(
    start=DAYS,
    gap=st.integers(1, 120),
    count=st.integers(FEWEST_WHEN_SHORT, 20),
    jitter=st.lists(st.integers(-1, 1), min_size=20, max_size=20),
)
def test_a_regular_sender_is_never_late_on_the_day_of_its_next_file(start, gap, count, jitter):
    days = sorted({start + timedelta(days=gap * place + (jitter[place] if gap > 3 else 0)) for place in range(count)})
    sent = [SentDelivery(day) for day in days]
    rhythm = learn(days)
    assert rhythm is not None
    assert rhythm.tolerance_days >= LEAST_TOLERANCE
    assert late(sent, days[-1] + timedelta(days=rhythm.gap_days + 1)) is None


@given(days=st.lists(DAYS, max_size=30), today=DAYS, wait=st.integers(0, 400), every=st.sampled_from(["", "day", "week", "month"]))
def test_lateness_only_grows_and_is_counted_from_the_last_day_of_waiting(days, today, wait, every):
    sent = [SentDelivery(day) for day in days if day <= today]
    first, later = late(sent, today, every=every), late(sent, today + timedelta(days=wait), every=every)
    if first:
        assert later is not None
        assert later.late_days == first.late_days + wait
        assert first.last_on < first.expected_on < today
        assert first.late_days == (today - first.expected_on).days


@given(days=st.lists(DAYS, min_size=3, max_size=30), order=st.randoms(use_true_random=False))
def test_order_and_repetition_of_files_change_nothing(days, order):
    shuffled = [*days, *days]
    order.shuffle(shuffled)
    assert learn(days) == learn(shuffled)


@given(days=st.lists(DAYS, min_size=3, max_size=30))
def test_a_rhythm_rests_on_enough_days(days):
    rhythm = learn(days)
    if rhythm:
        assert rhythm.deliveries >= (3 if rhythm.gap_days >= WEEK else FEWEST_WHEN_SHORT)


@pytest.mark.parametrize(("expected_off", "moved"), [(date(2026, 2, 15), date(2026, 2, 24))])
def test_a_last_day_in_a_long_holiday_moves_to_the_next_working_day(expected_off, moved):
    days = [expected_off - timedelta(days=38 + 30 * back) for back in range(4)]
    found = late([SentDelivery(day) for day in days], date(2026, 4, 1))
    assert found is not None
    assert found.expected_on >= expected_off
