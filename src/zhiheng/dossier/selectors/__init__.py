"""Readers of the dossier. Who may see a case is decided by the room that conducts it; which of its files an organ sees is decided here."""

from zhiheng.dossier.models import StoredFile
from zhiheng.dossier.selectors.documents import (
    MEDIA,
    FileContent,
    attachment_with,
    attachments_in,
    deliveries_in,
    document_with,
    documents_in,
    documents_in_many,
    dossiers_numbered,
    findings_of,
    first_in,
    newest_of_kind,
    read_file,
    read_stored,
)
from zhiheng.dossier.selectors.filing import items_of
from zhiheng.dossier.selectors.searching import Found, Hit, search
from zhiheng.dossier.selectors.seeing import Files, SeenDocument, attachment_seen_by, file_seen_by, files_seen_by

__all__ = [
    "MEDIA",
    "FileContent",
    "Files",
    "Found",
    "Hit",
    "SeenDocument",
    "StoredFile",
    "attachment_seen_by",
    "attachment_with",
    "attachments_in",
    "deliveries_in",
    "document_with",
    "documents_in",
    "documents_in_many",
    "dossiers_numbered",
    "file_seen_by",
    "files_seen_by",
    "findings_of",
    "first_in",
    "items_of",
    "newest_of_kind",
    "read_file",
    "read_stored",
    "search",
]
