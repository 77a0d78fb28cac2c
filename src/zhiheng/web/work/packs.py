"""One pack on one page: its procedures, ledgers, duties, sheets, catalogues and reports, as far as the officer may open them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from zhiheng.models.in_force import catalog
from zhiheng.registry.rights import may
from zhiheng.web.cases.procedures import cases_address
from zhiheng.web.menu import concerns
from zhiheng.web.registers.ledgers import seen_registers
from zhiheng.web.rights import requires

Lines = list[tuple[str, str, str]]
PARTS = (
    ("procedures", "办理流程", "case.read", "procedure", ""),
    ("duties", "职责", "duty.read", "duties", "duty"),
    ("sheets", "评定", "report.read", "ratings", "sheet"),
    ("items", "目录", "items.read", "items", ""),
    ("reports", "报告", "report.read", "report", ""),
    ("models", "监督模型", "model.read", "model", ""),
    ("indicators", "指标", "indicator.read", "indicator", ""),
)
"""Part of the catalogue, heading, right, page, and the question by which a list is narrowed to it (empty: a page of its own)."""
OF_PAGES = frozenset({"model.read", "indicator.read"})
"""Rights that are not held pack by pack."""


@requires("home.read")
@require_GET
def pack(request: HttpRequest, name: str) -> HttpResponse:
    """The pack; 404 for who has nothing to do with it."""
    known = catalog()
    spec = known.packs.get(name)
    if spec is None or not concerns(request.user, spec, known):
        raise Http404
    groups = [("案件", cases_of(request, name)), ("台账", ledgers_in(request, name)), *parts_of(request, name)]
    return render(request, "web/work/pack.html", {"spec": spec, "groups": [(title, rows) for title, rows in groups if rows]})


def cases_of(request: HttpRequest, name: str) -> Lines:
    """Lists of cases, where there are such pages."""
    if not may(request.user, "case.read", pack=name):
        return []
    found = [(one.title, cases_address(one.id), "") for one in catalog().procedures.values() if one.pack == name]
    return [line for line in found if line[1]]


def ledgers_in(request: HttpRequest, name: str) -> Lines:
    """Ledgers of the pack that the officer keeps or sees."""
    return [(one.shape.title, reverse("ledger", args=[one.id]), one.shape.purpose) for one in seen_registers(request) if one.pack == name]


def parts_of(request: HttpRequest, name: str) -> Iterable[tuple[str, Lines]]:
    """The other parts of the pack."""
    for part, title, right, page, question in PARTS:
        if may(request.user, right, pack=None if right in OF_PAGES else name):
            own = [one for one in getattr(catalog(), part).values() if one.pack == name]
            yield title, [line_of(one, page, question) for one in own]


def line_of(one: Any, page: str, question: str) -> tuple[str, str, str]:
    """A part as a line: its title, its address, what it is for."""
    address = f"{reverse(page)}?{question}={one.id}" if question else reverse(page, args=[one.id])
    shape = getattr(one, "shape", one)
    return str(getattr(one, "title", "") or shape.title), address, str(getattr(one, "purpose", "") or "")
