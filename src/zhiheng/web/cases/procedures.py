"""Procedures as drawings: where cases wait and how long, on which articles each step rests."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET

from zhiheng.catalog.procedures import ProcedureSpec
from zhiheng.law.clocks import days_between
from zhiheng.models.in_force import catalog
from zhiheng.procedure.selectors import counts_by_step
from zhiheng.registry.rights import may
from zhiheng.web import words
from zhiheng.web.cases.drawing import drawn, layers_of
from zhiheng.web.rights import requires
from zhiheng.web.work.items import MARKS


@requires("case.read")
@require_GET
def procedures(request: HttpRequest) -> HttpResponse:
    """Every procedure of the packs one may read, with the steps of its text and the cases that wait."""
    packs = catalog().packs
    rows = []
    for spec in catalog().procedures.values():
        if may(request.user, "case.read", pack=spec.pack):
            waiting = counts_by_step(request.user, spec.id)
            rows.append((spec, packs[spec.pack].title, sum(row["cases"] for row in waiting)))
    return render(request, "web/work/procedures.html", {"rows": sorted(rows, key=lambda row: (row[1], row[0].title))})


@requires("case.read")
@require_GET
def procedure(request: HttpRequest, name: str) -> HttpResponse:
    """One procedure drawn, with its steps as a table beside."""
    spec = catalog().procedures.get(name)
    if spec is None or not may(request.user, "case.read", pack=spec.pack):
        raise Http404
    waiting = waiting_at(request, spec)
    order = [step for layer in layers_of(spec) for step in layer]
    context = {
        "spec": spec, "drawing": drawn(spec, waiting), "steps": [step_of(spec, step, waiting) for step in order],
        "cases": cases_address(spec.id), "open": sum(row["cases"] for row in waiting.values()),
        "roles": [role.title for role in spec.roles.values()],
    }  # fmt: skip
    return render(request, "web/work/procedure.html", context)


def waiting_at(request: HttpRequest, spec: ProcedureSpec) -> dict[str, dict[str, Any]]:
    """Step → how many of the officer's cases wait there, and for how many days the oldest has."""
    today = timezone.localdate()
    rows = counts_by_step(request.user, spec.id)
    return {row["step"]: {"cases": row["cases"], "days": days_between(day_of(row["oldest"]), today)} for row in rows}


def day_of(when: Any) -> Any:
    """The day of an instant; a day stays what it is."""
    return timezone.localdate(when) if hasattr(when, "hour") else when


def step_of(spec: ProcedureSpec, name: str, waiting: dict[str, dict[str, Any]]) -> dict[str, Any]:
    """A step as a row of the table."""
    step = spec.steps[name]
    role = spec.roles.get(step.by)
    outcomes = [
        (one.title, "、".join(spec.steps[to].title if to in spec.steps else "办结" for to in one.to)) for one in step.results.values()
    ]
    clocks = [clock_words(one) for one in step.within]
    mark = words.MARKS.get(step.mark) or MARKS.get(step.mark, "")
    return {
        "step": step,
        "by": role.title if role else "",
        "outcomes": outcomes,
        "clocks": clocks,
        "mark": mark,
        **waiting.get(name, {"cases": 0, "days": None}),
    }


UNIT_WORDS = {"minute": "分钟", "hour": "小时", "day": "日", "month": "个月", "workday": "个工作日"}


def clock_words(one: Any) -> str:
    """A clock of a step in words, with what it rests on."""
    ground = one.source or one.policy
    if one.amount:
        length = f"{'提前 ' if one.before else ''}{one.amount} {UNIT_WORDS[one.unit]}"
    else:
        length = "法定期限" if one.limit else "按填写的期限"
    return f"{length}（{ground}）" if ground else length


def cases_address(procedure: str) -> str:
    """The list of the cases of a procedure."""
    return f"{reverse('cases')}?procedure={procedure}"


def open_address(procedure: str, entry: Any) -> str:
    """Where a case is opened from an entry of a ledger."""
    return f"{reverse('open_case', args=[procedure])}?entry={entry}"
