"""The law at a step reads the instants a case keeps."""

from datetime import date

from zhiheng.catalog.procedure_parts import Assess
from zhiheng.procedure.core import assessing
from zhiheng.procedure.core.state import Event, State

ASKED = Assess.model_validate(
    {
        "rule": "interrogation.limit",
        "with": {"limit": "=continued_questioning", "organ": "=police", "start": "arrived_at", "end": "ended_at", "extensions": 1},
        "stops": ["over_time"],
    }
)


def test_an_instant_with_an_offset_is_read_as_chinese_time() -> None:
    """Kept with an offset, even another one, the instant is the wall-clock time in China."""
    values = {"arrived_at": "2026-11-03T20:00+08:00", "ended_at": "2026-11-04T12:00+00:00"}
    answer = assessing.ask(ASKED, State(values=values), Event("done", date(2026, 11, 4), "close"))
    assert answer.result["must_end_by"] == "2026-11-04T20:00"
    assert not answer.stopped


def test_a_minute_too_long_stops() -> None:
    """What ended after the last instant is stopped."""
    values = {"arrived_at": "2026-11-03T20:00+08:00", "ended_at": "2026-11-04T20:01+08:00"}
    answer = assessing.ask(ASKED, State(values=values), Event("done", date(2026, 11, 4), "close"))
    assert [one.id for one in answer.stopped] == ["over_time"]
