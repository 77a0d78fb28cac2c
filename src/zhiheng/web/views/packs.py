"""One pack on one page: its procedures, ledgers, duties, sheets, catalogues and reports, as far as the officer may open them."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from zhiheng.oversight.packs import catalog
from zhiheng.registry.rights import may
from zhiheng.web.menu import concerns
from zhiheng.web.rights import requires
from zhiheng.web.views.ledgers import seen_registers
from zhiheng.web.views.procedures import cases_address


@requires("home.read")
@require_GET
def pack(request: HttpRequest, name: str) -> HttpResponse:
    """The pack; 404 for who has nothing to do with it."""
    known = catalog()
    spec = known.packs.get(name)
    if spec is None or not concerns(request.user, spec, known):
        raise Http404

    def allowed(right: str) -> bool:
        return may(request.user, right, pack=name)

    groups = [
        ("案件", [(one.title, cases_address(one.id) or reverse("procedure", args=[one.id]), "") for one in known.procedures.values() if one.pack == name and allowed("case.read")]),
        ("办理流程", [(one.title, reverse("procedure", args=[one.id]), "") for one in known.procedures.values() if one.pack == name and allowed("case.read")]),
        ("台账", [(one.shape.title, reverse("ledger", args=[one.id]), one.shape.purpose) for one in seen_registers(request) if one.pack == name]),
        ("职责", [(one.shape.title, f"{reverse('duties')}?duty={one.id}", "") for one in known.duties.values() if one.pack == name and allowed("duty.read")]),
        ("评定", [(one.shape.title, f"{reverse('ratings')}?sheet={one.id}", "") for one in known.sheets.values() if one.pack == name and allowed("report.read")]),
        ("目录", [(one.title, reverse("items", args=[one.id]), "") for one in known.items.values() if one.pack == name and allowed("items.read")]),
        ("报告", [(one.title, reverse("report", args=[one.id]), "") for one in known.reports.values() if one.pack == name and allowed("report.read")]),
        ("监督模型", [(one.title, reverse("model", args=[one.id]), one.purpose) for one in known.models.values() if one.pack == name and may(request.user, "model.read")]),
        ("指标", [(one.title, reverse("indicator", args=[one.id]), "") for one in known.indicators.values() if one.pack == name and may(request.user, "indicator.read")]),
    ]  # fmt: skip
    return render(request, "web/work/pack.html", {"spec": spec, "groups": [(title, rows) for title, rows in groups if rows]})
