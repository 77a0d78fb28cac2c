"""Writers of documents. Whether the actor may is decided by the room that conducts the case; here it is kept and traced."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path, PurePath
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from zhiheng.catalog.documents import DocumentSpec
from zhiheng.dossier.core import keeping
from zhiheng.dossier.core.blocks import Block, blocks_of, clean, plain_text
from zhiheng.dossier.core.errors import DocumentRefused
from zhiheng.dossier.core.numbering import number_text
from zhiheng.dossier.core.pdf import to_pdf
from zhiheng.dossier.core.word import to_word
from zhiheng.dossier.models import Document, Dossier, NumberSeries, StoredFile, Version
from zhiheng.ledger import services as ledger
from zhiheng.ledger.core.actor import Actor
from zhiheng.registry import selectors as registry

MOST_BYTES = 20 * 1024 * 1024
ATTACHMENTS = (".pdf", ".docx", ".xlsx", ".csv", ".txt", ".jpg", ".jpeg", ".png", ".ofd")


@transaction.atomic
def draw_up(
    *, actor: Actor, now: datetime, dossier_key: str, document: DocumentSpec, number_of: str, values: Mapping[str, object]
) -> Document:
    """Draw up a document: number it in the series of the organ `number_of`, print it to PDF and Word from one text, keep both.

    `organ`, `number` and `signed_on` are filled in here where `values` does not give them. Raises DocumentRefused for missing
    values or an unknown organ; then no number is used up.
    """
    organ = registry.organ_named(number_of)
    if organ is None:
        raise DocumentRefused(f"不能制作{document.title}", number_of, "没有登记的机关", "请先登记该机关")
    number = _next_number(organ, document.number_word, timezone.localdate(now).year)
    dossier, _ = Dossier.objects.get_or_create(key=dossier_key, defaults={"made_at": now})
    made = Document.objects.create(
        dossier=dossier, kind=document.id, pack=document.pack, title=document.title, number=number, organ=organ, drawn_up_at=now,
        drawn_up_by=actor.id,
    )  # fmt: skip
    _write(made, document, values, actor=actor, now=now, act="document.drawn_up")
    return made


@transaction.atomic
def redraw(*, actor: Actor, now: datetime, document: Document, spec: DocumentSpec, values: Mapping[str, object]) -> Version:
    """Draw the document up anew under its number, as a further version."""
    locked = Document.objects.select_for_update().select_related("organ", "dossier").get(pk=document.pk)
    return _write(locked, spec, values, actor=actor, now=now, act="document.redrawn")


@transaction.atomic
def attach(*, actor: Actor, now: datetime, dossier_key: str, name: str, content: bytes) -> StoredFile:
    """Keep a file that was handed in; refused when empty, too large or of a kind that is not taken."""
    shown = clean(PurePath(name.replace("\\", "/")).name)[-200:]
    if not content:
        raise DocumentRefused("附件", shown, "文件是空的", "请重新选择文件")
    if len(content) > MOST_BYTES:
        raise DocumentRefused("附件", shown, f"文件大于 {MOST_BYTES // 1024 // 1024} MB", "请压缩或分成几个文件")
    if PurePath(shown).suffix.lower() not in ATTACHMENTS:
        raise DocumentRefused("附件", shown, "不接收这种格式", f"可用：{'、'.join(suffix[1:] for suffix in ATTACHMENTS)}")
    dossier, _ = Dossier.objects.get_or_create(key=dossier_key, defaults={"made_at": now})
    kept = _keep(dossier, None, "attachment", shown, content, actor=actor, now=now)
    details = {"name": shown, "digest": kept.digest, "size": kept.size}
    ledger.append(actor=actor, act="file.attached", thing=f"dossier:{dossier_key}", details=details, now=now)
    return kept


def _next_number(organ: Any, word: str, year: int) -> str:
    """The next number of the series; given in the caller's transaction, so that an act that fails leaves no gap."""
    NumberSeries.objects.get_or_create(organ=organ, word=word, year=year)
    series = NumberSeries.objects.select_for_update().select_related("organ").get(organ=organ, word=word, year=year)
    series.last += 1
    series.save(update_fields=["last"])
    return number_text(series.organ.name, word, year, series.last)


def _write(document: Document, spec: DocumentSpec, values: Mapping[str, object], *, actor: Actor, now: datetime, act: str) -> Version:
    today = timezone.localdate(now)
    given = {"organ": document.organ.name, "number": document.number, "signed_on": chinese_date(today), **values}
    full = {name: value for name, value in given.items() if name in spec.placeholders or name in values}
    blocks = blocks_of(spec, full)
    version = Version.objects.create(
        document=document,
        number=document.versions.count() + 1,
        spec_digest=spec.digest,
        values=full,
        text=plain_text(blocks),
        drawn_up_at=now,
        drawn_up_by=actor.id,
    )
    digests = _print(document, version, blocks, actor=actor, now=now, on=today)
    details = {"number": document.number, "title": document.title, "version": version.number, "text": spec.digest, "files": digests}
    ledger.append(actor=actor, act=act, thing=f"document:{document.pk}", details=details, now=now)
    return version


def _print(document: Document, version: Version, blocks: tuple[Block, ...], *, actor: Actor, now: datetime, on: date) -> dict[str, str]:
    made = {
        "pdf": to_pdf(blocks, title=document.title, author=document.organ.name, on=on),
        "docx": to_word(blocks, title=document.title, author=document.organ.name, on=on),
    }
    name = f"{document.title}-{document.number}"
    return {
        kind: _keep(document.dossier, version, kind, f"{name}.{kind}", content, actor=actor, now=now).digest
        for kind, content in made.items()
    }


def _keep(dossier: Dossier, version: Version | None, kind: str, name: str, content: bytes, *, actor: Actor, now: datetime) -> StoredFile:
    digest = keeping.keep(Path(settings.FILES), content)
    return StoredFile.objects.create(
        dossier=dossier, version=version, kind=kind, name=name, digest=digest, size=len(content), kept_at=now, kept_by=actor.id,
        organ=actor.organ,
    )  # fmt: skip


def chinese_date(day: date) -> str:
    """A date as documents write it."""
    return f"{day.year}年{day.month}月{day.day}日"
