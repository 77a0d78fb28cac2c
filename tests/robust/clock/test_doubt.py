"""When a clock is doubted, and in what words."""

from __future__ import annotations

from datetime import timedelta

import pytest

from zhiheng.ledger.core.clock import doubt
from zhiheng.ledger.selectors import doubt_about
from zhiheng.registry.services import ensure_organ


@pytest.mark.parametrize(
    ("behind", "said"),
    [
        (timedelta(minutes=-3), None),
        (timedelta(minutes=5), None),
        (timedelta(minutes=5, seconds=1), "早 5 分"),
        (timedelta(minutes=61), "早 1 小时 1 分"),
        (timedelta(days=40, hours=3), "早 40 天"),
    ],
)
def test_the_words(now, behind, said):
    found = doubt(now, now + behind)
    assert (found is None) if said is None else (said in found.reason)


def test_nothing_is_doubted_without_a_trace(now):
    assert doubt(now, None) is None


@pytest.mark.django_db
def test_the_trace_page_says_it(enter, actor, now):
    from django.utils import timezone

    ensure_organ(actor=actor, name="旌阳区看守所", now=timezone.now() + timedelta(days=2))
    assert doubt_about(timezone.now()) is not None
    page = enter("auditor").get("/trace/")
    assert page.status_code == 200
    assert "系统时钟" in page.content.decode()
