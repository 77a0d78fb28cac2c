"""Issue: a document gets its number and its day, and the version that leaves the house is fixed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from zhiheng.catalog import documents
from zhiheng.catalog.documents import DocumentSpec
from zhiheng.catalog.errors import Faults
from zhiheng.dossier.core.errors import DocumentRefused
from zhiheng.dossier.models import Document, Version, Wording
from zhiheng.dossier.services.documents import next_number, write_version
from zhiheng.dossier.services.proofing import demand_settled
from zhiheng.ledger import services as ledger
from zhiheng.ledger.core.actor import Actor

FactsFor = Callable[[DocumentSpec, Mapping[str, Any]], Mapping[str, Any]]
"""(the paper's text, its values) → what proofing compares it with now; where none is given, with the facts it was drawn up with."""


@transaction.atomic
def issue(
    *, actor: Actor, now: datetime, document_id: UUID, facts: Mapping[str, Any] | None = None, approved_version: int | None = None
) -> Document:
    """Issue the newest version: give the number where one is due on issue, print it with number and day, fix it.

    facts              what proofing compares the text with; those it was drawn up with where not given
    approved_version   the version that was approved; a text changed since is refused (the approval is void)

    Raises DocumentRefused while a finding of proofing is open, or when the newest version is issued already.
    """
    document = Document.objects.select_for_update(of=("self",)).select_related("organ", "dossier").filter(pk=document_id).first()
    if document is None:
        raise DocumentRefused("签发", str(document_id), "没有这份文书", "请从卷宗中选择文书")
    newest = document.version
    if newest.issued_at is not None:
        raise DocumentRefused("签发", str(document), "这一稿已经签发", "需要改动的，请重新制作后再签发")
    if approved_version is not None and newest.number != approved_version:
        raise DocumentRefused(
            "签发", str(document), f"审批的是第{approved_version}稿，现在是第{newest.number}稿", "原审批失效，请重新提交审批"
        )
    demand_settled(actor=actor, now=now, version=newest, facts=facts)
    fixed = _numbered(document, newest, actor, now) if document.numbered == "on_issue" else _fixed(newest, now)
    document.issued_at, document.issued_by = now, actor.id
    document.save(update_fields=["number", "issued_at", "issued_by"])
    details = {"number": document.number or "", "title": document.title, "version": fixed.number}
    ledger.append(actor=actor, act="document.issued", thing=f"document:{document.pk}", details=details, now=now)
    return document


@transaction.atomic
def issue_kind(
    *, actor: Actor, now: datetime, dossier_key: str, kind: str, approved: Mapping[UUID, int] | None = None, facts: FactsFor | None = None
) -> list[Document]:
    """Issue every document of a kind in a dossier whose newest version is not issued yet; `approved`: document → version approved."""
    waiting = Document.objects.filter(dossier__key=dossier_key, kind=kind, organ__name=actor.organ)
    drafts = [document for document in waiting if document.version.issued_at is None]
    return [
        issue(
            actor=actor, now=now, document_id=one.pk, approved_version=(approved or {}).get(one.pk),
            facts=facts(spec_of(one.version), one.version.values) if facts else None,
        )
        for one in drafts
    ]  # fmt: skip


def _numbered(document: Document, newest: Version, actor: Actor, now: datetime) -> Version:
    spec = spec_of(newest)
    if document.number is None:
        document.number = next_number(document.organ, spec.number_word, timezone.localdate(now).year)
    return write_version(document, spec, newest.values, actor=actor, now=now, act="document.printed", issued=True)


def _fixed(version: Version, now: datetime) -> Version:
    version.issued_at = now
    version.save(update_fields=["issued_at"])
    return version


def spec_of(version: Version) -> DocumentSpec:
    """The pack's text that a version was drawn up from, as it was then."""
    kept = Wording.objects.filter(digest=version.spec_digest).first()
    faults = Faults()
    spec = documents.of_text(kept.text, Path(kept.name), kept.pack, faults) if kept else None
    if spec is None:
        raise DocumentRefused("签发", str(version.document), "当时的文书模板没有留存", "请重新制作后再签发")
    return spec
