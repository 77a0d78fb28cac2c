"""Files of a dossier: prints of versions, and what is handed in, kept as it came."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

from django.conf import settings
from django.db import transaction

from zhiheng.dossier.core import intake, keeping
from zhiheng.dossier.models import Dossier, StoredFile, Version
from zhiheng.dossier.services.searching import index_file
from zhiheng.ledger import services as ledger
from zhiheng.ledger.core import clear
from zhiheng.ledger.core.actor import Actor

MOST_BYTES = 20 * 1024 * 1024
"""What a form takes in beside its fields; scans of a dossier have a limit of their own (DOSSIER_MOST_BYTES)."""
PIECE = 1024 * 1024


@dataclass(frozen=True)
class Place:
    """Where something handed in belongs: step and field of the case, item of the dossier's catalogue; `inner` stays within the organ."""

    step: str = ""
    field: str = ""
    item: str = ""
    inner: bool = False


NOWHERE = Place()


@transaction.atomic
def attach(*, actor: Actor, now: datetime, dossier_key: str, name: str, content: bytes, place: Place = NOWHERE) -> StoredFile:
    """Keep a file that was handed in; refused when empty, too large, of a kind that is not taken, or not what its ending says.

    place   where it belongs: step and field of the case, item of the dossier's catalogue, whether it stays within the organ
    """
    shown = intake.safe_name(name)
    intake.demand_size(shown, len(content), MOST_BYTES)
    ending = intake.demand_kind(shown, content[:64])
    digest = keeping.keep(Path(settings.FILES), content)
    return _handed_in(actor, now, dossier_key, shown, ending, digest, len(content), place)


@transaction.atomic
def import_scan(
    *, actor: Actor, now: datetime, dossier_key: str, name: str, file: BinaryIO, size: int, place: Place = NOWHERE
) -> StoredFile:
    """Keep a scan (PDF, JPG, PNG, OFD …) as it came, read piece by piece.

    size   what the sender says; one above the limit is refused before anything is read, and so is a file that turns out longer
    """
    return bind_scan(actor=actor, now=now, dossier_key=dossier_key, kept=keep_scan(name=name, file=file, size=size), place=place)


@dataclass(frozen=True)
class KeptScan:
    """Content that is kept already and belongs to no dossier yet."""

    name: str
    ending: str
    digest: str
    size: int


def keep_scan(*, name: str, file: BinaryIO, size: int) -> KeptScan:
    """The first half of `import_scan`, outside of any transaction: check and keep the content, piece by piece."""
    shown = intake.safe_name(name)
    most = int(settings.DOSSIER_MOST_BYTES)
    intake.demand_size(shown, size, most)
    head = file.read(64)
    ending = intake.demand_kind(shown, head)
    digest, read = keeping.keep_pieces(Path(settings.FILES), _pieces(shown, head, file, most))
    if ending == ".pdf":
        _demand_harmless(shown, digest)
    return KeptScan(shown, ending, digest, read)


@transaction.atomic
def bind_scan(*, actor: Actor, now: datetime, dossier_key: str, kept: KeptScan, place: Place = NOWHERE) -> StoredFile:
    """The second half of `import_scan`: what is kept becomes part of a dossier."""
    return _handed_in(actor, now, dossier_key, kept.name, kept.ending, kept.digest, kept.size, place)


def _demand_harmless(name: str, digest: str) -> None:
    with clear.readable(keeping.place_of(Path(settings.FILES), digest)) as place:
        intake.demand_harmless_pdf(name, place)


def _pieces(name: str, head: bytes, file: BinaryIO, most: int) -> Iterator[bytes]:
    read = len(head)
    yield head
    while piece := file.read(PIECE):
        read += len(piece)
        intake.demand_size(name, read, most)
        yield piece


def _handed_in(actor: Actor, now: datetime, dossier_key: str, name: str, ending: str, digest: str, size: int, place: Place) -> StoredFile:
    if ending == ".pdf":
        _demand_harmless(name, digest)
    dossier, _ = Dossier.objects.get_or_create(key=dossier_key, defaults={"made_at": now})
    kept = StoredFile.objects.create(
        dossier=dossier, kind="attachment", name=name, digest=digest, size=size, kept_at=now, kept_by=actor.id, organ=actor.organ,
        inner=place.inner, step=place.step, field=place.field, item=place.item,
    )  # fmt: skip
    index_file(kept)
    details = {"name": name, "digest": digest, "size": size}
    ledger.append(actor=actor, act="file.attached", thing=f"dossier:{dossier_key}", details=details, now=now)
    return kept


def keep_file(version: Version, kind: str, name: str, content: bytes, *, actor: Actor, now: datetime) -> StoredFile:
    """Keep a print of a version."""
    digest, document = keeping.keep(Path(settings.FILES), content), version.document
    return StoredFile.objects.create(
        dossier=document.dossier, version=version, kind=kind, name=name, digest=digest, size=len(content), inner=document.inner,
        step=document.step, kept_at=now, kept_by=actor.id, organ=actor.organ,
    )  # fmt: skip
