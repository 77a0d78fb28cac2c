"""Digests with the secret of the installation: a code can be looked up, and of the database alone nobody can tell it."""

from __future__ import annotations

from django.utils.crypto import salted_hmac

SALT = "zhiheng.portal"


def keyed(kind: str, text: str) -> str:
    """The digest of a code or a key of a visit."""
    return salted_hmac(f"{SALT}.{kind}", text, algorithm="sha256").hexdigest()
