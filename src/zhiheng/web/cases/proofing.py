"""校对: what proofing found in drafts that wait for issue, answered by one officer and confirmed by another, on the page of the case."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from zhiheng.dossier import selectors as dossier
from zhiheng.dossier import services as papers
from zhiheng.dossier.core.proofing.finding import HANDLED, KINDS, LEVELS
from zhiheng.dossier.selectors import SeenDocument
from zhiheng.dossier.services.proofing import is_open
from zhiheng.procedure import selectors as procedure
from zhiheng.procedure.selectors import CaseView
from zhiheng.procedure.services import demand_any
from zhiheng.registry.selectors import actor_of
from zhiheng.schema.errors import UnusableInputError
from zhiheng.web.rights import requires


@dataclass(frozen=True)
class Proofed:
    """A finding as the page shows it. acts: what the viewer may do with it (`answer`, `confirm`)."""

    finding: Any
    title: str
    level: str
    is_open: bool
    handled: str
    acts: tuple[str, ...]


def drafts_of(request: HttpRequest, documents: Iterable[SeenDocument]) -> list[tuple[Any, list[Proofed]]]:
    """Drafts of the viewer's own organ that wait for issue, with what was found in them."""
    own = request.user.organ.name
    papers_seen = [one.document for one in documents]
    waiting = [one for one in papers_seen if one.organ.name == own and one.numbered == "on_issue" and one.version.issued_at is None]
    found = [(one, [_proofed(row, request.user.username) for row in dossier.findings_of(one)]) for one in waiting]
    return [(one, rows) for one, rows in found if rows]


def _proofed(row: Any, who: str) -> Proofed:
    confirms = row.level == "stop" and row.handled in {"confirmed", "false_alarm"} and not row.confirmed_by and row.handled_by != who
    acts = (*(["answer"] if row.level != "hint" else []), *(["confirm"] if confirms else []))
    return Proofed(row, KINDS[row.code][1], LEVELS[row.level], is_open(row), HANDLED.get(row.handled, ""), acts)


@requires("case.read")
@require_POST
def answer(request: HttpRequest, case_id: UUID, finding_id: int) -> HttpResponse:
    """Say why the words stay, or confirm as a second person what another said."""
    view = procedure.case_view(case_id, request.user, timezone.localtime())
    if view is None or not _is_own(request, view, finding_id):
        raise Http404
    actor = actor_of(request.user, "web")
    demand_any(actor, _rights(view, actor.organ), timezone.now(), pack=view.spec.pack)
    handle(request, finding_id)
    return redirect("case", case_id=case_id)


def handle(request: HttpRequest, finding_id: int) -> None:
    """Answer or confirm as the form says; a refusal is said on the page. Who may was asked before."""
    actor, now = actor_of(request.user, "web"), timezone.now()
    try:
        with transaction.atomic():
            if "confirm" in request.POST:
                papers.agree(actor=actor, now=now, finding_id=finding_id)
            else:
                given = {name: request.POST.get(name, "")[:2000] for name in ("handled", "reason")}
                papers.answer_finding(actor=actor, now=now, finding_id=finding_id, **given)
    except UnusableInputError as refusal:
        messages.error(request, f"{refusal.reason}。{refusal.remedy}")
    else:
        messages.success(request, _("已处理。"))


def _is_own(request: HttpRequest, view: CaseView, finding_id: int) -> bool:
    drafts = drafts_of(request, procedure.case_files(request.user, view.case).documents)
    return any(one.finding.pk == finding_id for _, rows in drafts for one in rows)


def _rights(view: CaseView, organ: str) -> list[str]:
    """The rights of the steps that the organ does in the case."""
    spec, seats = view.spec, view.state.organs
    return [spec.right_of(step) for step in spec.steps.values() if step.by in spec.roles and seats.get(spec.seat_of(step.by)) == organ]
