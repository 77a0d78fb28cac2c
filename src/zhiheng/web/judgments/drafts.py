"""What was searched, kept for the form into which it is written: `fills: search.<name>` of a pack's report."""

from __future__ import annotations

from typing import Any, Final
from uuid import UUID

from django.http import HttpRequest
from django.utils import timezone

from zhiheng.judgments.core.judgment import STANDINGS
from zhiheng.judgments.core.searching import Hit, Question
from zhiheng.judgments.core.tiers import TIERS
from zhiheng.judgments.services import Searched

KEPT: Final = "searches"
OPENED: Final = "judgments_opened"
MOST: Final = 8
MOST_OPENED: Final = 200
PLATFORM: Final = "本平台类案检索"


def keep_draft(request: HttpRequest, case: UUID, draft: dict[str, Any]) -> None:
    """Keep a draft for a case in the session; the oldest go."""
    kept = dict(list(request.session.get(KEPT, {}).items())[-MOST + 1 :])
    request.session[KEPT] = {**kept, str(case): draft}


def draft_for(request: HttpRequest, case: UUID) -> dict[str, Any]:
    """What was last searched for the case and chosen for its report; nothing where nothing was."""
    session: Any = getattr(request, "session", {})
    return dict(session.get(KEPT, {}).get(str(case), {}))


def note_opened(request: HttpRequest, judgment_no: str) -> None:
    """Count a judgment as read."""
    opened = [one for one in request.session.get(OPENED, []) if one != judgment_no]
    request.session[OPENED] = [*opened, judgment_no][-MOST_OPENED:]


def draft_of(request: HttpRequest, question: Question, searched: Searched, received_at: Any, chosen: frozenset[str]) -> dict[str, Any]:
    """The draft of a report: how it was searched, in what corpus, what was chosen, and the range of outcomes."""
    shown = [hit for hit in searched.found.hits if hit.judgment.judgment_no in chosen]
    known = searched.range
    numbers = {
        "range_count": known.count,
        "range_median": known.median,
        "range_p5": known.low_wide,
        "range_p10": known.low,
        "range_p90": known.high,
        "range_p95": known.high_wide,
    }
    opened = set(request.session.get(OPENED, []))
    return {
        "searched_at": timezone.localtime(searched.at).isoformat(timespec="minutes"),
        "platform": PLATFORM,
        "methods": methods_of(question),
        "queries": [said_of(question)],
        "corpus": searched.corpus[:16],
        "corpus_on": timezone.localdate(received_at).isoformat() if received_at else None,
        "tiers": [str(tier) for tier in question.filters.tiers or TIERS],
        "hits": searched.found.total,
        "read_count": len(
            opened & {hit.judgment.judgment_no for hit in searched.found.hits} | {hit.judgment.judgment_no for hit in shown} & opened
        ),
        "own_court_only": bool(question.filters.courts) and set(question.filters.courts) == {question.searcher.court},
        "results": [row_of(hit) for hit in shown],
        **{name: str(number) for name, number in numbers.items() if number is not None},
    }


def methods_of(question: Question) -> list[str]:
    """How it was searched, in the codes of the report."""
    ways = {"keyword": question.text.strip(), "element": question.elements, "article": question.elements.articles, "case": question.own}
    return [name for name, given in ways.items() if given]


def said_of(question: Question) -> str:
    """The question in words, as it is kept in the report."""
    elements, filters = question.elements, question.filters
    parts = [
        f"关键词：{question.text.strip()[:300]}" if question.text.strip() else "",
        f"罪名：{'、'.join(elements.charges)}" if elements.charges else "",
        f"情节：{'、'.join(elements.circumstances)}" if elements.circumstances else "",
        f"条文：{'、'.join(elements.articles)}" if elements.articles else "",
        f"数额：{elements.amount}元" if elements.amount is not None else "",
        f"自{filters.since:%Y-%m-%d}起" if filters.since else "",
    ]
    return "；".join(filter(None, parts)) or "按筛选条件浏览"


def row_of(hit: Hit) -> dict[str, Any]:
    """A row of the report's list; the grade and what differs are the judge's to write."""
    judgment = hit.judgment
    alike = [f"{AXES[axis.name]}：{'、'.join(axis.same) or axis.has}" for axis in hit.axes if axis.share > 0]
    standing = STANDINGS[judgment.standing] if judgment.standing != "plain" else ""
    return {
        "judgment_no": judgment.judgment_no,
        "court": judgment.court,
        "decided_on": judgment.decided_on.isoformat(),
        "tier": str(hit.tier),
        "alike": "；".join(filter(None, [*alike, standing]))[:300],
        "gist": judgment.issue[:200],
        "outcome": judgment.result[:200],
        "effective": judgment.effective_on is not None,
        "used": True,
    }


AXES: Final = {"charges": "同罪名", "circumstances": "同情节", "articles": "同条文", "amount": "数额相近"}
