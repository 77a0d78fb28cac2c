"""Days that do not count (an appraisal) put a clock off."""

from datetime import date

import pytest

from zhiheng.catalog.procedure_times import Within
from zhiheng.law.clocks import Due
from zhiheng.procedure.core.clocks import lengthened, without_excluded
from zhiheng.procedure.core.pauses import days_paused
from zhiheng.procedure.core.state import DoneStep, OpenStep, State

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


def _suspended(*pauses):
    done = DoneStep("term", "ask", date(2026, 1, 1), date(2026, 3, 1), "甲", "某法院", "", pauses=pauses)
    return State(values={"accepted_on": "2026-01-15"}, completed=(done,), open=(OpenStep("term", date(2026, 3, 1)),))


def test_a_suspension_of_an_earlier_round_puts_the_last_day_off():
    """Thirty days in a round that has ended still do not count."""
    state = _suspended((date(2026, 2, 1), date(2026, 3, 3)))
    within = Within.model_validate({"due": "term_ends_on", "paused": ["term", "accepted_on"]})
    assert lengthened(date(2026, 4, 15), within, date(2026, 3, 1), state.open[0], state) == date(2026, 5, 15)
    assert days_paused(state, ["term"]) == 30


def test_a_suspension_before_the_term_began_anew_puts_nothing_off():
    """What was suspended before the first day of the term belongs to the term before."""
    state = _suspended((date(2026, 1, 5), date(2026, 1, 10)))
    assert days_paused(state, ["term", "accepted_on"]) == 0
    assert days_paused(state, ["term"]) == 5
    assert days_paused(state, ()) == 0


def test_a_step_without_its_value_is_a_fault():
    """The step that is suspended and the value since whose day are named together."""
    with pytest.raises(ValueError, match="中止"):
        Within.model_validate({"due": "term_ends_on", "paused": ["term"]})
