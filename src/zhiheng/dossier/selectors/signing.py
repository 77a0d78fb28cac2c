"""Verification of signed papers against the certificates this home knows."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings

from zhiheng.dossier.core.signing import Verdict, read_certificate, verify


def known_certificates() -> list[bytes]:
    """Certificates of organs signed for here (`keys/organs`) and of others entrusted to this home (`keys/trusted`)."""
    places = (Path(settings.HOME) / "keys" / name for name in ("organs", "trusted"))
    return [read_certificate(path) for place in places for path in sorted(place.glob("*.crt"))]


def verify_signed(content: bytes) -> Verdict:
    """What the signature of a PDF is worth here."""
    return verify(content, known_certificates())
