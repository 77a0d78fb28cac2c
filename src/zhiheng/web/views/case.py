"""案件: one case on one screen, and the acts it allows to its viewer."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from zhiheng.dossier import selectors as dossier
from zhiheng.ledger.selectors import entries_about
from zhiheng.oversight.packs import catalog
from zhiheng.oversight.selectors import clues_seen_by
from zhiheng.procedure import selectors as procedure
from zhiheng.procedure.selectors import CaseView
from zhiheng.registry.selectors import actor_of, organs_seen_by
from zhiheng.schema.errors import UnusableInputError
from zhiheng.web.acting import is_dated, perform
from zhiheng.web.case_page import line_of, said_in
from zhiheng.web.forms.acts import ActForm, ActGroup, Choices, grouped
from zhiheng.web.rights import requires

PRESSING = frozenset({"done", "urged", "reported_up"})
"""Kinds of acts that the desk calls for; the others stand aside."""


@requires("document.read")
@require_GET
def case(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """The case on one screen."""
    return show(request, seen(request, case_id))


@requires("document.read")
@require_POST
def act(request: HttpRequest, case_id: UUID, key: str) -> HttpResponse:
    """Do one act; what is refused is said beside its field or above its form, and nothing is changed."""
    if procedure.was_done(case_id, request.POST.get("key", "")):
        return redirect("case", case_id=case_id)
    view = seen(request, case_id)
    group = next((one for one in grouped(view.acts_allowed, view.spec) if one.key == key), None)
    if group is None:
        messages.error(request, _("案件当前不允许这样办理，可能已由他人办理。"))
        return redirect("case", case_id=case_id)
    form = form_of(request, view, group, request.POST, request.FILES)
    outcome = request.POST.get("outcome", "")
    if form.is_valid():
        form.refuse(outcome)
    if form.is_valid() and done(request, view, form, outcome):
        messages.success(request, _("已办理：%(title)s") % {"title": title_of(group, outcome)})
        return redirect("case", case_id=case_id)
    return show(request, seen(request, case_id), tried=form, status=422)


def done(request: HttpRequest, view: CaseView, form: ActForm, outcome: str) -> bool:
    """Do the act; a refusal becomes an error of the form."""
    try:
        with transaction.atomic():
            perform(actor=actor_of(request.user, "web"), now=timezone.now(), view=view, form=form, outcome=outcome)
    except UnusableInputError as refusal:
        form.add_error(None, f"{refusal.reason}。{refusal.remedy}")
        return False
    return True


def seen(request: HttpRequest, case_id: UUID) -> CaseView:
    """The case as this viewer sees it; 404 where they may not."""
    view = procedure.case_view(case_id, request.user, timezone.localtime())
    if view is None:
        raise Http404
    return view


def show(request: HttpRequest, view: CaseView, *, tried: ActForm | None = None, status: int = 200) -> HttpResponse:
    """The page; `tried` is a form that was refused and stands in place of its empty one."""
    groups = grouped(view.acts_allowed, view.spec)
    forms = [tried if tried and tried.group.key == group.key else form_of(request, view, group) for group in groups]
    rule = procedure.files_rule(request.user, view.case)
    told = {
        "view": view,
        "line": line_of(view),
        "forms": [form for form in forms if form.group.kind in PRESSING],
        "beside": [form for form in forms if form.group.kind not in PRESSING],
        "tried": tried,
        "entries": list(entries_about(f"case:{view.case.pk}")) if view.inside else [],
        "clues": clues_seen_by(request.user).filter(cases__case_id=view.case.pk),
        "model_titles": {name: spec.title for name, spec in catalog().models.items()},
        "documents": [one for one in dossier.documents_in(view.case.dossier_key) if rule(one.step, one.organ.name, one.inner)],
        "attachments": [one for one in dossier.attachments_in(view.case.dossier_key) if rule(one.step, one.organ, one.inner)],
        "parties": parties(view),
        "events": [(event, list(said_in(event, view.spec))) for event in reversed(view.events)],
    }
    return render(request, "web/cases/case.html", told, status=status)


def parties(view: Any) -> list[tuple[str, str]]:
    """Roles and organs of the case; an upper organ that is not registered (the issuing one records its decisions) is said so."""
    organs = view.state.organs
    unnamed = {role for role in ("upper",) if organs.get(role) == organs.get("procuratorate")}
    return [(spec.title, "未登记" if role in unnamed else organs[role]) for role, spec in view.spec.roles.items() if role in organs]


def form_of(request: HttpRequest, view: CaseView, group: ActGroup, data: Any = None, files: Any = None) -> ActForm:
    """The form of a group; what was drafted before stands in the form of the first step."""
    drafted = view.state.values if group.kind == "done" and group.step in view.spec.start else {}
    dated = group.kind == "done" and is_dated(view, group.step)
    return ActForm(group, data, files, today=timezone.localdate(), dated=dated, choices=choices_for(request, view), drafted=drafted)


def choices_for(request: HttpRequest, view: CaseView) -> Mapping[str, Choices]:
    """What free fields of acts are chosen from: organs, roles that may be handed over, events that happened."""
    organs = [(organ.name, organ.name) for organ in organs_seen_by(request.user)]
    happened = [(name, event_title(view, name)) for name in view.state.happened if name != "opened"]
    return {"organ": organs, "role": [(role, view.spec.roles[role].title) for role in view.spec.hand_over], "event": happened}


def event_title(view: CaseView, name: str) -> str:
    """`serve.served` in words, with its day."""
    step, _, outcome = name.partition(".")
    known = view.spec.steps[step]
    ended: Any = known.outcome(outcome)
    return f"{known.title}：{ended.title if ended else outcome}（{view.state.happened[name]}）"


def title_of(group: ActGroup, outcome: str) -> str:
    """The act in words."""
    return next((one.title for one in group.acts if one.outcome == outcome), group.first.title)
