"""卷宗检索 finds words of papers that the officer may open, and nothing else."""

from __future__ import annotations

from django.urls import reverse

from tests.web.conftest import PURPOSE
from tests.web.test_acts import case, clues

__all__ = ["case", "clues"]


def found(client, words, about=""):
    return client.get(reverse("paper_search"), {"words": words, "about": about}, headers=PURPOSE)


def test_words_of_a_paper_lead_to_its_case(enter, case):
    page = found(enter("prosecutor"), "纠正意见").content.decode()
    assert reverse("case", args=[case]) in page and "纠正违法通知书" in page
    assert "没有找到" in found(enter("prosecutor"), "纠正意见", "别的案件").content.decode()
    assert "至少写两个" in found(enter("prosecutor"), "纠").content.decode()
    assert reverse("case", args=[case]) not in found(enter("justice"), "纠正意见").content.decode()


def test_what_stands_in_papers_is_searched_for_a_purpose_alone_and_the_entry_says_whose(enter, case):
    """Papers are handed out for a purpose: passages of them, and whether words stand in them, are no less."""
    from zhiheng.ledger.models import Entry

    asked = enter("prosecutor").get(reverse("paper_search"), {"words": "纠正意见"})
    assert (asked.status_code, reverse("case", args=[case]) in asked.content.decode()) == (403, False)
    before = Entry.objects.filter(act="record.read").count()
    assert reverse("case", args=[case]) in found(enter("prosecutor"), "纠正意见").content.decode()
    entry = Entry.objects.filter(act="record.read").latest("seq")
    assert (Entry.objects.filter(act="record.read").count(), entry.facts["files"], entry.facts["persons"]) == (before + 1, 1, 1)
