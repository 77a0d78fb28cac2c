"""条文: every text at hand, searched by law, article and words; one text with all its articles."""

from __future__ import annotations

from datetime import date
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from zhiheng.law import bundled, library
from zhiheng.law.citations import article_number
from zhiheng.law.errors import Refused
from zhiheng.web.law.entered import day_of
from zhiheng.web.law.shelf import own_texts
from zhiheng.web.rights import requires

MOST_SIGNS = 100


@requires("law.use", open_when="LAW_IS_PUBLIC")
def articles(request: HttpRequest) -> HttpResponse:
    """The texts, or the articles that fit what was asked."""
    names, number, words = (request.GET.get(name, "").strip()[:MOST_SIGNS] for name in ("law", "article", "q"))
    day, refused = _day(request.GET.get("day", ""))
    wanted = article_number(number)
    if number and not wanted:
        refused = number
    asked = bool(names or number or words)
    hits = library.search(own_texts(), day, words.split(), names, wanted) if asked and not refused else []
    context = {
        "law": names, "article": number, "q": words, "day": day.isoformat(), "refused": refused, "asked": asked,
        "hits": _with_later(hits), "is_cut": len(hits) >= library.MOST_FOUND, "entries": [] if asked else library.entries(own_texts(), day),
        "address": urlencode({"day": day.isoformat()}),
    }  # fmt: skip
    return render(request, "web/law/articles.html", context)


@requires("law.use", open_when="LAW_IS_PUBLIC")
def text(request: HttpRequest, stem: str) -> HttpResponse:
    """One text with all its articles, how it stands on the day."""
    day, _ = _day(request.GET.get("day", ""))
    found = library.opened(own_texts(), stem, day)
    if found is None:
        raise Http404
    entry, hits = found
    return render(request, "web/law/text.html", {"entry": entry, "articles": _with_later(hits), "day": day.isoformat()})


def _with_later(hits: list[library.Hit]) -> list[tuple[library.Hit, tuple[bundled.Found, ...]]]:
    """Each article with what later amendments say of it, where it is of an older text."""
    apart = {stem: bundled.amendments(law) for stem in {hit.entry.stem for hit in hits if hit.entry.older} if (law := bundled.law_of(stem))}
    return [(hit, apart.get(hit.entry.stem, {}).get(hit.article, ())) for hit in hits]


def _day(asked: str) -> tuple[date, str]:
    """The day asked for, or today; what is no day is told."""
    try:
        return (date.fromisoformat(day_of(asked)), "") if asked else (timezone.localdate(), "")
    except (ValueError, Refused):
        return timezone.localdate(), asked
