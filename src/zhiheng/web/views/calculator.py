"""法律计算器: facts in a plain form, the answer with its reasons, articles and line of time. Nothing entered is stored."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from zhiheng.law import check
from zhiheng.law.citations import resolve
from zhiheng.law.errors import Refused
from zhiheng.law.examples import FIRST
from zhiheng.law.rule import Version
from zhiheng.web.law.form import facts_of, form_of
from zhiheng.web.law.timeline import moments
from zhiheng.web.law.wording import mark_title, result_lines
from zhiheng.web.rights import requires


@requires("law.use", open_when="LAW_IS_PUBLIC")
def calculators(request: HttpRequest) -> HttpResponse:
    """All rules, the ones most asked first."""
    known = check.rules()
    first = [known[rule_id][-1] for rule_id in FIRST if rule_id in known]
    others = [versions[-1] for rule_id, versions in sorted(known.items()) if rule_id not in FIRST]
    return render(request, "web/law/calculators.html", {"first": first, "others": others})


@requires("law.use", open_when="LAW_IS_PUBLIC")
def calculator(request: HttpRequest, rule_id: str) -> HttpResponse:
    """One rule: the form, and the answer to what the address states; a partial request gets the part it asked for."""
    versions = check.rules().get(rule_id)
    if not versions:
        raise Http404
    asked = request.GET
    version = versions[-1]
    context = {
        "rule": version,
        "versions": versions,
        "form": form_of(version.facts, asked),
        "as_of": asked.get("as_of") or _today().isoformat(),
    }
    if asked and "preview" not in asked:
        context |= _answered(version, asked.get("as_of") or "", facts_of(version.facts, asked))
    part = request.headers.get("HX-Target")
    template = {"answer": "web/law/answer.html", "facts": "web/law/facts.html"}.get(part or "", "web/law/calculator.html")
    return render(request, template, context)


def _answered(version: Version, as_of: str, facts: Mapping[str, Any]) -> dict[str, object]:
    """What the answer's part of the page shows: the answer, or the refusal."""
    try:
        answer = check.answer(version.id, as_of or _today(), facts)
    except Refused as refusal:
        return {"refused": refusal}
    unknown = any(condition["satisfied"] is None for condition in answer["conditions"])
    day = date.fromisoformat(answer["as_of"])
    return {
        "answer": answer,
        "lines": result_lines(answer["result"], version.outputs, unknown=unknown),
        "moments": moments(version.facts, facts, day, answer["result"], version.outputs),
        "articles": [_article(cite) for cite in answer["cites"]],
        "doubt": mark_title(answer["mark"]) if answer["mark"] != "T" else "",
    }


def _article(cite: str) -> dict[str, str]:
    """An article as shown beside the answer: its text where the texts are present."""
    texts = Path(settings.LAW_TEXTS) if settings.LAW_TEXTS else None
    found = resolve(cite, texts) if texts else None
    return {"cite": cite, "title": found.title if found else "", "text": found.text if found else ""}


def _today() -> date:
    return timezone.localdate()
