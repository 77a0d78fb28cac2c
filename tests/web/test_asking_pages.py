"""A page that asks for the purpose itself does not ask for it twice; one that merely hides something asks once, in a fold above."""

from __future__ import annotations

import re

import pytest
from django.urls import reverse

from tests.web.test_acts import clues

__all__ = ["clues"]
pytestmark = [pytest.mark.django_db, pytest.mark.drawn]
REASON = "核查线索所涉矫正对象的记录"


def asked(answer) -> int:
    """How many forms of the page ask for the purpose."""
    return len(re.findall(r'<input[^>]* name="purpose"(?![^>]*type="hidden")', answer.content.decode()))


def test_the_purpose_page_asks_once(enter, clues):
    client, address = enter("prosecutor"), reverse("clue", args=[clues[0].pk])
    page = client.get(reverse("purpose"), {"next": f"{address}?q={clues[0].subject}"})
    assert asked(page) == 1
    assert "本页隐去了" not in page.content.decode()
    listed = client.get("/clues/?format=xlsx")
    assert (listed.status_code, asked(listed)) == (403, 1)


def test_the_look_up_asks_once_and_says_for_what_it_was_opened(enter, clues):
    client = enter("prosecutor")
    page = client.post(reverse("persons"), {"q": clues[0].subject, "purpose": "短"})
    assert asked(page) == 1
    assert "本页隐去了" not in page.content.decode()
    opened = client.post(reverse("persons"), {"q": clues[0].subject, "purpose": REASON}).content.decode()
    assert f"查阅用途：{REASON}" in opened


def test_a_page_that_hides_a_number_still_asks(enter, clues):
    page = enter("prosecutor").get(reverse("clue", args=[clues[0].pk])).content.decode()
    assert "本页隐去了" in page
    assert "<!--asks-->" not in page
