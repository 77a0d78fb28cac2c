"""Evidence packs (证据包) of documents and receipts: the print as it was served, and the entries that speak of it."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from zhiheng.dossier import selectors
from zhiheng.dossier.core.errors import DocumentRefused
from zhiheng.ledger.core.actor import Actor
from zhiheng.ledger.evidence import evidence_pack
from zhiheng.ledger.selectors import entries_about

AFTER_ISSUE = frozenset({"document.issued", "document.signed", "document.delivered", "document.acknowledged"})


def pack_of_document(document_id: UUID | str, *, actor: Actor, now: datetime) -> bytes:
    """The served (else the newest issued) print of a document with its entries; raises DocumentRefused where none was issued."""
    try:
        document = selectors.document_with(document_id if isinstance(document_id, UUID) else UUID(document_id))
    except ValueError as error:
        raise DocumentRefused("证据包", str(document_id), "不是文书编号", "请使用文书页面网址中的编号") from error
    if document is None:
        raise DocumentRefused("证据包", str(document_id), "没有这份文书", "请核对编号")
    issued = [version for version in document.versions.all() if version.issued_at]
    if not issued:
        raise DocumentRefused("证据包", str(document), "还没有签发", "请在签发或者送达之后再取证据包")
    served = next((version for version in reversed(issued) if version.deliveries.all()), issued[-1])
    files = {file.name: selectors.read_stored(file) for file in served.files.all() if file.kind in {"pdf", "signed"}}
    digests = {file.digest for file in files.values()}
    entries = [entry for entry in entries_about(f"document:{document.pk}") if speaks_of(entry, digests)]
    content = {name: file.content for name, file in files.items()}
    return evidence_pack(actor=actor, now=now, title=str(document), entries=entries, files=content)


def speaks_of(entry: Any, digests: set[str]) -> bool:
    """Whether the entry is about this print: it names its digest, or tells of issue, signature, delivery or receipt."""
    if entry.act == "file.downloaded":
        return False
    return entry.act in AFTER_ISSUE or any(digest in (entry.details or "") for digest in digests)


def pack_of_thing(thing: str, *, actor: Actor, now: datetime) -> bytes:
    """The entries about a thing, such as the receipt of a delivery (`delivery:12`) or a batch, without files."""
    entries = [entry for entry in entries_about(thing) if entry.act != "file.downloaded"]
    return evidence_pack(actor=actor, now=now, title=thing, entries=entries, files={})
