"""报告: publications with figures of indicators; every figure opens its rows; Word and PDF."""

from __future__ import annotations

import re
from collections.abc import Iterator

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from zhiheng.analysis.periods import parse
from zhiheng.analysis.reports import Drawn, Part
from zhiheng.catalog.reports import ReportSpec
from zhiheng.ledger import services as trace
from zhiheng.models.in_force import catalog
from zhiheng.oversight.selectors.reports import as_file, drawn
from zhiheng.registry.rights import may
from zhiheng.registry.selectors import actor_of, organs_seen_by
from zhiheng.web.fields.filters import IndicatorFilters
from zhiheng.web.periods import offered
from zhiheng.web.registers.ledgers import answer
from zhiheng.web.rights import requires

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
    organ, now = filters.given("organ") or "", timezone.now()
    found = drawn(request.user, catalog(), spec.id, period, organ=organ, now=now)
    if request.GET.get("format") in {"docx", "pdf"}:
        return handed(request, spec, found, request.GET["format"], period)
    lines = [(part, list(pieces_of(part, found))) for part in found.parts if not is_sources(part, found)]
    context = {"spec": spec, "report": found, "filters": filters, "lines": lines, "organ": request.user.organ.name, "today": today}
    return render(request, "web/work/report.html", context)


SOURCES = "附：数字的出处"
FIGURE = re.compile(r"([-\d.,%]+[^\d\s，。；：、（）〔〕]{0,4}|无数据|持平|(?:上升|下降) [\d.]+(?: 个百分点)?)〔(\d+)〕")
"""A figure in a sentence with the number under which it stands among the sources."""


def pieces_of(part: Part, found: Drawn) -> Iterator[tuple[str, str]]:
    """Words and figures of a line, figures with the page of their rows."""
    at = 0
    for hit in FIGURE.finditer(part.text):
        yield part.text[at : hit.start()], ""
        yield hit[1], found.figures[int(hit[2]) - 1].address
        at = hit.end()
    yield part.text[at:], ""


def is_sources(part: Part, found: Drawn) -> bool:
    """Whether a part is the table of sources at the end, or its heading: on the page these are a section of their own."""
    return part.text == SOURCES or bool(part.rows and found.figures and part.rows == found.parts[-1].rows)


def handed(request: HttpRequest, spec: ReportSpec, found: Drawn, kind: str, period: str) -> HttpResponse:
    """The report as a file; that it was given out is in the trace."""
    now = timezone.now()
    content = as_file(found, kind, organ=request.user.organ.name, now=now)
    with transaction.atomic():
        details = {"report": spec.id, "period": period, "digest": spec.digest}
        trace.append(actor=actor_of(request.user, "web"), act="list.exported", thing=f"list:{spec.title}", details=details, now=now)
    return answer(content, f"{spec.title}（{parse(period).zh}）.{kind}", "application/pdf" if kind == "pdf" else DOCX)
