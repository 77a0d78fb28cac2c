"""线索: one clue, the records it rests on, and what is done with it."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import BadRequest
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme, urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from zhiheng.catalog.why import WhyRow, rows_of
from zhiheng.ledger.selectors import entries_about
from zhiheng.models.in_force import catalog
from zhiheng.oversight import services
from zhiheng.oversight.core.states import ACTS
from zhiheng.oversight.selectors import ClueView, clue_dependencies, clue_view, default_day, reasons_gone
from zhiheng.oversight.selectors.used import parameters_used
from zhiheng.registry.core.masking import HIDDEN
from zhiheng.registry.rights import may
from zhiheng.registry.selectors import actor_of
from zhiheng.schema.errors import UnusableInputError
from zhiheng.web.clues.clues import neighbours, verifiers
from zhiheng.web.clues.evidence import Evidence, evidence_of, with_facts
from zhiheng.web.clues.forms import AssignForm, BulkForm, KnownForm, RefuteForm, ReopenForm, SnoozeForm, VerifyForm
from zhiheng.web.fields.form_faults import in_one_sentence
from zhiheng.web.odd import whole_numbers
from zhiheng.web.purposes import PurposeForm, stated
from zhiheng.web.rights import requires

MOST_QUERY = 2000
EMPTY = "为空"
MACHINE_WORD = re.compile(r"[a-z]+(_[a-z0-9]+)+")
"""Words joined by strokes, as programs write them."""
FORMS: Mapping[str, type[forms.Form]] = {
    "verified": VerifyForm,
    "refuted": RefuteForm,
    "assigned": AssignForm,
    "snoozed": SnoozeForm,
    "reopened": ReopenForm,
}
SERVICES: Mapping[str, Callable[..., Any]] = {
    "verified": services.verify_clue,
    "refuted": services.refute_clue,
    "assigned": services.assign_clue,
    "snoozed": services.snooze_clue,
    "reopened": services.reopen_clue,
}


@requires("clue.read")
@require_GET
def clue(request: HttpRequest, clue_id: int) -> HttpResponse:
    """The clue on one screen."""
    return show(request, clue_or_404(request, clue_id))


@requires("clue.handle")
@require_POST
def act(request: HttpRequest, clue_id: int, kind: str) -> HttpResponse:
    """Assign, verify, refute, snooze or take up again; what is refused is said beside its field."""
    found = clue_or_404(request, clue_id)
    if kind not in FORMS:
        raise Http404
    form = form_for(request, kind, request.POST)
    if form.is_valid() and run_act(request, clue_id, kind, form):
        messages.success(request, _("已办理：%(title)s") % {"title": ACTS[kind]})
        kept = urlencode({"from": came_from}) if (came_from := request.GET.get("from", "")[:MOST_QUERY]) else ""
        return redirect(f"{reverse('clue', args=[clue_id])}?{kept}" if kept else reverse("clue", args=[clue_id]))
    return show(request, found, tried=(kind, form), status=422)


@requires("clue.handle")
@require_POST
def bulk(request: HttpRequest) -> HttpResponse:
    """One act on several clues with one reason; those that do not allow it are named. A document is drafted on a page of its own."""
    form = BulkForm(request.POST, officers=verifiers(request.user))
    chosen = whole_numbers(request.POST.getlist("clue"))
    if not form.is_valid() or not chosen:
        said = in_one_sentence(form) or _("没有选择线索。")
        messages.error(request, said)
        return back(request)
    kind = form.cleaned_data["act"]
    if kind == "documented":
        return to_draft(chosen)
    names = {"assigned": ("to", "reason"), "refuted": ("cause", "reason"), "verified": ("reason",)}[kind]
    given = {name: form.cleaned_data[name] for name in names}
    refusals = {number: reason for number in chosen if (reason := refusal_of(request, number, kind, given))}
    refused, done = list(refusals.values()), [number for number in chosen if number not in refusals]
    if kind == "verified" and not refused:
        return to_draft(done)
    if len(refused) < len(chosen):
        messages.success(request, _("已%(act)s %(count)s 条线索。") % {"act": ACTS[kind], "count": len(chosen) - len(refused)})
    if refused:
        messages.error(request, _("%(count)s 条没有办理：%(why)s") % {"count": len(refused), "why": "；".join(dict.fromkeys(refused))})
    return back(request)


def to_draft(chosen: list[int]) -> HttpResponse:
    """To the page where one paper is drawn from these clues."""
    return redirect(reverse("draft") + "?" + urlencode([("clue", number) for number in chosen]))


@requires("clue.read")
@require_POST
def records(request: HttpRequest, clue_id: int) -> HttpResponse:
    """The content of the records, sensitive datasets to who states a purpose alone; sensitive fields of others are hidden without one."""
    found = clue_or_404(request, clue_id).clue
    evidence = evidence_of(found.evidence, request.user)
    whole = any(one.sensitive for one in evidence)
    form = stated(request, sensitive=whole)
    if whole and not form.is_valid():
        return render(request, "web/clues/evidence.html", {"clue": found, **evidence_told(request, evidence, form)}, status=422)
    return render(request, "web/clues/evidence.html", {"clue": found, **evidence_told(request, with_facts(evidence), form), "read": True})


def evidence_told(request: HttpRequest, evidence: list[Evidence], form: forms.Form) -> dict[str, Any]:
    """What the table of records shows."""
    return {
        "evidence": evidence,
        "purpose": form,
        "needs_purpose": any(one.dataset is not None and one.dataset.hidden_fields for one in evidence),
        "may_read_data": may(request.user, "data.read"),
    }


def clue_or_404(request: HttpRequest, clue_id: int) -> ClueView:
    """The clue, or 404 where the viewer may not know of it."""
    found = clue_view(clue_id, request.user, catalog())
    if found is None:
        raise Http404
    return found


def show(
    request: HttpRequest,
    found: ClueView,
    *,
    tried: tuple[str, forms.Form] | None = None,
    known: Mapping[str, Any] | None = None,
    status: int = 200,
) -> HttpResponse:
    """The page; a refused form stands in place of its empty one, `known` is what the part on a day's knowledge shows."""
    rests = clue_dependencies(found.clue)
    settled = all(rest.state == "holds" for rest in rests)
    acts = [kind for kind in FORMS if kind in found.acts and (settled or kind != "verified")]
    context = {
        "view": found,
        "clue": found.clue,
        "model": found.model,
        "parameters_used": parameters_used(found.clue, found.model),
        **evidence_told(request, evidence_of(found.clue.evidence, request.user), PurposeForm(reader=request.user)),
        "conditions": conditions_of(found.model.logic) if found.model else [],
        "why_rows": why_rows_of(found),
        "values": [(meaning, value) for meaning, value in told_values(found) if not is_machine_word(value)],
        "machine_words": [(meaning, value) for meaning, value in told_values(found) if is_machine_word(value)],
        "acts": [(kind, ACTS[kind], tried[1] if tried and tried[0] == kind else form_for(request, kind)) for kind in acts],
        "tried": tried[0] if tried else "",
        **beside_in_list(request, found.clue),
        "entries": list(entries_about(f"clue:{found.clue.pk}")),
        "rests": rests,
        "is_open": any(rest.state == "open" for rest in rests),
        "may_match": may(request.user, "person.match"),
        "gone": reasons_gone([found.clue.pk]).get(found.clue.pk, ""),
        **(known or {"known_form": KnownForm(initial={"day": default_day(found.clue, catalog())})}),
    }
    return render(request, "web/clues/clue.html", context, status=status)


def conditions_of(logic: str) -> list[str]:
    """The sentences of a model's logic, one condition each."""
    return [part.strip() for part in re.split(r"(?<=[。；])", logic) if part.strip()]


def why_rows_of(found: ClueView) -> list[WhyRow]:
    """What is required and what is so, where the model says it; nothing where the gate hides the clue."""
    if found.model is None or found.clue.is_hidden:
        return []
    used = {one.name: one.value for one in parameters_used(found.clue, found.model)}
    about = {"subject": found.clue.subject, "organ": found.clue.organ.name if found.clue.organ else "", "as_of": found.clue.as_of}
    return rows_of(found.model.why, {**used, **about, **found.clue.values}, found.model.spoken)


def told_values(found: ClueView) -> list[tuple[str, object]]:
    """Values of the clue under their meanings, as the gate shows them; "出所日期，未出所为空" says in words that nothing is there."""
    return [worded(meaning, HIDDEN if found.clue.is_hidden else value) for meaning, value in found.values]


def worded(meaning: str, value: object) -> tuple[str, object]:
    """Title and value; where a title says "出所日期，未出所为空", its words for nothing."""
    title, _, empty = meaning.partition("，")
    if not empty.endswith(EMPTY):
        return meaning, value
    return title, empty.removesuffix(EMPTY) if value in (None, "") else value


def is_machine_word(value: object) -> bool:
    """Whether a value is a code of the program, which belongs to the technical part of a page."""
    return isinstance(value, str) and bool(MACHINE_WORD.fullmatch(value))


def beside_in_list(request: HttpRequest, clue: Any) -> dict[str, Any]:
    """The list one came from, and the clues before and after in it."""
    came_from = request.GET.get("from", "")[:MOST_QUERY]
    if not came_from:
        return {}
    try:
        before, after = neighbours(request.user, clue, QueryDict(came_from))
    except BadRequest:
        return {}
    return {"came_from": came_from, "before": before, "after": after}


def form_for(request: HttpRequest, kind: str, data: Any = None) -> forms.Form:
    """The form of an act."""
    extra = {"officers": verifiers(request.user)} if kind == "assigned" else {}
    return FORMS[kind](data, prefix=kind, **extra)


def run_act(request: HttpRequest, clue_id: int, kind: str, form: forms.Form) -> bool:
    """Do the act; a refusal becomes an error of the form."""
    try:
        SERVICES[kind](actor=actor_of(request.user, "web"), now=timezone.now(), clue_id=clue_id, **form.cleaned_data)
    except UnusableInputError as refusal:
        form.add_error(None, f"{refusal.reason}。{refusal.remedy}")
        return False
    return True


def refusal_of(request: HttpRequest, clue_id: int, kind: str, given: Mapping[str, Any]) -> str:
    """Do one act of a bulk; why it was refused, empty where it was done."""
    try:
        SERVICES[kind](actor=actor_of(request.user, "web"), now=timezone.now(), clue_id=clue_id, **given)
    except UnusableInputError as refusal:
        return refusal.reason
    return ""


def back(request: HttpRequest) -> HttpResponse:
    """The list as it was filtered."""
    kept = request.GET.urlencode()
    target = redirect("clues")
    address = f"{target.url}?{kept}" if kept else target.url
    return redirect(address) if url_has_allowed_host_and_scheme(address, None) else target
