"""The files of a dossier as one viewer may see them; pages, lists, search and the API ask here, never otherwise."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from zhiheng.dossier.core.seeing import WHOLE, Standing, attachment_seen, versions_seen
from zhiheng.dossier.models import Document, StoredFile, Version
from zhiheng.dossier.selectors.documents import FileContent, attachment_with, attachments_in, document_with, documents_in, read_stored
from zhiheng.ledger.core.actor import Actor
from zhiheng.registry.selectors import COMMAND_LINE

Viewer = Any
"""An officer, or an actor (the command line, a worker)."""


@dataclass(frozen=True)
class SeenDocument:
    """A document and the versions of it that the viewer may see, oldest first."""

    document: Document
    versions: tuple[Version, ...]

    @property
    def version(self) -> Version:
        """The newest version seen."""
        return self.versions[-1]


@dataclass(frozen=True)
class Files:
    """What a viewer sees of a dossier."""

    documents: tuple[SeenDocument, ...]
    attachments: tuple[StoredFile, ...]


def organ_of(viewer: Viewer) -> str:
    """The organ for which the viewer looks."""
    if isinstance(viewer, Actor):
        return WHOLE if viewer == COMMAND_LINE else viewer.organ
    return str(viewer.organ.name)


def files_seen_by(viewer: Viewer, dossier_key: str) -> Files:
    """Documents with the versions seen, and attachments; the caller has asked whether the viewer may see the case at all."""
    organ = organ_of(viewer)
    seen = (_seen_document(document, organ) for document in documents_in(dossier_key))
    attached = tuple(file for file in attachments_in(dossier_key) if attachment_seen(file.organ, organ, inner=file.inner))
    return Files(tuple(one for one in seen if one.versions), attached)


def _seen_document(document: Document, organ: str) -> SeenDocument:
    numbers = versions_seen(standing_of(document), organ)
    return SeenDocument(document, tuple(version for version in document.versions.all() if version.number in numbers))


def standing_of(document: Document) -> Standing:
    """Where the document stands, for the rule."""
    versions = list(document.versions.all())
    return Standing(
        organ=document.organ.name,
        inner=document.inner,
        numbered=document.numbered,
        versions=tuple(version.number for version in versions),
        issued=tuple(version.number for version in versions if version.issued_at),
        delivered_to=frozenset(delivery.to.name for version in versions for delivery in version.deliveries.all()),
    )


def file_seen_by(viewer: Viewer, document_id: UUID, kind: str, version: int | None = None) -> FileContent | None:
    """A print (`pdf`, `docx`, `signed`) of a document, newest version seen unless one is named; None where the viewer may not."""
    document = document_with(document_id)
    if document is None:
        return None
    seen = [one for one in _seen_document(document, organ_of(viewer)).versions if version in {None, one.number}]
    files = [file for one in reversed(seen) for file in one.files.all() if file.kind == kind]
    return read_stored(files[0]) if files else None


def attachment_seen_by(viewer: Viewer, file_id: int, dossier_key: str) -> StoredFile | None:
    """Something handed in; None where the viewer may not see it."""
    file = attachment_with(file_id, dossier_key)
    return file if file and attachment_seen(file.organ, organ_of(viewer), inner=file.inner) else None
