"""Documents of a case: prints and attachments, to those who may see the case; every download is in the ledger."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.db import transaction
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_GET

from zhiheng.dossier import selectors as dossier
from zhiheng.dossier import services as papers
from zhiheng.dossier.selectors import FileContent
from zhiheng.procedure import selectors as procedure
from zhiheng.registry.gate import demand_for_file
from zhiheng.registry.selectors import actor_of
from zhiheng.web.rights import requires

INLINE = frozenset({"application/pdf", "image/png", "image/jpeg"})


@requires("case.read")
@require_GET
def document_file(request: HttpRequest, case_id: UUID, document_id: UUID, kind: str) -> HttpResponse | FileResponse:
    """A print of a document, PDF or Word, newest version unless `?version=` names one."""
    case = procedure.case_seen_by(request.user, case_id)
    file = procedure.case_print(request.user, case, document_id, kind, version_asked(request)) if case else None
    if case is None or file is None:
        raise Http404
    return hand_out(request, file, f"document:{document_id}", procedure.persons_of(case))


@requires("case.read")
@require_GET
def attachment(request: HttpRequest, case_id: UUID, file_id: int) -> HttpResponse:
    """A file that was handed in to a case."""
    case = procedure.case_seen_by(request.user, case_id)
    stored = procedure.case_attachment(request.user, case, file_id) if case else None
    if case is None or stored is None:
        raise Http404
    return hand_out(request, dossier.read_stored(stored), f"case:{case_id}", procedure.persons_of(case))


def version_asked(request: HttpRequest) -> int | None:
    """The version named in the address; what is no number names none."""
    given = request.GET.get("version", "")
    return int(given) if given.isascii() and given.isdigit() and len(given) < 6 else None


def hand_out(request: HttpRequest, file: FileContent, thing: str, persons: Iterable[str]) -> HttpResponse:
    """The file, shown in the browser where that is safe, else saved; a PDF bears who opened it; noted in the ledger first."""
    demand_for_file(file.content, persons)
    with transaction.atomic():
        file = papers.download(actor=actor_of(request.user, "web"), now=timezone.now(), file=file, thing=thing)
    answer = HttpResponse(file.content, content_type=file.media)
    answer["Content-Disposition"] = content_disposition_header(file.media not in INLINE, file.name) or "inline"
    answer["Cache-Control"] = "private, no-store"
    return answer
