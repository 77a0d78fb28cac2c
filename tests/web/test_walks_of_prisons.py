"""Walks through the pages, act by act and account by account: parole with risk sheet and investigation, medical release with review
and recall, a month's points with an objection, a chain of custody."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.web.walking import CaseWalk, LedgerWalk, story_of
from zhiheng.catalog import packs
from zhiheng.procedure.models import Case

ROOT = Path(__file__).resolve().parents[2] / "packs"
pytestmark = pytest.mark.django_db


@pytest.fixture()
def clock(monkeypatch, home, settings):
    """Let the platform believe it is another instant; sessions live on."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.SESSION_COOKIE_AGE = 10 * 365 * 24 * 3600

    def set_to(moment):
        monkeypatch.setattr("django.utils.timezone.now", lambda: moment)

    return set_to


@pytest.fixture(scope="module")
def catalog():
    return packs.loaded(ROOT)


@pytest.fixture()
def case_walk(client, clock, catalog):
    def of(pack, procedure, name):
        return CaseWalk(client, clock, catalog.procedures[procedure], story_of(ROOT, pack, procedure, name))

    return of


def test_parole_with_risk_sheet_and_investigation_until_corrections_confirm(case_walk):
    """Prison, corrections, procuratorate and court; the rating stays inside the prison, enrolment begins with the arrival."""
    walk = case_walk("parole", "parole", "吴己：半数")
    case = walk.open("甲")
    walk.walk()
    case.refresh_from_db()
    assert case.ended_at is not None
    assert "再犯罪危险评估" in walk.page("丁", "prison")
    assert "再犯罪危险评估" not in walk.page("辰", "corrections_agency")
    begun = Case.objects.get(opened_by_case=case)
    assert (begun.procedure, begun.open_steps) == ("enrolment", ["register"])
