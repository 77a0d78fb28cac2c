"""Electronic signatures of what was issued, with the key of the organ whose document it is."""

from __future__ import annotations

import os
import secrets
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.conf import settings
from django.db import transaction
from django.utils import timezone

from zhiheng.dossier.core.errors import DocumentRefused
from zhiheng.dossier.core.organ_names import full_name
from zhiheng.dossier.models import Document, StoredFile
from zhiheng.dossier.selectors.documents import read_stored
from zhiheng.dossier.services.files import keep_file
from zhiheng.ledger import services as ledger
from zhiheng.ledger.core.actor import Actor

if TYPE_CHECKING:  # what signs is read when something is signed: it takes long
    from zhiheng.dossier.core.signing import Identity


@transaction.atomic
def sign(*, actor: Actor, now: datetime, document_id: UUID) -> StoredFile:
    """Sign the issued version's PDF for the organ whose document it is; the signed print is kept beside the unsigned one."""
    from zhiheng.dossier.core import signing

    document = Document.objects.select_for_update(of=("self",)).select_related("organ", "dossier").filter(pk=document_id).first()
    if document is None or document.organ.name != actor.organ:
        raise DocumentRefused("签名", str(document_id), "没有这份文书，或不是本机关的文书", "由制作文书的机关签名")
    version = next((one for one in reversed(list(document.versions.all())) if one.issued_at), None)
    if version is None:
        raise DocumentRefused("签名", str(document), "还没有签发", "请先签发")
    if version.files.filter(kind="signed").exists():
        raise DocumentRefused("签名", str(document), "已经签名", "请下载已签名的文件")
    printed = read_stored(version.files.get(kind="pdf"))
    organ, moment = full_name(document.organ.name), timezone.localtime(now)
    identity = identity_of(document.organ_id, organ, now)
    content = signing.sign(printed.content, identity, organ=organ, now=moment, on=moment.date())
    kept = keep_file(version, "signed", printed.name.removesuffix(".pdf") + "-已签名.pdf", content, actor=actor, now=now)
    details = {"version": version.number, "digest": kept.digest, "certificate": identity.fingerprint}
    ledger.append(actor=actor, act="document.signed", thing=f"document:{document.pk}", details=details, now=now)
    return kept


def identity_of(organ_id: int, organ: str, now: datetime) -> Identity:
    """The organ's key and certificate in `keys/organs` of the home, made at first use; the key is readable by its owner only."""
    from zhiheng.dossier.core import signing

    place = Path(settings.HOME) / "keys" / "organs"
    key, certificate = place / f"{organ_id}.key", place / f"{organ_id}.crt"
    if not certificate.is_file():
        place.mkdir(parents=True, exist_ok=True, mode=0o700)
        made = signing.new_identity(organ, now)
        _write(key, made.key.private_bytes_raw().hex().encode())
        _write(certificate, _pem(made.certificate))
    return signing.Identity(
        Ed25519PrivateKey.from_private_bytes(bytes.fromhex(key.read_text().strip())), signing.read_certificate(certificate)
    )


def _pem(certificate: bytes) -> bytes:
    from cryptography import x509

    return x509.load_der_x509_certificate(certificate).public_bytes(serialization.Encoding.PEM)


def _write(place: Path, content: bytes) -> None:
    """Write whole or not at all."""
    writing = place.with_name(f".{place.name}.{secrets.token_hex(4)}")
    with os.fdopen(os.open(writing, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    writing.replace(place)
