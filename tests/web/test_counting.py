"""What takes long to count is counted once a minute; all else is what is there now."""

from __future__ import annotations

import pytest
from django.core.cache import cache

from zhiheng.registry.models import Organ
from zhiheng.web import counting


@pytest.fixture()
def counted(db):
    """Counting the organs of a kind that only this test makes."""
    cache.clear()
    yield lambda: counting.count_of(Organ.objects.filter(kind="counted"))
    cache.clear()


def test_a_quick_count_is_of_now(counted, settings):
    settings.SLOW_COUNTS_KEPT = True
    assert counted() == 0
    Organ.objects.create(name="甲", kind="counted")
    assert counted() == 1


def test_a_slow_count_is_kept_for_a_minute(counted, settings, monkeypatch):
    settings.SLOW_COUNTS_KEPT = True
    monkeypatch.setattr(counting, "SLOW_SECONDS", 0)
    assert counted() == 0
    Organ.objects.create(name="甲", kind="counted")
    assert counted() == 0
    cache.clear()
    assert counted() == 1
