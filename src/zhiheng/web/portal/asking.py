"""What the person asks for: applications, objections, acts of theirs in a case; each with its receipt and its clock."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from zhiheng.catalog.field_shapes import FieldShape
from zhiheng.catalog.procedures import ProcedureSpec
from zhiheng.models.in_force import catalog
from zhiheng.portal import services
from zhiheng.portal.declared import sources
from zhiheng.portal.selectors import OwnCase, complaints_of, own_case_of, part_for
from zhiheng.portal.services.applying import seats_for
from zhiheng.procedure.core.acts import PossibleAct
from zhiheng.procedure.services import is_for_persons
from zhiheng.registry.selectors import all_organs
from zhiheng.schema.errors import UnusableInputError
from zhiheng.web.cases.act_form import asked as fields_asked
from zhiheng.web.fields.inputs import FieldInputs
from zhiheng.web.odd import whole_numbers
from zhiheng.web.portal.public import read_files
from zhiheng.web.portal.visiting import for_own, page, there, viewer
from zhiheng.web.rights import PUBLIC, requires

WRONG = 422
OPENING, STEP = "o", "s"
"""Prefixes of the two forms of an application."""
ABOUT_DECISION = {"decision_title", "served_on"}
"""Fields of an opening form that says it is about a decision: such a procedure is an objection, reached from the decision."""


def procedures_for(account: Any) -> list[ProcedureSpec]:
    """What this person may ask for here: procedures that persons open, whose seats their organs can take."""
    known = [catalog().procedures.get(one.case) for one in sources("applications")]
    return [spec for spec in known if spec is not None and is_for_persons(spec) and all_seated(spec, account)]


def all_seated(spec: ProcedureSpec, account: Any) -> bool:
    """Whether every needed seat is known for the person."""
    seats = seats_for(spec, account)
    return all(one.id in seats for one in spec.roles.values() if not (one.of or one.optional or one.relation or one.person))


def is_objection(spec: ProcedureSpec) -> bool:
    """Whether the procedure is about a decision that was served."""
    return {one.id for one in spec.opening_fields} >= ABOUT_DECISION


@requires(PUBLIC)
@require_GET
@for_own
def asked(request: HttpRequest) -> HttpResponseBase:
    """What can be asked for, and what was, with its progress."""
    visitor = viewer(request)
    part = part_for(visitor, "applications", timezone.now())
    offered = [(one, is_objection(one)) for one in procedures_for(visitor.account)]
    told = {"part": part, "offered": offered, "complaints": complaints_of(visitor)}
    return page(request, "asked", told, items=["applications"])


@requires(PUBLIC)
@require_http_methods(["GET", "POST"])
@for_own
def ask(request: HttpRequest, name: str) -> HttpResponseBase:
    """The form of an application or an objection; what comes of it is a receipt."""
    return form_or_receipt(request, name)


def form_or_receipt(request: HttpRequest, name: str) -> HttpResponseBase:
    """The form, filled from the address; the receipt of what was handed in by it."""
    visitor = viewer(request)
    spec = there(next((one for one in procedures_for(visitor.account) if one.id == name), None))
    step = spec.steps[spec.start[0]]
    data, files = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    first = {one: request.GET[one] for one in ABOUT_DECISION | {"decision_no"} if one in request.GET}
    opening = FieldInputs(spec.opening_fields, data, files, prefix=OPENING, initial=first, choices=choices_of(spec.opening_fields))
    form = FieldInputs(spec.form_of(step), data, files, prefix=STEP, choices=choices_of(spec.form_of(step)))
    told = {"spec": spec, "step": step, "opening": opening, "form": form, "key": request.POST.get("key") or uuid4().hex}
    if request.method == "POST" and opening.is_valid() and form.is_valid():
        receipt = applied(request, spec, opening, form)
        if receipt is not None:
            own_case = there(own_case_of(visitor, receipt.case, timezone.now()))
            return page(request, "receipt", {"receipt": receipt, "own_case": own_case}, items=["applications"])
    return page(request, "ask", told, status=WRONG if request.method == "POST" else 200)


def applied(request: HttpRequest, spec: ProcedureSpec, opening: FieldInputs, form: FieldInputs) -> Any:
    """The receipt; a refusal becomes an error of the form."""
    step = spec.steps[spec.start[0]]
    outcome = request.POST.get("outcome") or step.outcomes[0].id
    application = services.Application(
        outcome, request.POST.get("key", ""), opening.values(), form.values(), request.POST.get("reason", ""), read_files(form)
    )
    try:
        return services.apply_for(viewer=viewer(request), now=timezone.now(), procedure=spec, application=application)
    except UnusableInputError as refused:
        form.add_error(None, f"{refused.reason}。{refused.remedy}")
        return None


def choices_of(fields: Iterable[FieldShape]) -> Mapping[str, list[tuple[str, str]]]:
    """What fields of organs and catalogues are chosen from."""
    found: dict[str, list[tuple[str, str]]] = {}
    for item in fields:
        if item.type == "organ":
            found[item.id] = [(organ.name, organ.name) for organ in all_organs() if not item.of or organ.kind == item.of]
        elif item.type in {"item", "items"} and item.of in catalog().items:
            found[item.id] = [(one.id, one.title) for one in catalog().items[item.of].items]
    return found


@requires(PUBLIC)
@require_http_methods(["GET", "POST"])
@for_own
def own_case(request: HttpRequest, case_id: UUID) -> HttpResponseBase:
    """One own_case: where it stands, by when an answer is due, why it was decided so, what is the person's to do."""
    return case_or_act(request, case_id, "portal_case")


def case_or_act(request: HttpRequest, case_id: UUID, address: str) -> HttpResponseBase:
    """A case of the person's own under this address, and an act of theirs in it."""
    visitor, now = viewer(request), timezone.now()
    found = there(own_case_of(visitor, case_id, now))
    if part_for(visitor, found.item, now) is None:
        raise Http404
    forms = [form_of(request, found, key, acts) for key, acts in by_step(found.acts).items()]
    if request.method == "POST" and act_done(request, found, forms):
        messages.success(request, _("已提交。"))
        return redirect(address, case_id=case_id)
    objections = [one for one in procedures_for(visitor.account) if is_objection(one)]
    told = {"own_case": found, "forms": forms, "objections": objections}
    return page(request, "own_case", told, items=[found.item], status=WRONG if request.method == "POST" else 200)


def by_step(acts: Iterable[PossibleAct]) -> dict[str, list[PossibleAct]]:
    """Acts that share a form: outcomes of one step, or one act beside the steps."""
    found: dict[str, list[PossibleAct]] = {}
    for act in acts:
        found.setdefault(f"{act.kind}-{act.step}", []).append(act)
    return found


def form_of(request: HttpRequest, found: OwnCase, key: str, acts: list[PossibleAct]) -> dict[str, Any]:
    """The form of a group of acts, bound where it was sent."""
    sent = request.method == "POST" and request.POST.get("group") == key
    fields = fields_asked(acts[0].fields, found.state.values)
    inputs = FieldInputs(
        fields,
        request.POST if sent else None,
        request.FILES if sent else None,
        prefix=key,
        choices=choices_of(fields),
        known_values=found.state.values,
    )
    title = found.spec.steps[acts[0].step].title if acts[0].kind == "done" else acts[0].title
    return {"key": key, "acts": acts, "inputs": inputs, "sent": sent, "title": title, "reason": any(act.reason for act in acts)}


def seen_in(request: HttpRequest) -> int | None:
    """Number of the newest event that the person had before them."""
    return next(iter(whole_numbers([request.POST.get("seen", "")])), None)


def act_done(request: HttpRequest, found: OwnCase, forms: list[dict[str, Any]]) -> bool:
    """Do the act that was sent; a refusal becomes an error of its form."""
    sent = next((one for one in forms if one["sent"]), None)
    if sent is None or not sent["inputs"].is_valid():
        return False
    act = next((one for one in sent["acts"] if one.outcome == request.POST.get("outcome", "")), sent["acts"][0])
    try:
        services.act_as_person(
            viewer=viewer(request), now=timezone.now(), case_id=found.case.pk, kind=act.kind, step=act.step, outcome=act.outcome,
            values=sent["inputs"].values(), reason=request.POST.get("reason", ""), files=read_files(sent["inputs"]),
            expected_seq=seen_in(request),
            key=request.POST.get("key", "")[:64],
        )  # fmt: skip
    except UnusableInputError as refused:
        sent["inputs"].add_error(None, f"{refused.reason}。{refused.remedy}")
        return False
    except PermissionDenied as refused:
        raise Http404 from refused
    return True
