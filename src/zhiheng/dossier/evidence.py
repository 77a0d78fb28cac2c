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

RECEIPTS = frozenset({"delivery.accepted", "delivery.returned", "delivery.contested", "batch.stored"})
"""What is told of a file that came in; who looked at it is no part of its receipt."""
AFTER_ISSUE = frozenset({"document.issued", "document.signed", "document.delivered", "document.acknowledged"})


def pack_of_document(document_id: UUID | str, *, actor: Actor, now: datetime) -> bytes:
    """The served print of a document (else the newest issued, else the newest) with its entries; an inner one is refused."""
    try:
        document = selectors.document_with(document_id if isinstance(document_id, UUID) else UUID(document_id))
    except ValueError as error:
        raise DocumentRefused("证据包", str(document_id), "不是文书编号", "请使用文书页面网址中的编号") from error
    if document is None:
        raise DocumentRefused("证据包", str(document_id), "没有这份文书", "请核对编号")
    if document.inner:
        raise DocumentRefused("证据包", str(document), "这是内部文书，不出本机关", "请改取对外文书")
    served = served_version(document)
    files = {file.name: selectors.read_stored(file) for file in served.files.all() if file.kind in {"pdf", "signed"}}
    digests = {file.digest for file in files.values()}
    entries = [entry for entry in entries_about(f"document:{document.pk}") if speaks_of(entry, digests)]
    entries += [entry for entry in entries_about(document.dossier.key) if entry.facts.get("serves")]
    content = {name: file.content for name, file in files.items()}
    return evidence_pack(actor=actor, now=now, title=str(document), entries=entries, files=content)


def served_version(document: Any) -> Any:
    """The version that was delivered, else issued, last; the newest where papers of this kind are not issued apart."""
    issued = [version for version in document.versions.all() if version.issued_at]
    delivered = next((version for version in reversed(issued) if version.deliveries.all()), None)
    return delivered or (issued[-1] if issued else document.version)


def speaks_of(entry: Any, digests: set[str]) -> bool:
    """Whether the entry is about this print: it names its digest, or tells of issue, signature, delivery or receipt."""
    if entry.act == "file.downloaded":
        return False
    return entry.act in AFTER_ISSUE or any(digest in (entry.details or "") for digest in digests)


def pack_of_receipt(delivery: int, batch: UUID | None, *, actor: Actor, now: datetime) -> bytes:
    """The receipt of a delivery: the entries that say what became of it, and of the batch it filled."""
    about = [f"delivery:{delivery}", *([f"batch:{batch}"] if batch else [])]
    entries = [entry for thing in about for entry in entries_about(thing) if entry.act in RECEIPTS]
    return evidence_pack(actor=actor, now=now, title=f"第{delivery}号报送回执", entries=entries, files={})


def pack_of_thing(thing: str, *, actor: Actor, now: datetime) -> bytes:
    """The entries about a thing, such as the receipt of a delivery (`delivery:12`) or a batch, without files."""
    entries = [entry for entry in entries_about(thing) if entry.act != "file.downloaded"]
    return evidence_pack(actor=actor, now=now, title=thing, entries=entries, files={})
