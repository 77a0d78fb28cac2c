"""What leaves the platform as a file bears who opened it and when, and is noted in the ledger first."""

from __future__ import annotations

import hashlib
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from zhiheng.catalog.catalogues import CatalogueSpec
from zhiheng.dossier.core.errors import DocumentRefused
from zhiheng.dossier.core.merging import Part, merge, watermark
from zhiheng.dossier.core.organ_names import full_name
from zhiheng.dossier.models import StoredFile
from zhiheng.dossier.selectors.documents import FileContent, read_stored
from zhiheng.dossier.selectors.filing import items_of
from zhiheng.dossier.selectors.seeing import SeenDocument, files_seen_by
from zhiheng.law.moments import chinese_date
from zhiheng.ledger import services as ledger
from zhiheng.ledger.core.actor import Actor


def mark_of(actor: Actor, now: datetime) -> str:
    """The mark across a page: who, of which organ, when."""
    return f"{full_name(actor.organ) or '本机'}　{actor.name}　{timezone.localtime(now):%Y-%m-%d %H:%M}"


@transaction.atomic
def download(*, actor: Actor, now: datetime, file: FileContent, thing: str, marked: bool = True) -> FileContent:
    """Hand out a file that the viewer may see: a PDF with the viewer's mark unless a mark would break its signature; noted first.

    thing   what the file belongs to, for the ledger: `document:<id>`, `case:<id>`
    """
    shown, bears = _marked(file, actor, now) if marked and file.media == "application/pdf" else (file, False)
    details = {"name": file.name, "digest": file.digest, "marked": bears}
    ledger.append(actor=actor, act="file.downloaded", thing=thing, details=details, now=now)
    return shown


def _marked(file: FileContent, actor: Actor, now: datetime) -> tuple[FileContent, bool]:
    if b"/ByteRange" in file.content:
        return file, False
    try:
        content = watermark(file.content, mark_of(actor, now), timezone.localdate(now))
    except ValueError:
        return file, False
    return FileContent(file.name, file.media, content, hashlib.sha256(content).hexdigest()), True


@transaction.atomic
def print_dossier(
    *,
    actor: Actor,
    now: datetime,
    viewer: Any,
    dossier_key: str,
    title: str,
    catalogue: CatalogueSpec | None = None,
) -> FileContent:
    """The whole dossier as its viewer sees it, as one paged PDF with contents; parts that are no pages are named as kept apart."""
    parts = [_part_of_document(one) for one in _documents(viewer, dossier_key)]
    parts += [_part_of_file(file) for file in _attachments(viewer, dossier_key, catalogue)]
    if not parts:
        raise DocumentRefused("卷宗合并", dossier_key, "卷宗里没有你能看的材料", "请先制作文书或导入材料")
    day = timezone.localdate(now)
    merged = merge(parts, title=title, subtitle=f"电子卷宗　{chinese_date(day)}调取", mark=mark_of(actor, now), on=day)
    digest = hashlib.sha256(merged.content).hexdigest()
    details = {"title": title, "digest": digest, "parts": len(parts), "pages": merged.pages, "apart": list(merged.apart)}
    ledger.append(actor=actor, act="dossier.printed", thing=f"dossier:{dossier_key}", details=details, now=now)
    return FileContent(f"{title}-电子卷宗.pdf", "application/pdf", merged.content, digest)


def _documents(viewer: Any, dossier_key: str) -> list[SeenDocument]:
    return list(files_seen_by(viewer, dossier_key).documents)


def _attachments(viewer: Any, dossier_key: str, catalogue: CatalogueSpec | None) -> list[StoredFile]:
    """Attachments in the order of the catalogue, those of no item last."""
    visible = list(files_seen_by(viewer, dossier_key).attachments)
    placed = [file for state in items_of(viewer, dossier_key, catalogue, {}) for file in state.attachments] if catalogue else []
    return list({file.pk: file for file in [*placed, *visible]}.values())


def _part_of_document(one: SeenDocument) -> Part:
    files = {file.kind: file for file in one.version.files.all()}
    file = read_stored(files.get("signed") or files["pdf"])
    state = "" if one.version.issued_at or one.document.numbered == "at_once" else "（未签发）"
    title = f"{one.document.title}{state}"
    return Part(title, one.document.number or full_name(one.document.organ.name), _day(one.version.drawn_up_at), file.name, file.content)


def _part_of_file(file: StoredFile) -> Part:
    return Part(file.name.rpartition(".")[0] or file.name, full_name(file.organ), _day(file.kept_at), file.name, read_stored(file).content)


def _day(moment: datetime) -> str:
    return f"{timezone.localdate(moment):%Y-%m-%d}"
