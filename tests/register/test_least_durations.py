"""Least durations of an entry: of several that stand in the way of an act the last one counts."""

from datetime import UTC, date, datetime

import pytest

from zhiheng.catalog.registers import RegisterShape
from zhiheng.register.core.clocks import held_until
from zhiheng.register.core.entry import Act, EntryState

SHAPE = RegisterShape.model_validate(
    {
        "register": "trial",
        "title": "试用",
        "kept_by": {"kinds": ["prison"]},
        "fields": [{"id": "noticed_on", "title": "公示", "type": "date"}, {"id": "answered_on", "title": "答复", "type": "date"}],
        "states": {"noticed": "公示中", "answered": "已答复", "settled": "已生效"},
        "acts": {
            "notice": {
                "title": "公示", "to": "noticed",
                "lasts": {"workdays": 3, "from": "noticed_on", "until": ["settle"], "policy": "试"},
            },
            "answer": {
                "title": "答复", "from": "noticed", "to": "answered",
                "lasts": {"workdays": 3, "from": "answered_on", "until": ["settle"], "policy": "试"},
            },
            "settle": {"title": "生效", "from": ["noticed", "answered"], "to": "settled"},
        },
    }
)  # fmt: skip


def state(**values):
    acts = tuple(Act(name, date(2026, 11, 3), datetime(2026, 11, 3, tzinfo=UTC)) for name in ("notice", "answer"))
    return EntryState(acts=acts, state="answered", values=values)


@pytest.mark.parametrize(
    ("noticed", "answered", "until"),
    [("2026-11-03", "2026-11-16", date(2026, 11, 19)), ("2026-11-16", "2026-11-03", date(2026, 11, 19)), ("2026-11-03", None, None)],
)
def test_the_last_of_several_counts_and_an_unknown_one_forbids(noticed, answered, until):
    held = held_until(SHAPE, state(noticed_on=noticed, answered_on=answered), "settle")
    assert held is not None
    assert held[0] == until


def test_an_act_that_no_duration_names_is_not_held():
    assert held_until(SHAPE, state(noticed_on="2026-11-03", answered_on="2026-11-16"), "answer") is None
