"""Verification of signed papers against the certificates this home knows."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings

if TYPE_CHECKING:  # what verifies is read when something is verified: it takes long
    from zhiheng.dossier.core.signing import Verdict


def known_certificates() -> list[bytes]:
    """Certificates of organs signed for here (`keys/organs`) and of others entrusted to this home (`keys/trusted`)."""
    from zhiheng.dossier.core.signing import read_certificate

    places = (Path(settings.HOME) / "keys" / name for name in ("organs", "trusted"))
    return [read_certificate(path) for place in places for path in sorted(place.glob("*.crt"))]


def verify_signed(content: bytes) -> Verdict:
    """What the signature of a PDF is worth here."""
    from zhiheng.dossier.core.signing import verify

    return verify(content, known_certificates())
