"""Where the content of a message that came lies: words in its row, all else in a file under its digest."""

from __future__ import annotations

import hashlib
from pathlib import Path

from django.conf import settings

from zhiheng.dossier.core import keeping
from zhiheng.dossier.core.errors import DocumentRefused
from zhiheng.exchange.models import Incoming

IN_ROW = 16 << 10
"""So many bytes of words at most lie in the row."""


def words_for_row(kind: str, payload: bytes) -> str | None:
    """The words of a notice as the row keeps them; None where the content is to be kept as a file."""
    if kind != "notice" or len(payload) > IN_ROW or b"\x00" in payload:
        return None
    try:
        return payload.decode()
    except UnicodeDecodeError:
        return None


def content_of(row: Incoming) -> bytes:
    """The content as it came; raises DocumentRefused where it is gone or no longer what was signed."""
    if row.words is None:
        return keeping.read(Path(settings.FILES), row.digest, str(row))
    content = str(row.words).encode()
    if hashlib.sha256(content).hexdigest() != row.digest:
        raise DocumentRefused("来文", str(row), "内容与签名的摘要不符，被改动过", "请从备份恢复，并核查改动原因")
    return content
