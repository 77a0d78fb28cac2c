"""卷宗检索 finds words of papers that the officer may open, and nothing else."""

from __future__ import annotations

from django.urls import reverse

from tests.web.test_acts import case, clues

__all__ = ["case", "clues"]


def found(client, words, about=""):
    return client.get(reverse("paper_search"), {"words": words, "about": about})


def test_words_of_a_paper_lead_to_its_case(enter, case):
    page = found(enter("prosecutor"), "纠正意见").content.decode()
    assert reverse("case", args=[case]) in page and "纠正违法通知书" in page
    assert "没有找到" in found(enter("prosecutor"), "纠正意见", "别的案件").content.decode()
    assert "至少写两个" in found(enter("prosecutor"), "纠").content.decode()
    assert reverse("case", args=[case]) not in found(enter("justice"), "纠正意见").content.decode()
