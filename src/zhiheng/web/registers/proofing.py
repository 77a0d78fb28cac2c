"""校对 of papers of a ledger's acts: what waits for a second person, on the page of the entry."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from zhiheng.dossier import selectors as dossier
from zhiheng.models.in_force import catalog
from zhiheng.register.selectors import EntryView, entry_view
from zhiheng.registry.rights import may
from zhiheng.web.cases.proofing import Proofed, drafts_of, handle
from zhiheng.web.rights import requires

Drafts = list[tuple[Any, list[Proofed]]]


def drafts_for(request: HttpRequest, view: EntryView) -> Drafts:
    """Papers of the entry kept waiting, those whose act the officer may do himself."""
    found = drafts_of(request, dossier.files_seen_by(request.user, view.entry.dossier_key).documents)
    return [(document, rows) for document, rows in found if _may_answer(request, view, str(document.pk))]


def _may_answer(request: HttpRequest, view: EntryView, document: str) -> bool:
    """Whether the officer holds the right of the act that drew the paper up."""
    acts = view.spec.shape.acts
    named = next((row.act for row in view.acts if document in row.papers), "")
    day, unit = timezone.localdate(), view.entry.unit
    return named in acts and may(request.user, acts[named].right, on=day, pack=view.spec.pack, unit=unit)


@requires("register.read")
@require_POST
def answer_draft(request: HttpRequest, entry_id: UUID, finding_id: int) -> HttpResponse:
    """Say why the words stay, or agree as a second person: then the paper goes out."""
    view = entry_view(entry_id, request.user, catalog())
    if view is None or not any(one.finding.pk == finding_id for _, rows in drafts_for(request, view) for one in rows):
        raise Http404
    handle(request, finding_id)
    return redirect("entry", entry_id=entry_id)
