"""Documents of a case: prints and attachments, to those who may see the case; every download is in the ledger."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_GET

from zhiheng.dossier import selectors as dossier
from zhiheng.dossier.core.errors import DocumentRefused
from zhiheng.dossier.selectors import FileContent
from zhiheng.ledger import services as ledger
from zhiheng.procedure import selectors as procedure
from zhiheng.registry.selectors import actor_of
from zhiheng.web.rights import requires

INLINE = frozenset({"application/pdf", "image/png", "image/jpeg"})


@requires("case.read")
@require_GET
def document_file(request: HttpRequest, case_id: UUID, document_id: UUID, kind: str) -> HttpResponse | FileResponse:
    """A print of a document, PDF or Word, newest version unless `?version=` names one."""
    case = procedure.case_seen_by(request.user, case_id)
    document = dossier.document_with(document_id)
    if case is None or document is None or document.dossier.key != case.dossier_key:
        raise Http404
    rule = procedure.files_rule(request.user, case)
    version = version_asked(request)
    newest = version is None or version >= document.version.number
    organ = document.organ.name
    if not rule(document.step, organ, document.inner) or not procedure.may_see_version(request.user, case, organ, newest=newest):
        raise Http404
    try:
        file = dossier.read_file(document, kind, version)
    except DocumentRefused as refusal:
        raise Http404(str(refusal)) from refusal
    return hand_out(request, file, f"document:{document.pk}")


@requires("case.read")
@require_GET
def attachment(request: HttpRequest, case_id: UUID, file_id: int) -> HttpResponse:
    """A file that was handed in to a case."""
    case = procedure.case_seen_by(request.user, case_id)
    stored = dossier.attachment_with(file_id, case.dossier_key) if case else None
    if case is None or stored is None or not procedure.files_rule(request.user, case)(stored.step, stored.organ, stored.inner):
        raise Http404
    return hand_out(request, dossier.read_stored(stored), f"case:{case_id}")


def version_asked(request: HttpRequest) -> int | None:
    """The version named in the address; what is no number names none."""
    given = request.GET.get("version", "")
    return int(given) if given.isascii() and given.isdigit() and len(given) < 6 else None


def hand_out(request: HttpRequest, file: FileContent, thing: str) -> HttpResponse:
    """The file, shown in the browser where that is safe, else saved; noted in the ledger first."""
    with transaction.atomic():
        details = {"name": file.name, "digest": file.digest}
        ledger.append(actor=actor_of(request.user, "web"), act="file.downloaded", thing=thing, details=details, now=timezone.now())
    answer = HttpResponse(file.content, content_type=file.media)
    answer["Content-Disposition"] = content_disposition_header(file.media not in INLINE, file.name) or "inline"
    answer["Cache-Control"] = "private, no-store"
    return answer
