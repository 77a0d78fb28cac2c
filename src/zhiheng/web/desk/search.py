"""全站查找: one box for numbers in any spelling, persons with a purpose, clues, words of papers and articles."""

from __future__ import annotations

import re
import unicodedata
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET

from zhiheng.law import library
from zhiheng.law.citations import article_number
from zhiheng.models.in_force import catalog
from zhiheng.oversight.selectors import ClueFilter, clues_seen_by
from zhiheng.procedure import selectors as procedure
from zhiheng.procedure.core.numbers import number_typed
from zhiheng.registry.rights import may
from zhiheng.web.counting import count_of
from zhiheng.web.law.shelf import own_texts
from zhiheng.web.menu import PAGES
from zhiheng.web.persons.forms import LookUpForm
from zhiheng.web.rights import SIGNED_IN, requires

MOST_SIGNS, MOST = 100, 10
CITED = re.compile(
    r"^《?(?P<law>[^《》第]{2,40})》?\s*(?P<article>第?[0-9一二三四五六七八九十百千零〇两]+条(?:之[0-9一二三四五六七八九十]+)?)"
)
NAME = re.compile(r"[\u4e00-\u9fff\u3400-\u4dbf·\U00020000-\U0003134f]{2,20}")
ID_NUMBER = re.compile(r"[0-9]{15}|[0-9]{17}[0-9Xx]")


@requires(SIGNED_IN)
@require_GET
def search(request: HttpRequest) -> HttpResponse:
    """What is found under the words typed; a number that only one case bears leads straight to it."""
    asked = unicodedata.normalize("NFKC", request.GET.get("q", "")).strip()[:MOST_SIGNS]
    if not asked:
        return render(request, "web/search.html", {"q": ""})
    cases, some_titles = cases_found(request, asked)
    if len(cases) == 1 and number_typed(asked):
        return redirect("case", case_id=cases[0].pk)
    context: dict[str, Any] = {
        "q": asked,
        "cases": cases[:MOST],
        "more_cases": len(cases) > MOST,
        "latest": procedure.LATEST if some_titles else 0,
        "case_titles": {name: spec.title for name, spec in catalog().procedures.items()},
        "pages": pages_found(request, asked),
        "person": person_form(request, asked),
        "person_first": bool(ID_NUMBER.fullmatch(plain(asked))),
        "clues": clues_found(request, asked),
        "articles": articles_found(asked) if may(request.user, "law.use") else [],
        "articles_address": f"{reverse('law_articles')}?{urlencode(article_query(asked))}" if may(request.user, "law.use") else "",
        "papers_address": f"{reverse('paper_search')}?{urlencode({'words': asked[:60]})}" if may(request.user, "case.read") else "",
    }
    return render(request, "web/search.html", context)


def plain(text: str) -> str:
    """Without spaces of any kind."""
    return re.sub(r"\s+", "", text)


def cases_found(request: HttpRequest, asked: str) -> tuple[list[Any], bool]:
    """Cases of a number, title or name that the viewer sees, one more than are shown; see `cases_named`."""
    return procedure.cases_named(request.user, asked, MOST + 1) if may(request.user, "case.read") else ([], False)


def pages_found(request: HttpRequest, asked: str) -> list[tuple[Any, str]]:
    """Pages, ledgers and kinds of cases of this title that the viewer may open."""
    pages = [(page.title, reverse(page.name)) for page in PAGES if asked in str(page.title) and may(request.user, page.right)]
    known = catalog()
    kinds = [
        (spec.title, f"{reverse('cases')}?procedure={spec.id}")
        for spec in known.procedures.values()
        if asked in spec.title and may(request.user, "case.read", pack=spec.pack)
    ]
    return [*pages, *kinds][:MOST]


def person_form(request: HttpRequest, asked: str) -> LookUpForm | None:
    """The form that asks for the purpose, where the words may be a name or a number of a person and the viewer may look persons up."""
    fits = NAME.fullmatch(plain(asked)) or ID_NUMBER.fullmatch(plain(asked))
    asks = fits and may(request.user, "person.read")
    return LookUpForm(reader=request.user, sensitive=True, initial={"q": plain(asked)}) if asks else None


def clues_found(request: HttpRequest, asked: str) -> int:
    """How many clues speak of it; they open in their own list."""
    return count_of(clues_seen_by(request.user, ClueFilter(text=asked))) if may(request.user, "clue.read") else 0


def article_query(asked: str) -> dict[str, str]:
    """The words as the page of articles asks them: law and article apart where both are said."""
    found = CITED.match(asked)
    return {"law": found["law"].strip(), "article": found["article"]} if found else {"q": asked}


def articles_found(asked: str) -> list[library.Hit]:
    """The first articles that say it, or the one article cited."""
    wanted = article_query(asked)
    number = article_number(wanted.get("article", "")) or ""
    words = [] if number else asked.split()
    return library.search(own_texts(), timezone.localdate(), words, wanted.get("law", ""), number)[:5]
