"""案件: one case on one screen, and the acts it allows to its viewer."""

from __future__ import annotations

from collections.abc import Sequence
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
from zhiheng.dossier.core.proofing.finding import HANDLED
from zhiheng.exchange.peers.selectors import outgoing_of_case
from zhiheng.ledger.selectors import entries_about
from zhiheng.models.in_force import catalog
from zhiheng.oversight.selectors import clues_seen_by
from zhiheng.procedure import selectors as procedure
from zhiheng.procedure.selectors import CaseView
from zhiheng.registry.rights import may
from zhiheng.registry.selectors import actor_of
from zhiheng.schema.errors import UnusableInputError
from zhiheng.web.cases import gathering as gathered
from zhiheng.web.cases.act_form import ActForm, ActGroup, ShownForm, grouped
from zhiheng.web.cases.acting import perform
from zhiheng.web.cases.avoidance import avoidance_told
from zhiheng.web.cases.case_forms import form_of
from zhiheng.web.cases.case_page import line_of, said_in
from zhiheng.web.cases.case_ratings import ratings_asked
from zhiheng.web.cases.case_values import title_of_value, value_in_words
from zhiheng.web.cases.openings import openable
from zhiheng.web.cases.proofing import drafts_of
from zhiheng.web.rights import requires

PRESSING = frozenset({"done", "urged", "reported_up"})
"""Kinds of acts that the desk calls for; the others stand aside."""
SEARCH = frozenset({"court", "procuratorate"})
"""Kinds of organs whose officers search similar cases for a case at hand."""


@requires("case.read")
@require_GET
def case(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """The case on one screen."""
    return show(request, case_or_404(request, case_id))


@requires("case.read")
@require_POST
def act(request: HttpRequest, case_id: UUID, key: str) -> HttpResponse:
    """Do one act; what is refused is said beside its field or above its form, and nothing is changed."""
    if procedure.was_done(case_id, request.POST.get("key", "")):
        return redirect("case", case_id=case_id)
    view = case_or_404(request, case_id)
    group = next((one for one in grouped(view.acts_allowed, view.spec) if one.key == key), None)
    if group is None:
        messages.error(request, _("案件当前不允许这样办理，可能已由他人办理。"))
        return redirect("case", case_id=case_id)
    form = form_of(request, view, group, request.POST, request.FILES)
    outcome = request.POST.get("outcome", "")
    if form.grown or "gather" in request.POST:
        form.hush()
        return show(request, view, tried=form)
    if form.is_valid():
        form.refuse(outcome)
    if form.is_valid() and run_act(request, view, form, outcome):
        messages.success(request, _("已办理：%(title)s") % {"title": title_of(group, outcome)})
        return redirect("case", case_id=case_id)
    return show(request, case_or_404(request, case_id), tried=form, status=422)


def run_act(request: HttpRequest, view: CaseView, form: ActForm, outcome: str) -> bool:
    """Do the act; a refusal becomes an error of the form."""
    try:
        with transaction.atomic():
            facts = gathered.sent_at(request, view, form.group)
            perform(actor=actor_of(request.user, "web"), now=timezone.now(), view=view, form=form, outcome=outcome, facts=facts)
    except UnusableInputError as refusal:
        form.describe_refusal(refusal)
        return False
    return True


def case_or_404(request: HttpRequest, case_id: UUID) -> CaseView:
    """The case as this viewer sees it; 404 where they may not."""
    view = procedure.case_view(case_id, request.user, timezone.localtime())
    if view is None:
        raise Http404
    return view


def show(request: HttpRequest, view: CaseView, *, tried: ActForm | None = None, status: int = 200) -> HttpResponse:
    """The page; `tried` is a form that was refused and stands in place of its empty one."""
    groups = grouped(view.acts_allowed, view.spec)
    forms = [tried if tried and tried.group.key == group.key else form_of(request, view, group) for group in groups]
    dossier_shown = dossier_of(request, view)
    context = {
        "view": view,
        "line": line_of(view),
        "forms": [ShownForm(form) for form in forms if presses(form.group)],
        "beside": [ShownForm(form) for form in forms if not presses(form.group)],
        "tried": ShownForm(tried) if tried else None,
        "facts": gathered.asked_at(request, view, tried.group) if tried else None,
        **avoidance_told(request, view.case.subject),
        "entries": list(entries_about(f"case:{view.case.pk}")) if view.inside else [],
        "may_issue": bool(view.case.subject) and may(request.user, "case.handle"),
        "clues": clues_seen_by(request.user).filter(cases__case_id=view.case.pk),
        "model_titles": {name: spec.title for name, spec in catalog().models.items()},
        "parties": parties(view),
        "listed": listed_values(request, view),
        "events": [(event, list(said_in(event, view.spec))) for event in reversed(view.events)],
        "ratings_asked": ratings_asked(request, view),
        "outgoing": outgoing_of_case(view.case.pk, request.user.organ.name),
        "may_search": request.user.organ.kind in SEARCH and may(request.user, "judgment.read"),
        **dossier_shown,
        "read_first": read_first(groups, dossier_shown["documents"]),
        **family_of(request, view),
    }
    return render(request, "web/cases/case.html", context, status=status)


def presses(group: ActGroup) -> bool:
    """Whether the acts are work of the viewer: not what stands aside, nor an end alone that another organ's step may come to (a death)."""
    return group.kind in PRESSING and not all(act.is_end for act in group.acts)


def read_first(groups: Sequence[ActGroup], documents: Sequence[Any]) -> UUID | None:
    """The newest paper, opened beside the form of who must act now; None where there is no paper or nothing to do."""
    acts = any(group.kind == "done" and presses(group) for group in groups)
    return documents[-1].document.pk if acts and documents else None


def dossier_of(request: HttpRequest, view: CaseView) -> dict[str, Any]:
    """Papers and files the viewer may see, and what the catalogue of the dossier asks for."""
    files, key = procedure.case_files(request.user, view.case), view.case.dossier_key
    spec = catalog().catalogues.get(view.spec.id)
    items = dossier.items_of(request.user, key, spec, view.state.values) if spec and view.inside else []
    return {
        "documents": files.documents,
        "attachments": files.attachments,
        "drafts": drafts_of(request, files.documents),
        "handled": tuple(HANDLED.items()),
        "items": items,
        "missing": sum(one.state in {"missing", "perhaps"} for one in items),
    }


def family_of(request: HttpRequest, view: CaseView) -> dict[str, Any]:
    """The case that opened this one and those it opened, as far as the viewer sees them; procedures it can be opened into."""
    known = procedure.cases_seen_by(request.user)
    return {
        "children": list(known.filter(opened_by_case=view.case)),
        "parent": known.filter(pk=view.case.opened_by_case_id).first() if view.case.opened_by_case_id else None,
        "openable": [one for one in openable(request.user, "case") if one.id != view.spec.id] if not view.case.ended_on else [],
    }


def listed_values(request: HttpRequest, view: CaseView) -> list[tuple[str, str]]:
    """The values its procedure lists, in words."""
    row = procedure.case_rows([view.case], request.user, timezone.localtime())[0]
    columns = zip(view.spec.listed, row.facts, strict=True)
    return [(title_of_value(view.spec, name), said) for name, value in columns if (said := value_in_words(view.spec, name, value))]


def parties(view: Any) -> list[tuple[str, str]]:
    """Roles and organs of the case; a part of an organ stands under its organ, a role not filled yet is left out."""
    organs, spec = view.state.organs, view.spec
    seen = [(role, part) for role, part in spec.roles.items() if not part.of and not part.person and organs.get(role)]
    return [(part.title, organs[role] + (f"（{view.state.units[role]}）" if view.state.units.get(role) else "")) for role, part in seen]


def title_of(group: ActGroup, outcome: str) -> str:
    """The act in words."""
    return next((one.title for one in group.acts if one.outcome == outcome), group.first.title)
