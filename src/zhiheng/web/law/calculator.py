"""法律计算器: facts in a plain form, the answer with its reasons, articles and line of time. Nothing entered is stored."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from zhiheng.law import check
from zhiheng.law.errors import Refused
from zhiheng.law.examples import FIRST
from zhiheng.law.rule import Version
from zhiheng.web.law.entered import day_of
from zhiheng.web.law.form import facts_of, form_of
from zhiheng.web.law.plain_words import in_words, notes, place_title, refusal_in_words
from zhiheng.web.law.shelf import shelf_citations
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
    as_of = day_of(asked.get("as_of", "")) or _today().isoformat()
    facts = facts_of(version.facts, asked)
    answered = _answered(version, as_of, facts)
    told = bool(asked) and "preview" not in asked
    part = request.headers.get("HX-Target")
    context = {
        "rule": version,
        "versions": versions,
        "form": form_of(version.facts, asked, answered["wanted"]),
        "as_of": asked.get("as_of") or as_of,
        "is_step": part == "answer",
        **(answered if told else {}),
    }
    template = {"answer": "web/law/answer.html", "facts": "web/law/facts.html"}.get(part or "", "web/law/calculator.html")
    return render(request, template, context)


def _answered(version: Version, as_of: str, facts: Mapping[str, Any]) -> dict[str, Any]:
    """What the answer's part of the page shows: the answer, or the refusal; `wanted` are the facts it asks for next."""
    try:
        answer = check.answer(version.id, as_of, facts)
    except Refused as refusal:
        return {"refused": refusal_in_words(refusal, version), "wanted": _fields([refusal.place] if refusal.place else [])}
    unknown = any(condition["satisfied"] is None for condition in answer["conditions"])
    day = date.fromisoformat(answer["as_of"])
    return {
        "answer": answer,
        "conditions": [{**each, "said": in_words(each["detail"], version)} for each in answer["conditions"]],
        "missing": [place_title(version.facts, place) for place in answer["missing"]],
        "wanted": _fields(answer["missing"]),
        "lines": result_lines(answer["result"], version.outputs, unknown=unknown),
        "moments": moments(version.facts, facts, day, answer["result"], version.outputs),
        "articles": [found for cite in answer["cites"] for found in shelf_citations(cite, day)],
        "notes": notes(version.id),
        "doubt": mark_title(answer["mark"]) if answer["mark"] != "T" else "",
    }


def _fields(places: Iterable[str]) -> list[str]:
    """`facts.sentence.custody[2].from` as the field of the form, sentence.custody.2.from."""
    return [place.removeprefix("facts.").replace("[", ".").replace("]", "") for place in places]


def _today() -> date:
    return timezone.localdate()
