"""Signatures in PDF: Ed25519 (RFC 8032, in CMS by RFC 8419), visible beside the organ's name, verifiable by any reader that knows PAdES."""

from __future__ import annotations

import hashlib
import io
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any

from asn1crypto import keys as asn1_keys
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.x509.oid import NameOID
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign import fields, signers
from pyhanko.sign.diff_analysis import ModificationLevel
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko.stamp import StaticStampStyle
from pyhanko_certvalidator import ValidationContext
from pyhanko_certvalidator.registry import SimpleCertificateStore
from pypdf import PdfReader

from zhiheng.dossier.core.pdf import LAYOUT, faces, typeset
from zhiheng.law.clocks import months_after

FIELD = "OrganSignature"
LASTS_MONTHS = 120
SEAL = (190, 66)
LEFT, FOOT = 79, 110
"""Points from the left edge, and from the foot where the name of the organ is not found on any page."""


@dataclass(frozen=True)
class Identity:
    """An organ's key and its certificate."""

    key: Ed25519PrivateKey
    certificate: bytes

    @property
    def fingerprint(self) -> str:
        """SHA-256 of the certificate."""
        return fingerprint(self.certificate)


@dataclass(frozen=True)
class Verdict:
    """What a signature is worth: `ok` where it is intact, covers the whole file, and its certificate is one that is known."""

    ok: bool
    organ: str
    at: datetime | None
    fingerprint: str
    findings: tuple[str, ...]

    def sentence(self) -> str:
        """The verdict in Chinese."""
        when = f"{self.at:%Y-%m-%d %H:%M:%S%z}" if self.at else "时间不明"
        head = f"签名有效：{self.organ}，{when}" if self.ok else "签名不能认可"
        return "；".join([head, *self.findings])


def fingerprint(certificate: bytes) -> str:
    """SHA-256 of a certificate (DER)."""
    return hashlib.sha256(certificate).hexdigest()


def new_identity(organ: str, now: datetime) -> Identity:
    """A key and a certificate signed by itself, for an organ without a certificate of an authority."""
    key = Ed25519PrivateKey.generate()
    name = x509.Name([x509.NameAttribute(NameOID.COUNTRY_NAME, "CN"), x509.NameAttribute(NameOID.COMMON_NAME, organ[:64])])
    begins = now.astimezone(UTC)
    ends = datetime.combine(months_after(begins.date(), LASTS_MONTHS), time(), UTC)
    usage = x509.KeyUsage(True, True, False, False, False, True, False, False, False)  # noqa: FBT003 - the order of RFC 5280
    made = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
    made = made.serial_number(x509.random_serial_number()).not_valid_before(begins).not_valid_after(ends)
    made = made.add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True).add_extension(usage, critical=True)
    return Identity(key, made.sign(key, None).public_bytes(serialization.Encoding.DER))


def _store() -> Any:
    made: Any = SimpleCertificateStore
    return made()


class SignerOfMoment(signers.PdfSigner):
    """Signs with the moment that the act has, which is also the one that is printed."""

    moment: datetime | None = None

    def init_signing_session(self, *args: Any, **kwargs: Any) -> Any:
        """A session whose time is that of the act."""
        session = super().init_signing_session(*args, **kwargs)
        session.system_time = self.moment or session.system_time
        return session


def sign(content: bytes, identity: Identity, *, organ: str, now: datetime, on: date) -> bytes:
    """The PDF with the organ's signature added to it; what stands in it stays byte for byte."""
    page, box = place_of(content, organ)
    key = identity.key.private_bytes(serialization.Encoding.DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    certificate = asn1_x509.Certificate.load(identity.certificate)
    signer = signers.SimpleSigner(certificate, asn1_keys.PrivateKeyInfo.load(key), _store())
    told = signers.PdfSignatureMetadata(field_name=FIELD, md_algorithm="sha512", name=organ, subfilter=fields.SigSeedSubFilter.PADES)
    where = fields.SigFieldSpec(FIELD, on_page=page, box=box)
    with tempfile.NamedTemporaryFile(suffix=".pdf") as seal:
        seal.write(_seal(organ, identity, now, on))
        seal.flush()
        style = StaticStampStyle.from_pdf_file(seal.name, border_width=0, background_opacity=1.0)
        made = SignerOfMoment(told, signer, stamp_style=style, new_field_spec=where)
        made.moment = now
        writer = IncrementalPdfFileWriter(io.BytesIO(content), strict=False)
        return bytes(made.sign_pdf(writer).getbuffer())


def _seal(organ: str, identity: Identity, now: datetime, on: date) -> bytes:
    content = {"organ": organ, "at": f"{now:%Y-%m-%d %H:%M:%S %z}", "fingerprint": identity.fingerprint[:32], "faces": faces().lists()}
    return typeset(LAYOUT.with_name("seal.typ"), content, title="签名", on=on)


def place_of(content: bytes, organ: str) -> tuple[int, tuple[int, int, int, int]]:
    """Page and box of the visible signature: left of the organ's name as signed, else at the foot of the last page."""
    pages = PdfReader(io.BytesIO(content)).pages
    for number in range(len(pages) - 1, -1, -1):
        height = _height_of(pages[number], organ)
        if height is not None:
            foot = int(height) - SEAL[1] // 2 - 10
            return number, (LEFT, foot, LEFT + SEAL[0], foot + SEAL[1])
    return len(pages) - 1, (LEFT, FOOT, LEFT + SEAL[0], FOOT + SEAL[1])


def _height_of(page: Any, organ: str) -> float | None:
    """How high above the foot the organ's name stands alone in the right half of a page."""
    found: list[float] = []
    middle = float(page.mediabox.width) / 2

    def visit(text: str, matrix: Any, text_matrix: Any, _font: Any, _size: Any) -> None:
        x = text_matrix[4] * matrix[0] + matrix[4]
        if text.strip() == organ and x > middle:
            found.append(text_matrix[5] * matrix[3] + matrix[5])

    page.extract_text(visitor_text=visit)
    return found[-1] if found and found[-1] > SEAL[1] else None


def verify(content: bytes, known: Sequence[bytes]) -> Verdict:
    """Check the signature of a PDF against the certificates (DER) that are known."""
    try:
        signatures = PdfFileReader(io.BytesIO(content), strict=False).embedded_signatures
    except (PdfError, ValueError, KeyError, TypeError, OSError):
        return Verdict(ok=False, organ="", at=None, fingerprint="", findings=("文件不是可读的 PDF",))
    if not signatures:
        return Verdict(ok=False, organ="", at=None, fingerprint="", findings=("文件没有签名",))
    return _verdict(signatures[-1], known)


def _verdict(signature: Any, known: Sequence[bytes]) -> Verdict:
    certificate: asn1_x509.Certificate = signature.signer_cert
    own, organ = certificate.dump(), str(certificate.subject.native.get("common_name", ""))
    trusted = own in known
    context = ValidationContext(trust_roots=[asn1_x509.Certificate.load(one) for one in (*known, own)], allow_fetching=False)
    status = validate_pdf_signature(signature, context)
    sound = status.modification_level in {None, ModificationLevel.NONE}
    doubts = (
        (not status.intact, "内容在签名后被改动"),
        (not status.valid, "签名与证书不符"),
        (not sound, "签名后文件增加过内容"),
        (not trusted, "证书不是本平台登记的机关证书"),
    )
    findings = tuple(words for wrong, words in doubts if wrong)
    return Verdict(not findings, organ, status.signer_reported_dt, fingerprint(own), findings)


def read_certificate(path: Path) -> bytes:
    """A certificate file (PEM) as DER."""
    return x509.load_pem_x509_certificate(path.read_bytes()).public_bytes(serialization.Encoding.DER)
