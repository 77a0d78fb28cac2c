"""What stands above the register of papers are the indicators of its packs: one definition, one number, and the way to its rows."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from django.core.cache import cache

from zhiheng.catalog.cross_checks import check
from zhiheng.catalog.errors import Faults
from zhiheng.catalog.packs import loaded
from zhiheng.oversight.models import KeptCounts
from zhiheng.web.cases.document_register import indicators_of_register
from zhiheng.web.screening import counted

pytestmark = [pytest.mark.django_db, pytest.mark.drawn]
PACKS = Path(__file__).resolve().parents[2] / "packs"
NUMBERS = {"reply_in_time": [["甲院", "2026-03", 4, 7]]}


def test_both_pages_show_the_one_number(enter, settings):
    settings.INDICATORS_KEPT = 3600
    client = enter("prosecutor")
    client.post("/indicators/")
    kept = KeptCounts.objects.get()
    KeptCounts.objects.update(counts={**kept.counts, **NUMBERS}, mark="")
    places = {"/documents/": '<strong class="h3 m-0">4</strong> / 7', "/indicators/": ">4 / 7</a>"}
    for address, number in places.items():
        text = client.get(address).content.decode()
        assert loaded(PACKS).indicators["reply_in_time"].title in text
        assert number in text, address
    assert "/indicators/reply_in_time/?period=" in client.get("/documents/").content.decode()


def test_without_counts_the_few_are_computed_alone(enter):
    text = enter("prosecutor").get("/documents/").content.decode()
    assert [loaded(PACKS).indicators[name].title in text for name in indicators_of_register()] == [True] * 4
    assert not KeptCounts.objects.exists()


def test_the_same_state_of_the_records_is_counted_once(enter, settings, monkeypatch):
    settings.INDICATORS_KEPT = 3600
    client, counted_times = enter("prosecutor"), []
    whole = counted.indicator_results
    monkeypatch.setattr(counted, "indicator_results", lambda *given, **more: counted_times.append(1) or whole(*given, **more))
    monkeypatch.setattr(counted, "state_of", lambda _viewer, _catalog: f"state {len(marks)}")
    marks = [cache.clear()]
    client.get("/documents/")
    second = client.get("/documents/").content.decode()
    assert len(counted_times) == 1
    assert [loaded(PACKS).indicators[name].title in second for name in indicators_of_register()] == [True] * 4
    marks.append("an act")
    client.get("/documents/")
    assert len(counted_times) == 2
    cache.clear()


def test_a_register_names_indicators_that_are_there():
    known = loaded(PACKS)
    without = replace(known, indicators={name: one for name, one in known.indicators.items() if name != "reply_rate"})
    faults = Faults()
    check(without, faults)
    assert any("reply_rate" in str(fault) for fault in faults)
