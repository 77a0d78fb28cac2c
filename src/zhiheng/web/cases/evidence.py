"""The evidence pack (证据包) of a document, for whoever may see the document."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_GET

from zhiheng.dossier.core.errors import DocumentRefused
from zhiheng.dossier.evidence import pack_of_document
from zhiheng.ledger import services as ledger
from zhiheng.procedure.selectors.evidence import paper_seen_by, persons_of_paper
from zhiheng.registry.gate import demand_open
from zhiheng.registry.selectors import actor_of
from zhiheng.web.rights import requires


@requires("case.read")
@require_GET
def document_evidence(request: HttpRequest, case_id: UUID, document_id: UUID) -> HttpResponse:
    """The pack as a file; 404 for an inner paper. Taking it is an entry."""
    document = paper_seen_by(request.user, case_id, document_id)
    if document is None:
        raise Http404
    demand_open(persons=persons_of_paper(case_id))
    actor, now = actor_of(request.user, "web"), timezone.now()
    try:
        content = pack_of_document(document.pk, actor=actor, now=now)
    except DocumentRefused as refusal:
        raise Http404(str(refusal)) from refusal
    name = f"证据包-{document.title}.zip"
    with transaction.atomic():
        ledger.append(actor=actor, act="file.downloaded", thing=f"document:{document.pk}", details={"name": name}, now=now)
    answer = HttpResponse(content, content_type="application/zip")
    answer["Content-Disposition"] = content_disposition_header(True, name) or "attachment"  # noqa: FBT003
    answer["Cache-Control"] = "private, no-store"
    return answer
