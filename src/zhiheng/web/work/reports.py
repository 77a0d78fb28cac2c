"""报告: publications with figures of indicators; every figure opens its rows; Word and PDF, each drawing up in the trace."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from zhiheng.analysis.periods import parse
from zhiheng.analysis.report_parts import Drawn
from zhiheng.catalog.reports import ReportSpec
from zhiheng.dossier.core.organ_names import full_name
from zhiheng.ledger import services as trace
from zhiheng.models.in_force import catalog
from zhiheng.oversight.selectors.reports import as_file, drawn
from zhiheng.registry.gate import demand_for_numbers
from zhiheng.registry.rights import may
from zhiheng.registry.selectors import actor_of, organs_seen_by
from zhiheng.schema.errors import UnusableInputError
from zhiheng.web.fields.filters import IndicatorFilters
from zhiheng.web.odd import whole_numbers
from zhiheng.web.periods import offered
from zhiheng.web.registers.ledgers import answer
from zhiheng.web.rights import requires
from zhiheng.work.selectors import report_text
from zhiheng.work.services.writing import typed_numbers, write_report

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
@require_http_methods(["GET", "POST"])
def report(request: HttpRequest, name: str) -> HttpResponseBase:
    """One report of a period: on the page; drawn up as Word or PDF with what its writer gave for the places that ask it, which is kept."""
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
    kept, texts, fault = written(request, spec, period, organ)
    found = drawn(request.user, catalog(), spec.id, period, organ=organ, texts=texts, now=now)
    asked = request.POST.get("format") or request.GET.get("format")
    if asked in {"docx", "pdf"} and not fault:
        return handed(request, spec, found, asked, (period, organ), texts)
    if request.method == "POST" and not fault:
        messages.success(request, _("已保存。"))
        return redirect(request.get_full_path())
    context = {
        "spec": spec, "report": found, "filters": filters, "organ": full_name(request.user.organ.name),
        "today": today, "kept": kept, "fault": fault,
        "writes": [(key, what, texts.get(key, "")) for key, what in spec.writes.items()],
    }  # fmt: skip
    return render(request, "web/work/report.html", context, status=422 if fault else 200)


def written(request: HttpRequest, spec: ReportSpec, period: str, organ: str) -> tuple[Any, dict[str, str], str]:
    """What stands in the places that a person writes: kept anew where it was sent; with the fault where it cannot be."""
    kept = report_text(request.user, spec.id, spec.pack, parse(period).name, organ) if spec.writes else None
    if request.method != "POST" or not spec.writes:
        return kept, dict(kept.texts) if kept else {}, ""
    sent = {key: request.POST.get(f"text-{key}", "") for key in spec.writes}
    seen = next(iter(whole_numbers([request.POST.get("seen", "")])), 0) if request.POST.get("seen") else None
    try:
        kept = write_report(
            actor=actor_of(request.user, "web"), now=timezone.now(), report=spec, period=period, texts=sent, about=organ, last_seen=seen
        )
    except UnusableInputError as refusal:
        return kept, sent, f"{refusal.reason}。{refusal.remedy}"
    return kept, dict(kept.texts) if kept else {}, ""


def handed(
    request: HttpRequest, spec: ReportSpec, found: Drawn, kind: str, about: tuple[str, str], texts: Mapping[str, str]
) -> HttpResponse:
    """The report as a file; the trace keeps the digests of its figures and of the file, and numbers typed by hand."""
    now, (period, organ) = timezone.now(), about
    demand_for_numbers(repr((found, texts)))
    content = as_file(found, spec, kind, organ=request.user.organ.name, now=now)
    details = {
        "report": spec.id, "period": period, "organ": organ, "text": spec.digest, "figures": found.digest, "count": len(found.figures),
        "lacking": list(found.lacking), "typed": typed_numbers(texts),
        "file": hashlib.sha256(content).hexdigest(), "format": kind,
    }  # fmt: skip
    with transaction.atomic():
        trace.append(actor=actor_of(request.user, "web"), act="report.drawn_up", thing=f"report:{spec.title}", details=details, now=now)
    return answer(content, f"{spec.title}（{parse(period).zh}）.{kind}", "application/pdf" if kind == "pdf" else DOCX)
