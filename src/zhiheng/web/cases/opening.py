"""建案: a case opened from the page, a person, verified clues, an entry of a ledger or another case; nothing known is typed again."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from zhiheng.catalog.procedures import ProcedureSpec
from zhiheng.models.in_force import catalog
from zhiheng.oversight import services as oversight
from zhiheng.oversight.selectors import clue_values, clues_seen_by
from zhiheng.procedure import selectors as procedure
from zhiheng.procedure.core.filling import Around, first_values
from zhiheng.procedure.core.instants import in_minutes
from zhiheng.procedure.core.state import State
from zhiheng.procedure.core.visibility import visible_values
from zhiheng.procedure.services.seating import seated
from zhiheng.register.selectors import entry_view
from zhiheng.registry.gate import PurposeNeededError
from zhiheng.registry.selectors import actor_of
from zhiheng.schema.errors import UnusableInputError
from zhiheng.tracking.selectors import alarm_seen_by, alarm_text, may_handle
from zhiheng.web.cases.act_form import Setting, ShownForm
from zhiheng.web.cases.addressees import way_to
from zhiheng.web.cases.case_forms import choices_of, organs_to_choose
from zhiheng.web.cases.gathered import confirmed
from zhiheng.web.cases.gathering import CONFIRMED, Gathered, facts_for
from zhiheng.web.cases.opening_form import OpeningForm
from zhiheng.web.cases.openings import may_open, openable
from zhiheng.web.odd import uuids, whole_numbers
from zhiheng.web.rights import requires

OPEN, FIRST = "open", "1"
"""The button that opens the case; the value of the button that gathers facts for the first time."""


@dataclass(frozen=True)
class From:
    """What a case is opened from, with what is known of it: clues, an entry, another case, a person."""

    clues: tuple[int, ...] = ()
    entry: str = ""
    case: UUID | None = None
    alarm: int | None = None
    subject: dict[str, str] = field(default_factory=dict)
    clue_values: dict[str, Any] = field(default_factory=dict)
    entry_values: dict[str, Any] = field(default_factory=dict)
    parent: dict[str, Any] = field(default_factory=dict)
    organ: str = ""


@requires("case.open")
@require_GET
def choose(request: HttpRequest) -> HttpResponse:
    """Which kind of case to open."""
    return render(request, "web/cases/choose.html", {"openable": by_pack(openable(request.user))})


@requires("case.open")
@require_http_methods(["GET", "POST"])
def open_case(request: HttpRequest, name: str) -> HttpResponse:
    """The opening form; posting it opens the case."""
    spec = catalog().procedures.get(name)
    if spec is None or not may_open(request.user, spec):
        raise Http404
    try:
        begun = begun_from(request, spec)
        gathered = facts_of(request, spec, begun)
        form = form_of(request, spec, begun, gathered)
    except UnusableInputError as refusal:
        messages.error(request, f"{refusal.reason}。{refusal.remedy}")
        return redirect("clues" if request.GET.getlist("clue") else "cases")
    waits = request.method == "POST" and OPEN in request.POST and not form.grown
    if waits and form.is_valid() and (case := opened(request, spec, begun, form)):
        messages.success(request, _("已建案。"))
        return redirect("case", case_id=case.pk)
    clues = list(clues_named(request, begun.clues))
    if request.method == "GET" and any(clue.is_hidden for clue in clues):  # what they say stands in the form
        raise PurposeNeededError
    way = way_to(request.user.organ, begun.organ)
    context = {"spec": spec, "form": ShownForm(form), "facts": gathered, "begun": begun, "clues": clues, "way": way}
    return render(request, "web/cases/open.html", context, status=422 if waits else 200)


def by_pack(found: Iterable[ProcedureSpec]) -> dict[str, list[ProcedureSpec]]:
    """Title of a pack → its procedures, as they come."""
    packs, grouped = catalog().packs, dict[str, list[ProcedureSpec]]()
    for spec in found:
        grouped.setdefault(packs[spec.pack].title, []).append(spec)
    return grouped


def begun_from(request: HttpRequest, spec: ProcedureSpec) -> From:
    """What the address names, as far as the viewer sees it and the procedure allows it."""
    asked = request.GET
    clues = whole_numbers(asked.getlist("clue"))
    if clues and "clue" in spec.opens.places:
        values = clue_values(clues, request.user, catalog(), asked.get("kind", ""))
        return From(clues=tuple(clues), clue_values=values, subject=subject_from(values), organ=str(values.get("organ", "")))
    if asked.get("entry") and "register" in spec.opens.places:
        return from_entry(request, asked["entry"])
    if asked.get("alarm") and "alarm" in spec.opens.places:
        return from_alarm(request, whole_numbers([asked["alarm"]])[0])
    if asked.get("case") and "case" in spec.opens.places:
        return from_case(request, uuids([asked["case"]])[0])
    return From()


def subject_from(values: dict[str, Any]) -> dict[str, str]:
    """The person that clues are about, where they are about one."""
    return {name: str(values[key]) for name, key in (("name", "name"), ("number", "id_number")) if values.get(key)}


def from_entry(request: HttpRequest, entry: str) -> From:
    """An entry of a ledger the viewer sees."""
    view = entry_view(uuids([entry])[0], request.user, catalog())
    if view is None:
        raise Http404
    return From(entry=entry, entry_values=dict(view.values))


def from_alarm(request: HttpRequest, alarm_id: int) -> From:
    """An alarm of positions the viewer handles: its person, and what it says, as `clue.facts`."""
    alarm = alarm_seen_by(request.user, alarm_id)
    if alarm is None or alarm.case or not may_handle(request.user, alarm.order):
        raise Http404
    subject = {"name": alarm.order.name, "number": alarm.order.person}
    return From(alarm=alarm_id, subject=subject, clue_values={"facts": [alarm_text(alarm)]})


def from_case(request: HttpRequest, case_id: UUID) -> From:
    """Another case, with the values of it that the viewer's organ sees."""
    view = procedure.case_view(case_id, request.user, timezone.localtime())
    if view is None:
        raise Http404
    values = visible_values(view.spec, view.state, {request.user.organ.name})
    subject = {name: str(view.state.subject[name]) for name in ("name", "number") if view.state.subject.get(name)}
    return From(case=case_id, parent=values, subject=subject)


def facts_of(request: HttpRequest, spec: ProcedureSpec, begun: From) -> Gathered | None:
    """The facts of the person, once a number is known."""
    number = request.POST.get("open-subject_number", "").strip().upper() or begun.subject.get("number", "")
    return facts_for(request, spec, spec.opens.facts, number) if spec.opens.facts and number else None


def form_of(request: HttpRequest, spec: ProcedureSpec, begun: From, gathered: Gathered | None) -> OpeningForm:
    """The form with its first values; a form sent only to gather facts takes these as first values too."""
    officer, now = request.user, timezone.now()
    around = Around(
        now=now, organ=officer.organ.name, officer=officer.name, facts=gathered.values if gathered else {},
        entry=begun.entry_values, clue=begun.clue_values,
    )  # fmt: skip
    subject = {"name": request.POST.get("open-subject_name", ""), "number": request.POST.get("open-subject_number", "")}
    subject = {**begun.subject, **{name: text for name, text in subject.items() if text}}
    state = State(parent=begun.parent, subject=subject)
    setting = Setting(
        moment=now, minutes=in_minutes(spec), choices=choices_of(spec.opening_fields, officer.organ),
        initial=first_values(spec.opening_fields, state, around), organs=roles_to_choose(request, spec, begun),
    )  # fmt: skip
    sent = request.method == "POST" and request.POST.get("gather") != FIRST
    about = {"name": begun.organ} if spec.about == "organ" and begun.organ else subject
    form = OpeningForm(spec, request.POST if sent else None, request.FILES if sent else None, setting, about)
    if sent and OPEN not in request.POST:
        form.hush()
    return form


def roles_to_choose(request: HttpRequest, spec: ProcedureSpec, begun: From) -> dict[str, Any]:
    """Roles whose organ no relation gives; the organ that clues concern stands for the role that takes it."""
    found = known_roles(request, spec, begun)
    wanted = [role.id for role in spec.roles.values() if not role.of and not role.person and not found.get(role.id)]
    return organs_to_choose(spec, wanted, request.user.organ)


def known_roles(request: HttpRequest, spec: ProcedureSpec, begun: From) -> dict[str, str]:
    """Roles whose organ is known: the opener's own, those that relations give, the organ that the clues concern."""
    own = request.user.organ.name
    found = seated(spec, {}, own, timezone.localdate())
    free = [role.id for role in spec.roles.values() if not role.of and not role.person and not role.relation and role.id not in found]
    needed = [role for role in free if not spec.roles[role].optional]
    if begun.organ and len(needed) == 1:
        found[needed[0]] = begun.organ
    return found


def opened(request: HttpRequest, spec: ProcedureSpec, begun: From, form: OpeningForm) -> Any:
    """Open the case; a refusal becomes an error of the form."""
    facts = catalog().facts.get((spec.pack, spec.opens.facts))
    given: dict[str, Any] = {
        "procedure": spec, "values": form.plain(), "subject": form.subject(), "on": form.happened(), "key": form.key,
        "organs": {**known_roles(request, spec, begun), **form.organs()}, "explained": form.explained(),
        "facts": {facts.id: confirmed(facts, request.POST)} if facts and CONFIRMED in request.POST else None,
    }  # fmt: skip
    try:
        return oversight.open_case(
            actor=actor_of(request.user, "web"),
            now=timezone.now(),
            clues=begun.clues,
            entry=begun.entry,
            parent=begun.case,
            alarm=begun.alarm,
            **given,
        )
    except UnusableInputError as refusal:
        form.describe_refusal(refusal)
    except PermissionDenied as refusal:
        form.add_error(None, str(refusal))
    return None


@requires("case.open")
@require_GET
def from_clues(request: HttpRequest) -> HttpResponse:
    """From chosen clues to the form of the paper of supervision or the one procedure that begins there, or to the choice of one."""
    chosen = whole_numbers(request.GET.getlist("clue"))
    offered = openable(request.user, "clue")
    if not chosen or not offered:
        messages.error(request, _("请先选择已核实的线索。"))
        return redirect("clues")
    asked = urlencode([("clue", number) for number in chosen])
    papers = [spec for spec in offered if spec.documents_table] if "other" not in request.GET else []
    if len(offered) == 1 or len(papers) == 1:
        return redirect(f"{address_of((papers or offered)[0])}?{asked}")
    return render(request, "web/cases/choose.html", {"openable": by_pack(offered), "asked": asked, "clues": clues_named(request, chosen)})


def clues_named(request: HttpRequest, chosen: Iterable[int]) -> Any:
    """The clues chosen, as far as the viewer sees them."""
    return clues_seen_by(request.user).filter(pk__in=list(chosen))


def address_of(spec: ProcedureSpec) -> str:
    """Where cases of the procedure are opened."""
    from django.urls import reverse

    return reverse("open_case", args=[spec.id])
