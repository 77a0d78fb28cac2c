"""Facts from the theme library beside a form: shown with the records they came from, confirmed or corrected, kept as confirmed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, QueryDict
from django.utils import timezone

from zhiheng.analysis.facts import Fact
from zhiheng.catalog.facts import FactsSpec
from zhiheng.catalog.procedures import ProcedureSpec
from zhiheng.models.in_force import catalog
from zhiheng.procedure.selectors import CaseView
from zhiheng.registry.selectors import actor_of
from zhiheng.schema.errors import UnusableInputError
from zhiheng.web.cases.act_form import ActGroup
from zhiheng.web.cases.gathered import Origin, confirmed, inputs_of, origins
from zhiheng.web.law.form import Group
from zhiheng.work.services.gathering import gather_facts

CONFIRMED = "confirmed"
"""Sent by a form that shows facts."""


@dataclass(frozen=True)
class Gathered:
    """Facts for a form: the inputs of the rule's facts, where each fact came from, and the facts by name for first values."""

    spec: FactsSpec
    inputs: Group | None
    origins: list[Origin]
    found: Mapping[str, Fact]

    @property
    def values(self) -> dict[str, Any]:
        """Fact → value, of those that are certain."""
        return {name: fact.value for name, fact in self.found.items() if fact.value is not None}


def facts_for(
    request: HttpRequest, procedure: ProcedureSpec, facts: str, id_number: str, known: Mapping[str, Any] | None = None
) -> Gathered | None:
    """The facts of a person for a procedure; where the library cannot be read the officer fills them in by hand.

    known   facts confirmed before: they stand in the inputs rather than what the records say
    """
    spec = catalog().facts.get((procedure.pack, facts))
    if spec is None:
        return None
    actor, now = actor_of(request.user, "web"), timezone.now()
    try:
        found = gather_facts(actor=actor, now=now, catalog=catalog(), procedure=procedure, facts=facts, id_number=id_number)
    except UnusableInputError as refusal:
        messages.warning(request, f"{refusal.reason}。{refusal.remedy}")
        found = {}
    values = dict(known or {name: fact.value for name, fact in found.items()})
    sent = grown(request.POST) if CONFIRMED in request.POST else None
    return Gathered(spec, inputs_of(spec, values, sent), origins(spec, found), found)


def grown(sent: QueryDict) -> QueryDict:
    """What was sent, with one row more in the list whose button was pressed."""
    name = sent.get("gather", "")
    rows = sent.get(f"{name}.rows", "")
    if not rows.isdecimal():
        return sent
    more = sent.copy()
    more.setlist(f"{name}.rows", [str(int(rows) + 1)])
    return more


def asked_at(request: HttpRequest, view: CaseView, group: ActGroup) -> Gathered | None:
    """The facts that the law asks for at a step, once the officer asks to see them."""
    asked = view.spec.steps[group.step].assess if group.kind == "done" else None
    if asked is None or not asked.facts or not {"gather", CONFIRMED} & set(request.POST):
        return None
    known = view.state.facts.get(asked.facts)
    return facts_for(request, view.spec, asked.facts, view.state.subject.get("number", ""), known)


def sent_at(request: HttpRequest, view: CaseView, group: ActGroup) -> dict[str, dict[str, Any]] | None:
    """The facts sent with an act."""
    asked = view.spec.steps[group.step].assess if group.kind == "done" else None
    spec = catalog().facts.get((view.spec.pack, asked.facts)) if asked else None
    return {spec.id: confirmed(spec, request.POST)} if spec and CONFIRMED in request.POST else None
