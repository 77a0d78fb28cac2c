"""Walks through the pages, act by act and account by account: parole with risk sheet and investigation, medical release with review
and recall, a month's points with an objection, a chain of custody."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.web.walking import CaseWalk, LedgerWalk, story_of
from zhiheng.catalog import packs
from zhiheng.procedure.models import Case

ROOT = Path(__file__).resolve().parents[2] / "packs"
pytestmark = [pytest.mark.django_db, pytest.mark.drawn]


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
    assert not {"arrive", "deliver", "receive_papers", "settle"} & set(map(str, case.open_steps))
    assert "前科一次" not in walk.page("辰", "corrections_agency")
    begun = Case.objects.get(opened_by_case=case)
    assert (begun.procedure, list(map(str, begun.open_steps))) == ("enrolment", ["register"])


def test_a_medical_release_with_its_review_overdue_and_the_recall(case_walk):
    """Prison, hospital, bureau, procuratorate and corrections, until the person is taken in again."""
    walk = case_walk("medical_release", "medical_release", "杨戊")
    case = walk.open("ward")
    walk.walk()
    case.refresh_from_db()
    assert case.ended_on is not None
    assert "收监" in walk.page("procuratorate", "procuratorate")


def test_a_chain_of_custody_with_a_prolongation(case_walk):
    """The house, the case organ and the stationed office; the prolongation runs on without a gap."""
    walk = case_walk("custody", "custody", "C2")
    walk.open("house经办")
    walk.walk()
    assert "换押" in walk.page("house经办", "house")


def test_a_month_of_points_with_an_objection(client, clock, catalog):
    """Drawn up, published, objected to, kept, reviewed; the ledger of the month is closed meanwhile."""
    story = story_of(ROOT, "conduct", "conduct_months", "月得分异议")
    walk = LedgerWalk(client, clock, catalog.registers["conduct_months"], story).walk()
    assert walk.entry.__class__.objects.get(pk=walk.entry.pk).state == "settled"
    assert "复核维持，最终" in walk.page()
