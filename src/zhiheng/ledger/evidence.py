"""Makes evidence packs from the trace."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path

from zhiheng.ledger import selectors, services, verifier
from zhiheng.ledger.core.actor import Actor
from zhiheng.ledger.core.evidence import Proven, packed
from zhiheng.ledger.models import Entry
from zhiheng.schema.errors import UnusableInputError


def evidence_pack(*, actor: Actor, now: datetime, title: str, entries: Sequence[Entry], files: Mapping[str, bytes]) -> bytes:
    """A pack of these entries and files under the newest checkpoint that covers them; one is signed where none does."""
    if not entries:
        raise UnusableInputError("证据包", title, "留痕中没有它的记载", "请核对编号")
    needed = max(entry.seq for entry in entries)
    point = selectors.checkpoint_covering(needed)
    text, size = (point.note, point.size) if point else _signed(actor, now)
    proven = [
        Proven(entry.event().text(), entry.details, entry.salt, [step.hex() for step in selectors.inclusion(entry.seq, size)])
        for entry in entries
    ]
    return packed(title, files, proven, text, verifier_source())


def _signed(actor: Actor, now: datetime) -> tuple[str, int]:
    signed = services.checkpoint(actor=actor, now=now)
    return signed.text, signed.size


def verifier_source() -> str:
    """The stand-alone verifier as it is handed out."""
    return Path(verifier.__file__).read_text(encoding="utf-8")
