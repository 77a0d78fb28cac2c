"""What the worker finds is what the bell shows, a clue by its model and number, and watched views by their count."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from tests.web.test_acts import clues, do  # noqa: F401 - fixtures
from zhiheng.cli.worker import notices
from zhiheng.notices.services import choose
from zhiheng.registry.selectors import actor_of


@pytest.mark.django_db
def test_an_assigned_clue_and_a_view_that_grew_are_mailed(enter, officers, clues, settings):  # noqa: F811
    settings.MAIL_READY, settings.MAIL_DOMAINS = True, []
    mine, now = officers["prosecutor"], timezone.now()
    choose(actor=actor_of(mine, "test"), now=now - timedelta(hours=1), address="zhou@example.org", mail=["clue", "view"], hook=[])
    client = enter("prosecutor")
    client.post(reverse("save_view"), {"view-page": "/clues/", "view-query": "state=assigned", "view-title": "分派", "view-watched": "on"})
    assert notices(timezone.now()) == ""
    do(client, clues[2], "assigned", to="prosecutor")
    assert notices(timezone.now()) == "新增 2 条，发出 2 条"
    body = mail.outbox[0].body
    assert f"（线索 {clues[2].pk}）\n" in body
    assert f"/clues/{clues[2].pk}/" in body and "视图“分派”增加 1 条" in body
    assert "周海明" not in body and "510121199005072715" not in body
    assert notices(timezone.now()) == ""
