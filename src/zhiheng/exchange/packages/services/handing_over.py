"""A package for an organ whose system works in another installation goes there as a signed message, and its answer comes back to it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.conf import settings

from zhiheng.exchange.models import Outgoing, Package, Peer
from zhiheng.exchange.outbox.services import Letter, write_letter
from zhiheng.exchange.packages.services.receiving import note_hops
from zhiheng.ledger import services as ledger
from zhiheng.ledger.core.actor import Actor

KIND = "package"


def peer_for(row: Package) -> Peer | None:
    """Where the package can go as a message: its receiver works elsewhere, and it is not too large for one."""
    if row.size > settings.MESSAGE_MOST_MB << 20:
        return None
    return Peer.objects.select_related("organ").filter(organ=row.receiver, closed=False).first()


def queue_package(row: Package, peer: Peer, now: datetime) -> None:
    """Write the package into the outbox, in the transaction in which it is kept."""
    write_letter(Letter(row.sender, peer, row.case, KIND, f"{KIND}:{row.pk}", f"案卷包 {row.case}", row.digest, {"name": row.name}), now)


def packages_answered(*, actor: Actor, now: datetime, messages: Iterable[Outgoing]) -> None:
    """Note at packages what the other side said of the messages that brought them there; in the transaction in which it is kept."""
    last = {int(one.key.partition(":")[2]): one for one in messages if one.kind == KIND and one.state in {"accepted", "returned"}}
    if not last:
        return
    ledger.hold_head()
    rows = Package.objects.select_for_update(of=("self",)).select_related("sender", "receiver")
    for row in rows.filter(pk__in=last, direction=Package.Direction.SENT).order_by("pk"):
        told = last[row.pk]
        row.state = Package.State.ACKNOWLEDGED if told.state == "accepted" else Package.State.REJECTED
        row.reason = "" if told.state == "accepted" else told.reason
        row.save(update_fields=["state", "reason"])
        note_hops(row, actor, now, ("answered", f"{row.get_state_display()}：{told.reason}"))
