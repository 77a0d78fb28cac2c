"""What the worker finds is what the bell shows, a clue by its model and number, and watched views by their count."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from tests import documents
from tests.web.test_acts import clues, do  # noqa: F401 - fixtures
from zhiheng.cli.worker import notices
from zhiheng.models.in_force import catalog
from zhiheng.notices.services import choose
from zhiheng.oversight.services import verify_clue
from zhiheng.registry.selectors import actor_of


@pytest.mark.django_db
def test_an_assigned_clue_and_a_view_that_grew_are_mailed(enter, officers, clues, settings):  # noqa: F811
    settings.MAIL_READY, settings.MAIL_DOMAINS = True, []
    mine, now = officers["prosecutor"], timezone.now()
    choose(actor=actor_of(mine, "test"), now=now - timedelta(hours=1), address="zhou@example.org", mail=["clue", "view"], hook=[])
    client = enter("prosecutor")
    client.post(
        reverse("save_view"), {"view-page": "/clues/", "view-query": "state=assigned&q=", "view-title": "周海明的", "view-watched": "on"}
    )
    assert notices(timezone.now()) == ""
    do(client, clues[2], "assigned", to="prosecutor")
    assert notices(timezone.now()) == "新增 2 条，发出 2 条"
    body = mail.outbox[0].body
    assert f"（线索 {clues[2].pk}）\n" in body
    assert f"/clues/{clues[2].pk}/" in body and re.search(r"关注的视图（\d+ 号）增加 1 条，现有 1 条\n.*/clues/#view-\d+\n", body)
    assert "周海明" not in body and "510121199005072715" not in body
    assert notices(timezone.now()) == ""


@pytest.mark.django_db
def test_cases_and_files_leave_by_kind_and_number_alone(officers, clues):  # noqa: F811
    """Titles of cases and names of files name persons: what leaves has none of them."""
    from zhiheng.procedure.models import Case, Waiting
    from zhiheng.web.desk.notices import of_work, told_of

    mine, now = officers["prosecutor"], timezone.now()
    given = {"catalog": catalog(), "clues": [clues[2].pk], "kind": "correction_notice", "facts_text": "依法纠正"}
    verify_clue(actor=actor_of(mine, "test"), now=now, clue_id=clues[2].pk)
    documents.open_document(actor=actor_of(mine, "test"), now=now, **given)
    Case.objects.update(title="周海明假释案", number="川检纠〔2026〕1号")
    Waiting.objects.update(organ=mine.organ, right="case.read", opened_at=now)
    later = now + timedelta(minutes=1)
    here, out = list(of_work(mine, now - timedelta(days=1), later)), list(told_of(mine, now - timedelta(days=1), later))
    assert any("周海明" in one.title for one in here), "officers see whose case it is"
    assert [one.address for one in out] == [one.address for one in here]
    assert all(one.title and "周海明" not in one.title for one in out)
    assert any("（川检纠〔2026〕1号）" in one.title for one in out)
