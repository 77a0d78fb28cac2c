"""A paper that waits for a second person: of a kind that goes out at once, kept back because of words that must be mended."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from zhiheng.dossier.models import Document, ProofFinding
from zhiheng.dossier.services.issuing import issue, spec_of
from zhiheng.dossier.services.proofing import confirm_finding, is_open
from zhiheng.ledger.core.actor import Actor


@transaction.atomic
def agree(*, actor: Actor, now: datetime, finding_id: int) -> ProofFinding:
    """A second person agrees that the words stay; the paper that waited for it alone goes out with number and day."""
    found = confirm_finding(actor=actor, now=now, finding_id=finding_id)
    document = found.version.document
    if is_kept_waiting(document) and not any(is_open(row) for row in document.version.findings.all()):
        issue(actor=actor, now=now, document_id=document.pk)
    return found


def is_kept_waiting(document: Document) -> bool:
    """Whether the draft is of a kind that goes out at once: no step issues it, a second person does."""
    return document.numbered == "on_issue" and document.version.issued_at is None and spec_of(document.version).numbered == "at_once"
