"""类案检索: judgments found by text or by a case at hand, each with why it is alike; what is chosen goes into the report of a case."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Page, Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from zhiheng.judgments.core.judgment import KINDS, LEVELS, STANDINGS
from zhiheng.judgments.core.ranges import standing_of
from zhiheng.judgments.core.searching import TEXT_SHARE, WEIGHTS, Question
from zhiheng.judgments.core.tiers import EFFECTS, TIERS
from zhiheng.judgments.selectors import Corpus, judgment_seen_by, searcher_of
from zhiheng.judgments.services import Searched, corpus_ready, search_judgments
from zhiheng.procedure import selectors as procedure
from zhiheng.procedure.selectors import CaseFilter
from zhiheng.registry.gate import PurposeNeededError, current
from zhiheng.registry.rights import may
from zhiheng.registry.selectors import actor_of
from zhiheng.schema.errors import UnusableInputError
from zhiheng.web.judgments.asking import AtHand, SearchForm, at_hand, proposed
from zhiheng.web.judgments.drafts import AXES, draft_of, keep_draft, note_opened
from zhiheng.web.odd import uuids
from zhiheng.web.rights import requires

MOST, CASES_SHOWN, MOST_SIGNS = 20, 8, 60


@requires("judgment.read")
@require_http_methods(["GET", "POST"])
def judgments(request: HttpRequest) -> HttpResponse:
    """The form, and what it found; `case` names the case at hand."""
    corpus, case = corpus_ready(actor=actor_of(request.user, "web"), now=timezone.now()), case_at_hand(request)
    charges = corpus.index.charges
    if request.method == "GET":
        initial = proposed(case, charges) if case else {"text": request.GET.get("text", "")[:200]}
        return page(request, SearchForm(None, charges=charges, initial=initial), corpus, case)
    form = SearchForm(request.POST, charges=charges)
    if not form.is_valid():
        return page(request, form, corpus, case, status=422)
    own = case.numbers if case else ()
    question = form.question(searcher_of(request.user), on=timezone.localdate(), sealed=current().shows_sensitive, own=own)
    try:
        searched = search_judgments(
            actor=actor_of(request.user, "web"),
            now=timezone.now(),
            reader=request.user,
            question=question,
            about=f"case:{case.view.case.pk}" if case else "",
            most=MOST,
        )
    except UnusableInputError as refusal:
        form.add_error(None, f"{refusal.reason}。{refusal.remedy}。")
        return page(request, form, corpus, case, status=422)
    if "report" in request.POST and case:
        return to_report(request, question, searched, corpus, case)
    return page(request, form, corpus, case, result=result_context(form, searched))


def case_at_hand(request: HttpRequest) -> AtHand | None:
    """The case named, as the viewer sees it; 404 where they do not."""
    named = request.POST.get("case") or request.GET.get("case")
    if not named:
        return None
    view = procedure.case_view(uuids([named])[0], request.user, timezone.localtime()) if may(request.user, "case.read") else None
    if view is None:
        raise Http404
    return at_hand(view, request.user.organ.name)


def to_report(request: HttpRequest, question: Question, searched: Searched, corpus: Corpus, case: AtHand) -> HttpResponse:
    """Keep what was chosen for the report's form, and go there."""
    chosen = frozenset(request.POST.getlist("chosen"))
    keep_draft(request, case.view.case.pk, draft_of(request, question, searched, corpus.received_at, chosen))
    messages.success(request, _("检索式和所选类案已带入办件的检索报告，请核对相似点、差异点后提交。"))
    return redirect("case", case_id=case.view.case.pk)


def result_context(form: SearchForm, searched: Searched) -> dict[str, Any]:
    """What the part about the result shows."""
    planned = form.cleaned_data["planned"]
    known = searched.range
    most = max((many for _months, many in known.bars), default=0)
    return {
        "found": searched.found,
        "range": known,
        "standing": standing_of(float(planned), known) if planned is not None else None,
        "bars": [(months, many, round(many * 100 / most)) for months, many in known.bars],
        "searched": True,
    }


def page(
    request: HttpRequest, form: SearchForm, corpus: Corpus, case: AtHand | None, *, result: dict[str, Any] | None = None, status: int = 200
) -> HttpResponse:
    """The whole page."""
    sealed = corpus.index.having("flag", ["sealed"]) & corpus.index.alive
    gate = current()
    if result and sealed.any():
        gate.revealed += int(sealed.sum()) if gate.shows_sensitive else 0
        gate.hidden += 0 if gate.shows_sensitive else int(sealed.sum())
    shown = {
        "form": form,
        "case": case,
        "own": own_cases(request) if not case else None,
        "own_asked": request.GET.get("own", "")[:MOST_SIGNS],
        "corpus": corpus,
        "count": int(corpus.index.alive.sum()),
        "charges": corpus.index.charges,
        "tiers": TIERS,
        "effects": EFFECTS,
        "axes": AXES,
        "weights": WEIGHTS,
        "text_share": TEXT_SHARE,
        "standings": STANDINGS,
        "asks_report": case is not None and has_report(case),
        **(result or {}),
    }
    return render(request, "web/judgments/judgments.html", shown, status=status)


def own_cases(request: HttpRequest) -> Page[Any] | None:
    """A page of the cases one has in hand, narrowed to the words asked for; None where the viewer has none at all."""
    if not may(request.user, "case.read"):
        return None
    found = procedure.cases_seen_by(request.user, CaseFilter(mine=True, open=True, text=request.GET.get("own", "")[:MOST_SIGNS]))
    pages = Paginator(found.order_by("-last_event_at", "pk"), CASES_SHOWN)
    return pages.get_page(request.GET.get("page")) if pages.count or request.GET.get("own") else None


def has_report(case: AtHand) -> bool:
    """Whether a form of the case's procedure takes what was searched."""
    return any(item.fills.startswith("search.") for item in case.view.spec.fields.values())


@requires("judgment.read")
@require_GET
def judgment(request: HttpRequest) -> HttpResponse:
    """One judgment, by its number (`no`); a sealed one only with a stated purpose."""
    found = judgment_seen_by(request.user, request.GET.get("no", "")[:100])
    if found is None:
        raise Http404
    if found.sealed and current().hides():
        raise PurposeNeededError
    note_opened(request, found.judgment_no)
    result = {"judgment": found, "levels": LEVELS, "kinds": KINDS, "standings": STANDINGS}
    return render(request, "web/judgments/judgment.html", result)
