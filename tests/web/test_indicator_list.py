"""The list of indicators answers from what was counted before, says when, and counts anew when it is asked to."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from zhiheng.oversight.models import KeptCounts
from zhiheng.oversight.services import keeping

pytestmark = [pytest.mark.django_db, pytest.mark.drawn]
PLACE = "/indicators/"


@pytest.fixture()
def counting(monkeypatch):
    """How often everything was computed."""
    computed = []
    real = keeping.indicators_in_turn

    def watched(*given, **named):
        computed.append(named)
        return real(*given, **named)

    monkeypatch.setattr(keeping, "indicators_in_turn", watched)
    return computed


def test_the_list_is_counted_once_for_all_who_see_alike(enter, counting):
    client = enter("prosecutor")
    client.post(PLACE)
    first = client.get(PLACE).content.decode()
    again = enter("prosecutor").get(PLACE, {"period": "2025"})
    assert again.status_code == 200
    assert len(counting) == 1
    assert "计算" in first
    assert "此后记录有变动" not in first


def test_who_asks_gets_it_counted_anew_and_comes_back_to_the_same_period(enter, counting):
    client = enter("prosecutor")
    client.post(PLACE)
    KeptCounts.objects.update(counts={**KeptCounts.objects.get().counts, "reply_rate": [["甲院", "2026-03", 1, 2]]})
    answer = client.post(f"{PLACE}?period=2025")
    assert (answer.status_code, answer.url, len(counting)) == (302, f"{PLACE}?period=2025", 2)
    assert KeptCounts.objects.get().counts["reply_rate"] == []


def test_what_moved_since_is_said(enter, counting, settings, monkeypatch):
    settings.INDICATORS_KEPT = 600
    client = enter("prosecutor")
    client.post(PLACE)
    KeptCounts.objects.update(mark="")
    assert "此后记录有变动" in client.get(PLACE).content.decode()
    assert len(counting) == 1


def test_the_first_view_waits_for_no_count(enter, counting):
    client = enter("prosecutor")
    text = client.get(PLACE, {"period": "2025"}).content.decode()
    assert counting == []
    assert 'hx-post="/indicators/?period=2025" hx-trigger="load, submit"' in text
    client.post(PLACE)
    assert 'hx-trigger="load, submit"' not in client.get(PLACE, {"period": "2025"}).content.decode()
    assert len(counting) == 1


def test_while_the_count_goes_on_the_page_shows_what_is_ready_and_asks_again(enter, counting):
    client = enter("prosecutor")
    before = client.get(PLACE).content.decode()
    assert 'id="ready" hx-get="/indicators/" hx-trigger="every 5s"' in before
    assert "已算出 0 项" in before
    client.post(PLACE)
    KeptCounts.objects.update(counts={"reply_rate": KeptCounts.objects.get().counts["reply_rate"]})
    meanwhile = client.get(PLACE).content.decode()
    assert "已算出 1 项" in meanwhile
    assert 'href="/indicators/reply_rate/' in meanwhile
    assert 'hx-trigger="load, submit"' in meanwhile
    client.post(PLACE)
    assert 'id="ready"' not in client.get(PLACE).content.decode()


def test_a_second_officer_who_sees_alike_waits_for_the_count_of_the_first(enter, counting):
    client = enter("prosecutor")
    client.post(PLACE)
    whole = KeptCounts.objects.get().counts
    KeptCounts.objects.update(counts={"reply_rate": whole["reply_rate"]}, counting_until=timezone.now() + timedelta(seconds=60))
    waiting = client.get(PLACE).content.decode()
    assert 'id="list" hx-get="/indicators/" hx-trigger="every 5s"' in waiting
    assert "hx-post" not in waiting
    assert "已算出 1 项" in waiting
    assert client.post(PLACE).status_code == 302
    file = client.get(PLACE, {"format": "xlsx", "period": "2025"})
    assert (file.status_code, file.url, len(counting)) == (302, "/indicators/?period=2025", 1)
    KeptCounts.objects.update(counts=whole, counting_until=None)
    assert "every 5s" not in client.get(PLACE).content.decode()


def test_a_file_is_whole_though_nothing_was_counted(enter, counting):
    assert enter("prosecutor").get(PLACE, {"format": "xlsx"}).status_code == 200
    assert len(counting) == 1
