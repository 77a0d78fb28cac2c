"""Writing one message into the outbox, in the transaction of what it tells of, once under its key."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from zhiheng.exchange.models import MessageHop, Outgoing, Peer
from zhiheng.ledger import services as ledger
from zhiheng.ledger.core.actor import Actor

OUTBOX = Actor("system:outbox", "报文发送", "", "outbox")


@dataclass(frozen=True)
class Letter:
    """What is to be sent: of which organ, to which peer, of which case; key: what it tells of; digest: under which its content is kept."""

    sender: Any
    peer: Peer
    case: Any
    kind: str
    key: str
    title: str
    digest: str
    meta: Mapping[str, str]


def is_written(peer: Peer, key: str) -> bool:
    """Whether the installation of a peer was told under this key."""
    return Outgoing.objects.filter(peer__url=peer.url, key=key).exists()


def write_letter(letter: Letter, now: datetime) -> Outgoing:
    """Write the message under the next number of its stream, with its receipt and its entry; the caller has asked `is_written`."""
    last = Outgoing.objects.filter(sender=letter.sender, peer=letter.peer).order_by("-seq").values_list("seq", flat=True).first()
    row = Outgoing.objects.create(
        sender=letter.sender, peer=letter.peer, seq=(last or 0) + 1, kind=letter.kind, meta={**letter.meta, "case": str(letter.case.pk)},
        digest=letter.digest, case=letter.case, key=letter.key, title=letter.title[:200], made_at=now, next_at=now,
    )  # fmt: skip
    MessageHop(outgoing=row, step="queued", words="", noted_at=now).save()
    details = {"seq": row.seq, "to": letter.peer.organ.name, "kind": letter.kind, "digest": letter.digest, "case": str(letter.case.pk)}
    ledger.append(actor=OUTBOX, act="message.queued", thing=f"outgoing:{row.pk}", details=details, now=now)
    return row
