"""The signature beside a package: the sending organ's Ed25519 key over the SHA-256 of the file; MD5 alone never says who sent it."""

from __future__ import annotations

import json
from collections.abc import Collection
from typing import Any, Final

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.x509.oid import NameOID

MOST_BYTES: Final = 64 << 10
ENDING: Final = ".sig.json"


def sealed(key: Ed25519PrivateKey, certificate: bytes, statement: dict[str, str]) -> bytes:
    """The signature file: the statement as signed, byte for byte, the signature, the certificate."""
    text = json.dumps(statement, ensure_ascii=False, sort_keys=True)
    pem = x509.load_der_x509_certificate(certificate).public_bytes(serialization.Encoding.PEM).decode()
    return json.dumps({"statement": text, "signature": key.sign(text.encode()).hex(), "certificate": pem}, ensure_ascii=False).encode()


def fault_of(content: bytes, sha256: str, organ: str, known: Collection[bytes]) -> str:
    """Why the signature cannot be accepted; empty where it is the organ's, over this very file, by a known certificate."""
    try:
        told: dict[str, Any] = json.loads(content[: MOST_BYTES + 1])
        certificate = x509.load_pem_x509_certificate(str(told["certificate"]).encode())
        key, text = certificate.public_key(), str(told["statement"])
        if not isinstance(key, Ed25519PublicKey):
            return "签名的证书不是 Ed25519"
        key.verify(bytes.fromhex(str(told["signature"])), text.encode())
        statement = json.loads(text)
        digest = str(statement["sha256"])
    except InvalidSignature:
        return "签名与证书不符"
    except (ValueError, KeyError, TypeError, RecursionError):
        return "签名文件读不懂"
    if digest != sha256:
        return "签名所签的不是这个文件"
    if certificate.public_bytes(serialization.Encoding.DER) not in known:
        return "签名的证书不是本平台登记的机关证书"
    names = certificate.subject.get_attributes_for_oid(NameOID.COMMON_NAME)
    return "" if names and str(names[0].value) == organ[:64] else "签名的机关不是来件单位"
