"""报告: publications with figures of indicators; every figure opens its rows; Word and PDF."""

from __future__ import annotations

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET

from zhiheng.dossier.core.pdf import to_pdf
from zhiheng.dossier.core.word import to_word
from zhiheng.ledger import services as trace
from zhiheng.oversight.packs import catalog
from zhiheng.oversight.selectors.reports import Report, report_for
from zhiheng.registry.rights import may
from zhiheng.registry.selectors import actor_of, organs_seen_by
from zhiheng.web.forms.filters import IndicatorFilters
from zhiheng.web.periods import offered
from zhiheng.web.rights import requires
from zhiheng.web.views.ledgers import answer

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
EVERY = {"month": "每月", "quarter": "每季度", "half_year": "每半年", "year": "每年", "": "按需"}


@requires("report.read")
@require_GET
def reports(request: HttpRequest) -> HttpResponse:
    """Every report of the packs one may read."""
    packs = catalog().packs
    told = [
        (spec, packs[spec.pack].title, EVERY[spec.every])
        for spec in catalog().reports.values()
        if may(request.user, "report.read", pack=spec.pack)
    ]
    return render(request, "web/work/reports.html", {"rows": told})


@requires("report.read")
@require_GET
def report(request: HttpRequest, name: str) -> HttpResponseBase:
    """One report of a period: on the page, as Word, as PDF."""
    spec = catalog().reports.get(name)
    if (
        spec is None
        or not may(request.user, "report.read", pack=spec.pack)
        or (spec.indicators and not may(request.user, "indicator.read"))
    ):
        raise Http404
    today = timezone.localdate()
    organs = [(one, one) for one in organs_seen_by(request.user).values_list("name", flat=True)]
    filters = IndicatorFilters(request.GET, period=offered(today), organ=organs)
    period = filters.given("period") or str(today.year)
    found = report_for(request.user, spec, catalog(), period=period, organ=filters.given("organ") or "", today=today)
    if request.GET.get("format") in {"docx", "pdf"}:
        return handed(request, found, request.GET["format"])
    told = {
        "spec": spec,
        "report": found,
        "filters": filters,
        "lines": [(line, address(line.opens, found), pieces_of(line, found)) for line in found.lines],
    }
    return render(request, "web/work/report.html", told)


def pieces_of(line: object, found: Report) -> list[tuple[str, str]]:
    """Words and figures of a line, figures with the page of their rows."""
    return [(piece.text, address(piece.opens, found)) for piece in line.pieces]  # type: ignore[attr-defined]


def address(opens: str, found: Report) -> str:
    """The page of the rows behind a figure."""
    kind, _sep, name = opens.partition(":")
    if kind == "indicator":
        return f"{reverse('indicator', args=[name])}?period={found.period.name}"
    if kind == "register":
        return f"{reverse('ledger', args=[name])}?since={found.period.first_on}&until={found.period.last_on}"
    return ""


def handed(request: HttpRequest, found: Report, kind: str) -> HttpResponse:
    """The report as a file; that it was given out is in the trace."""
    make, media = (to_pdf, "application/pdf") if kind == "pdf" else (to_word, DOCX)
    content = make(found.blocks(), title=found.spec.title, author=found.organ, on=found.today)
    with transaction.atomic():
        details = {"report": found.spec.id, "period": found.period.name, "digest": found.spec.digest}
        trace.append(
            actor=actor_of(request.user, "web"), act="list.exported", thing=f"list:{found.spec.title}", details=details, now=timezone.now()
        )
    return answer(content, f"{found.spec.title}（{found.period.zh}）.{kind}", media)
