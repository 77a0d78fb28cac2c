"""Similar cases: what the page searches, for programs."""

from typing import Any

from django.http import Http404, HttpRequest
from django.utils import timezone
from ninja import Router

from zhiheng.api.access import caller, having
from zhiheng.api.errors import demand_known
from zhiheng.api.judgment_shapes import SearchIn, SearchOut
from zhiheng.api.shapes import Fault
from zhiheng.dossier.core.proofing.names import CASE_NUMBER
from zhiheng.judgments.core.elements import CIRCUMSTANCES, Elements
from zhiheng.judgments.core.ranges import Range, standing_of
from zhiheng.judgments.core.searching import Filters, Hit, Question
from zhiheng.judgments.selectors import searcher_of
from zhiheng.judgments.services import corpus_ready, search_judgments
from zhiheng.procedure import selectors as procedure
from zhiheng.registry.gate import current

router = Router(tags=["类案检索"])


@router.post(
    "/judgments/search", response={200: SearchOut, 403: Fault, 404: Fault, 422: Fault}, auth=having("judgment.read"), summary="类案检索"
)
def search(request: HttpRequest, asked: SearchIn) -> dict[str, Any]:
    """Judgments like what is asked, each with its reasons, and the range of outcomes; the search stands in the trace.

    Sealed judgments are among them only where a purpose is stated and the post allows sensitive records.
    """
    charges = corpus_ready(actor=caller(request), now=timezone.now()).index.charges
    for place, given, known in (("charges", asked.charges, charges), ("circumstances", asked.circumstances, CIRCUMSTANCES)):
        for value in given:
            demand_known(place, value, known)
    elements = Elements(tuple(asked.charges), tuple(asked.articles), tuple(asked.circumstances), asked.amount)
    filters = Filters(tiers=tuple(asked.tiers), since=asked.since, sealed=current().shows_sensitive)
    question = Question(asked.text, elements, filters, own_numbers(request, asked), searcher_of(request.user))
    about = f"case:{asked.case_id}" if asked.case_id else ""
    done = search_judgments(actor=caller(request), now=timezone.now(), reader=request.user, question=question, about=about, most=asked.most)
    return {
        "searched_at": done.at, "corpus": done.corpus, "total": done.found.total, "unread": done.unread,
        "hits": [hit_json(hit) for hit in done.found.hits], "range": range_json(done.range, asked),
    }  # fmt: skip


def own_numbers(request: HttpRequest, asked: SearchIn) -> tuple[str, ...]:
    """Numbers of the case at hand, as the caller sees it; 404 where they do not."""
    if asked.case_id is None:
        return ()
    case = procedure.case_seen_by(request.user, asked.case_id)
    if case is None:
        raise Http404
    return tuple(found[0] for found in CASE_NUMBER.finditer(f"{case.number} {case.title}"))


def hit_json(hit: Hit) -> dict[str, Any]:
    """A hit in plain values."""
    judgment = hit.judgment
    names = ("judgment_no", "court", "decided_on", "law_changed", "result")
    axes = [{"name": axis.name, "asked": axis.asked, "has": axis.has, "share": axis.share} for axis in hit.axes]
    return {
        **{name: getattr(judgment, name) for name in names}, "tier": hit.tier, "effective": judgment.effective_on is not None,
        "charges": list(judgment.charges), "score": hit.score, "text_score": hit.text_score, "elements_score": hit.elements_score,
        "words": [term for term, _gain in hit.terms], "axes": axes, "passages": list(hit.passages),
    }  # fmt: skip


def range_json(known: Range, asked: SearchIn) -> dict[str, Any]:
    """The range, and where the planned value stands in it."""
    standing = standing_of(float(asked.planned_months), known) if asked.planned_months is not None else None
    place = {"level": standing.level, "explanation": standing.explanation} if standing else {}
    bounds = {"p5": known.low_wide, "p10": known.low, "p90": known.high, "p95": known.high_wide}
    return {"count": known.count, "median": known.median, **bounds, "courts": known.courts, "left_out": known.left_out, **place}
