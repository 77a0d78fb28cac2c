"""Days that do not count (an appraisal) put a clock off."""

from datetime import date

import pytest

from zhiheng.catalog.procedure_times import Within
from zhiheng.law.clocks import Due
from zhiheng.procedure.core.clocks import without_excluded
from zhiheng.procedure.core.state import State

PERIOD = ["appraisal_from", "appraisal_to"]
FOUND = Due(date(2026, 11, 19), date(2026, 11, 19))


def clock(**more):
    return Within.model_validate({"days": 10, "source": "试用 第一条", "excludes": PERIOD, **more})


def test_five_days_put_the_last_day_off_by_five():
    """The first and the last day both do not count."""
    state = State(values={"appraisal_from": "2026-11-11", "appraisal_to": "2026-11-15"})
    assert without_excluded(FOUND, clock(), state).due == date(2026, 11, 24)


def test_a_day_off_moves_on_only_where_the_clock_may():
    """A clock that keeps somebody held stays on the Sunday."""
    state = State(values={"appraisal_from": "2026-11-11", "appraisal_to": "2026-11-13"})
    assert without_excluded(FOUND, clock(), state).due == date(2026, 11, 23)
    assert without_excluded(FOUND, clock(roll=False), state).due == date(2026, 11, 22)


@pytest.mark.parametrize("values", [{}, {"appraisal_from": "2026-11-11"}, {"appraisal_from": "2026-11-15", "appraisal_to": "2026-11-11"}])
def test_what_is_not_known_puts_nothing_off(values):
    """Without both days, in order, the clock stays where it is."""
    assert without_excluded(FOUND, clock(), State(values=values)) == FOUND


def test_one_day_alone_is_a_fault():
    """The first and the last day are named together."""
    with pytest.raises(ValueError, match="起止"):
        clock(excludes=["appraisal_from"])
