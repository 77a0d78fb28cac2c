"""Readers of documents. Who may see a dossier is decided by the room that conducts the case, which asks here by key."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID

from django.conf import settings

from zhiheng.dossier.core import keeping
from zhiheng.dossier.core.errors import DocumentRefused
from zhiheng.dossier.models import Document, DocumentDelivery, ProofFinding, StoredFile

MEDIA = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
    "txt": "text/plain; charset=utf-8",
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
    "mp3": "audio/mpeg",
    "wav": "audio/wav",
    "amr": "audio/amr",
    "m4a": "audio/mp4",
    "png": "image/png",
    "ofd": "application/ofd",
}


@dataclass(frozen=True)
class FileContent:
    """A file to hand out: its name, media type, content and digest."""

    name: str
    media: str
    content: bytes
    digest: str


def documents_in(dossier_key: str) -> list[Document]:
    """Documents of a dossier, oldest first, with versions and files."""
    found = Document.objects.filter(dossier__key=dossier_key).select_related("organ", "dossier")
    return list(found.prefetch_related("versions__files", "versions__deliveries__to"))


def first_in(dossier_key: str) -> Document | None:
    """The oldest document of a dossier."""
    return Document.objects.filter(dossier__key=dossier_key).first()


def newest_of_kind(dossier_key: str, kind: str) -> Document | None:
    """The newest document of a kind in a dossier, with its versions."""
    found = Document.objects.filter(dossier__key=dossier_key, kind=kind).select_related("organ", "dossier")
    return found.prefetch_related("versions").last()


def documents_in_many(dossier_keys: list[str]) -> dict[str, list[Document]]:
    """Documents of several dossiers by key, oldest first."""
    found: dict[str, list[Document]] = {key: [] for key in dossier_keys}
    for document in Document.objects.filter(dossier__key__in=dossier_keys).select_related("organ", "dossier"):
        found[document.dossier.key].append(document)
    return found


def document_with(document_id: UUID) -> Document | None:
    """A document by its id; the caller asks whether the viewer may see its dossier."""
    return (
        Document.objects.filter(pk=document_id)
        .select_related("organ", "dossier")
        .prefetch_related("versions__files", "versions__deliveries__to")
        .first()
    )


def dossiers_numbered(number: Any) -> list[str]:
    """Keys of dossiers that hold a paper of this number (`round`: （2026）…号, `square`: …〔2026〕…号)."""
    wanted = Document.objects.filter(number__in=[number.round, number.square])
    return list(wanted.values_list("dossier__key", flat=True)[:200])


def attachments_in(dossier_key: str) -> list[StoredFile]:
    """Files handed in to a dossier, oldest first."""
    return list(StoredFile.objects.filter(dossier__key=dossier_key, kind="attachment"))


def attachment_with(file_id: int, dossier_key: str) -> StoredFile | None:
    """An attachment of that dossier."""
    return StoredFile.objects.filter(pk=file_id, dossier__key=dossier_key, kind="attachment").first()


def read_file(document: Document, kind: str, version: int | None = None) -> FileContent:
    """The print of a document (`pdf` or `docx`), newest version unless one is named; its digest is checked."""
    found = StoredFile.objects.filter(version__document=document, kind=kind)
    found = found.filter(version__number=version) if version else found
    file = found.order_by("-version__number").first()
    if file is None:
        raise DocumentRefused(str(document), kind, "没有这种格式或版本的文件", "可用：pdf、docx")
    return read_stored(file)


def read_stored(file: StoredFile) -> FileContent:
    """The content of a kept file; its digest is checked."""
    media = MEDIA.get(file.name.rpartition(".")[2].lower(), "application/octet-stream")
    return FileContent(file.name, media, keeping.read(Path(settings.FILES), file.digest, file.name), file.digest)


def findings_of(document: Document, *, version: int | None = None) -> list[ProofFinding]:
    """What proofing found in a version (the newest unless one is named), as it was handled."""
    number = version or document.version.number
    return list(ProofFinding.objects.filter(version__document=document, version__number=number))


def deliveries_in(dossier_key: str) -> list[DocumentDelivery]:
    """Deliveries of a dossier's documents with their receipts, oldest first."""
    found = DocumentDelivery.objects.filter(version__document__dossier__key=dossier_key)
    return list(found.select_related("to", "version__document__organ"))
