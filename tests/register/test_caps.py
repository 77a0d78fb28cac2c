"""A bound over the entries of one person and day: pure, and in the database, where a second entry is refused."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from zhiheng.catalog import packs
from zhiheng.catalog.register_caps import Cap, Gap
from zhiheng.catalog.register_parts import Blocked
from zhiheng.ledger.core.actor import Actor
from zhiheng.register import services
from zhiheng.register.core.acts import exceeds
from zhiheng.register.core.caps import over, too_soon
from zhiheng.register.core.errors import RegisterRefused
from zhiheng.register.services import RegisterAct
from zhiheng.registry import services as registry

CATALOG = packs.loaded(Path(__file__).resolve().parents[2] / "packs")
CAP = Cap.model_validate({"sum": ["hours", "offered"], "same": ["who", "day"], "most": 4, "not_in": ["cancelled"], "says": "超过"})
GAP = Gap.model_validate({"same": ["who"], "from": "left", "to": "came", "months": 24, "says": "未满二年"})
TODAY = {"who": "甲", "day": "2026-05-16", "offered": "3"}


@pytest.mark.parametrize(
    ("others", "total"),
    [
        ([], None),
        ([("done", {"who": "甲", "day": "2026-05-16", "offered": "4", "hours": "1"})], None),
        ([("done", {"who": "甲", "day": "2026-05-16", "offered": "4", "hours": "3.5"})], Decimal("6.5")),
        ([("cancelled", {"who": "甲", "day": "2026-05-16", "offered": "4"})], None),
        (
            [("done", {"who": "乙", "day": "2026-05-16", "offered": "4"}), ("done", {"who": "甲", "day": "2026-05-17", "offered": "4"})],
            None,
        ),
    ],
)
def test_what_is_alike_counts_together(others, total):
    """What was confirmed goes before what was offered; other persons, days and cancelled entries do not count."""
    assert over(CAP, TODAY, others) == total


@pytest.mark.parametrize(
    ("other", "came", "found"),
    [
        ({"who": "甲", "came": "2023-06-01", "left": "2026-06-01"}, "2028-05-31", "2026-06-01"),
        ({"who": "甲", "came": "2023-06-01", "left": "2026-06-01"}, "2028-06-01", None),
        ({"who": "甲", "came": "2023-06-01", "left": "2026-02-28"}, "2028-02-28", "2026-02-28"),
        ({"who": "甲", "came": "2023-06-01", "left": "2026-02-28"}, "2028-02-29", None),
        ({"who": "甲", "came": "2023-06-01"}, "2030-01-01", ""),
        ({"who": "乙", "came": "2023-06-01", "left": "2026-06-01"}, "2026-06-02", None),
        ({"who": "甲", "came": "2026-07-01"}, "2026-06-02", None),
        ({"who": "甲", "left": "2026-06-01"}, "2026-06-02", None),
    ],
)
def test_nobody_comes_back_too_soon(other, came, found):
    """Month-end to month-end; who has not left is still there; other persons and later entries say nothing."""
    assert too_soon(GAP, {"who": "甲", "came": came}, [("posted", other)]) == found


def test_without_a_day_nothing_is_compared():
    assert too_soon(GAP, {"who": "甲"}, [("posted", {"who": "甲", "came": "2023-06-01"})]) is None


@pytest.mark.parametrize(
    ("first", "second", "later"),
    [
        ("2026-06-02", "2026-06-01", True),
        ("2026-06-01", "2026-06-01", False),
        ("2026-06-01T10:00+08:00", "2026-06-01T09:59+08:00", True),
        ("2026-06-01", "2026-06-01T09:59+08:00", False),
        ("2026-06-02", "2026-06-01T09:59+08:00", True),
        ("2026-06-02", None, False),
    ],
)
def test_a_day_later_than_another_exceeds_it(first, second, later):
    """Days and instants are compared as such; of a day and an instant the days; what is missing exceeds nothing."""
    block = Blocked.model_validate({"exceeds": ["a", "b"], "says": "晚于"})
    assert exceeds(block, {"a": first, "b": second}) is later


def test_a_second_service_of_the_day_is_refused(db, home, actor, now, moment):
    """Four hours were offered that day: three more are refused, another day's are not."""
    organ = registry.ensure_organ(actor=actor, name="浆洗街司法所", now=now)
    officer = registry.enlist(actor=actor, now=now, username="office", name="甲", organ=organ, password="Abcdef-123456")
    registry.appoint(actor=actor, now=now, officer=officer, role="organ_handler", from_on=date(2020, 1, 1))
    who = Actor("office", "甲", organ.name, "test")

    def offer(day, hours):
        values = {
            "subject_name": "周甲", "day": day, "task": "tree", "place": "公园", "organiser": "居委会", "exempt": "none",
            "offered_hours": hours, "health_check": True,
        }  # fmt: skip
        wanted = RegisterAct("offer", values)
        return services.enter(actor=who, now=moment("2026-05-14T09:00"), catalog=CATALOG, register="public_services", wanted=wanted)

    offer("2026-05-16", "4")
    with pytest.raises(RegisterRefused) as caught:
        offer("2026-05-16", "3")
    assert caught.value.code == "OVER_CAP"
    assert offer("2026-05-17", "3").state == "offered"
