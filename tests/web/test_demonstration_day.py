"""The demonstration stands on its own day, and every page says so."""

import time
from datetime import UTC, date, datetime

import pytest
from django.utils import timezone

from zhiheng.ledger.core.standing import LONGEST_SECONDS, Standing, of_home

pytestmark = pytest.mark.drawn

DAY = date(2026, 9, 6)


@pytest.fixture()
def standing(settings, monkeypatch):
    settings.DEMONSTRATION = Standing(DAY, time.time())
    monkeypatch.setattr(timezone, "now", settings.DEMONSTRATION.clock(time.time))


def test_pages_say_the_day_and_count_by_it(standing, enter):
    for name in ("/", "/clues/", "/indicators/"):
        assert "演示环境" in (page := enter("prosecutor").get(name).content.decode())
        assert "2026年9月6日" in page
    assert enter("prosecutor").get("/").context["today"] == DAY


def test_the_sign_in_page_says_it(standing, client, db):
    assert "2026年9月6日" in client.get("/sign-in/").content.decode()


def test_a_real_installation_says_nothing(enter):
    assert "演示环境" not in enter("prosecutor").get("/").content.decode()


def test_it_moves_within_its_day_and_never_back():
    clock = Standing(DAY, 1000.0)
    assert clock.at(0) == clock.at(1000.0) == datetime(2026, 9, 6, 1, tzinfo=UTC)
    assert clock.at(1060.0) == datetime(2026, 9, 6, 1, 1, tzinfo=UTC)
    assert clock.at(1e12) == clock.at(1000.0 + LONGEST_SECONDS)
    assert timezone.localdate(clock.at(1e12)) == DAY


def test_a_home_without_a_day_has_none(tmp_path):
    assert of_home(tmp_path) is None
    (tmp_path / "demonstration.json").write_text('{"persons": 60, "seed": 7, "as_of": "2026-06-30"}')
    assert of_home(tmp_path) is None
