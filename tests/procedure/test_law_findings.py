"""An answer of the law decides which outcome may be chosen."""

from datetime import date

import pytest

from zhiheng.catalog.procedure_parts import Assess
from zhiheng.procedure.core import assessing
from zhiheng.procedure.core.state import Event, State


class Spec:
    def __init__(self, asked: Assess) -> None:
        self.steps = {"check": type("Step", (), {"assess": asked})()}


ASKED = Assess.model_validate(
    {
        "rule": "delivery.place",
        "with": {"penalty": "penalty", "remaining_months": "months", "remaining_days": "days"},
        "finds": {"place": "place"},
    }
)


@pytest.mark.parametrize(("days", "place"), [(0, "detention_house"), (1, "prison"), (None, "detention_house"), (31, None)])
def test_the_place_is_taken_from_the_law(days, place):
    """Three months exactly stay, a day more goes to prison; where the law cannot answer nothing is kept."""
    event = Event("done", date(2026, 12, 1), "check", "stays", values={"place": "prison"})
    state = State(values={"penalty": "fixed", "months": 3, "days": days})
    answer = assessing.ask(ASKED, state, event)
    assert assessing.with_findings(Spec(ASKED), event, answer).values["place"] == place
