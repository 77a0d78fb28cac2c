"""Clocks of minutes (电话报告三十分钟) run from an instant in cases and registers alike."""

from datetime import datetime
from zoneinfo import ZoneInfo

from zhiheng.catalog.procedure_parts import Within
from zhiheng.catalog.registers import Length
from zhiheng.law.clocks import period_due
from zhiheng.procedure.core.clocks import due
from zhiheng.procedure.core.state import State
from zhiheng.register.core.clocks import _counted

CHINA = ZoneInfo("Asia/Shanghai")
FOUND = datetime(2026, 8, 8, 2, 10, tzinfo=CHINA)
LATER = datetime(2026, 8, 8, 2, 40, tzinfo=CHINA)
"""A Saturday night: minutes are elapsed time."""


def test_minutes_are_elapsed_time():
    """Thirty minutes after ten past two."""
    assert period_due(FOUND, 30, "minute").due == LATER


def test_a_step_is_due_to_the_minute():
    """A clock of a step, forwards and backwards."""
    within = Within.model_validate({"minutes": 30, "policy": "试用"})
    assert due(within, FOUND, State(values={})).due == LATER
    back = Within.model_validate({"minutes": 30, "policy": "试用", "before": True, "from": "value:at"})
    assert due(back, LATER, State(values={})).due == FOUND


def test_an_entry_is_due_to_the_minute():
    """A clock of a register's act."""
    assert _counted(Length(minutes=30), FOUND.date(), FOUND, {}).due == LATER
