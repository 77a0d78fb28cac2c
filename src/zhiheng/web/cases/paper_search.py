"""卷宗检索: words found in the papers and files of cases, as far as the viewer may open them."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from zhiheng.procedure import selectors as procedure
from zhiheng.procedure.selectors import CaseFilter
from zhiheng.procedure.selectors.evidence import persons_of_paper
from zhiheng.registry.gate import PurposeNeededError, current, demand_open
from zhiheng.schema.errors import UnusableInputError
from zhiheng.web.rights import requires

MOST_CASES, MOST_SIGNS = 2000, 60


@requires("case.read")
@require_GET
def search(request: HttpRequest) -> HttpResponse:
    """The newest cases that the viewer sees (narrowed by words of their title, number or name), searched for words of their papers.

    What stands about the words is of papers that are handed out for a purpose alone, so a purpose is asked for here as well.
    """
    words, about = (request.GET.get(name, "").strip()[:MOST_SIGNS] for name in ("words", "about"))
    context: dict[str, Any] = {"words": words, "about": about, "most": MOST_CASES}
    if words:
        if not current().is_open:
            raise PurposeNeededError
        cases = list(procedure.cases_seen_by(request.user, CaseFilter(text=about), now=timezone.now())[: MOST_CASES + 1])
        context |= {"more": len(cases) > MOST_CASES}
        try:
            found = procedure.search_papers(request.user, words, cases[:MOST_CASES])
        except UnusableInputError as refusal:
            context |= {"refused": f"{refusal.reason}。{refusal.remedy}"}
        else:
            known = {case.dossier_key: case for case in cases}
            for key in {hit.dossier_key for hit in found.hits}:
                demand_open(persons=persons_of_paper(known[key].pk))
            context |= {"hits": [(hit, known[hit.dossier_key], _address(hit.dossier_key)) for hit in found.hits], "unread": found.unread}
    return render(request, "web/cases/search.html", context)


def _address(dossier_key: str) -> UUID:
    return UUID(dossier_key.removeprefix("case:"))
