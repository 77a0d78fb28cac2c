"""Readers of messages between organs' systems: who looks is asked, receipts are given to their sender."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import Count, Max, Q, QuerySet
from django.utils import timezone

from zhiheng.dossier.core import keeping
from zhiheng.exchange.models import Incoming, Outgoing, Peer, ServiceAccount
from zhiheng.ledger.core.kept import KeptFile
from zhiheng.ledger.selectors.files import is_there
from zhiheng.registry.rights import may
from zhiheng.registry.selectors import COMMAND_LINE, organ_ids_seen_by, sees_everything
from zhiheng.registry.selectors.accounts import organs_managed_by

RIGHT = "registry.manage"


def receipts_of(row: Incoming) -> dict[str, Any]:
    """Where a message stands, with every receipt, as its sender is answered."""
    hops = [
        {"step": hop.step, "words": hop.words, "at": timezone.localtime(hop.noted_at).isoformat(timespec="seconds")}
        for hop in row.hops.all()
    ]
    return {"seq": row.seq, "state": row.state, "reason": row.reason, "receipts": hops}


def message_of(account: ServiceAccount, receiver: str, seq: int) -> Incoming | None:
    """The message of an account's organ to a receiver under this number."""
    return Incoming.objects.filter(sender_id=account.organ_id, receiver__name=receiver, seq=seq).first()


def incoming_seen_by(viewer: Any) -> QuerySet[Incoming]:
    """Messages that came to (or from) organs whose rows the viewer may see; for administrators, of the organs they look after."""
    found = Incoming.objects.select_related("sender", "receiver", "account", "case").prefetch_related("hops")
    return found if _everything(viewer) else found.filter(Q(receiver__in=_organs(viewer)) | Q(sender__in=_organs(viewer)))


def outgoing_seen_by(viewer: Any) -> QuerySet[Outgoing]:
    """Messages that go out from organs whose rows the viewer may see; for administrators, of the organs they look after."""
    found = Outgoing.objects.select_related("sender", "peer__organ", "case").prefetch_related("hops")
    return found if _everything(viewer) else found.filter(sender__in=_organs(viewer))


def outgoing_of_case(case_id: UUID, organ: str) -> QuerySet[Outgoing]:
    """What an organ sent of a case to other installations, oldest first; the caller has shown that the viewer sees the case."""
    found = Outgoing.objects.select_related("sender", "peer__organ").prefetch_related("hops").filter(case=case_id)
    return found.filter(sender__name=organ).order_by("made_at", "id")


def accounts_seen_by(viewer: Any) -> QuerySet[ServiceAccount]:
    """Service accounts of the organs an administrator looks after."""
    found = ServiceAccount.objects.select_related("organ").prefetch_related("keys")
    return found if viewer == COMMAND_LINE else found.filter(organ__in=_managed(viewer))


def peers_known() -> QuerySet[Peer]:
    """Organs whose systems work in other installations."""
    return Peer.objects.select_related("organ")


@dataclass(frozen=True)
class Standing:
    """How the exchange with one organ stands. last_error: of the newest message that did not get through."""

    organ: str
    url: str
    waiting: int
    sent: int
    accepted: int
    returned: int
    dead: int
    came: int
    held: int
    quarantined: int
    last_came_at: datetime | None
    last_error: str


def board(viewer: Any) -> list[Standing]:
    """One line an organ with which messages are exchanged."""
    counted = {name: Count("pk", filter=Q(state=name)) for name, _ in Outgoing.State.choices}
    went = {one["peer__organ__name"]: one for one in outgoing_seen_by(viewer).order_by().values("peer__organ__name").annotate(**counted)}
    came = {
        one["sender__name"]: one
        for one in incoming_seen_by(viewer).order_by().values("sender__name").annotate(
            all=Count("pk"), held=Count("pk", filter=Q(state="held")), quarantined=Count("pk", filter=Q(state="quarantined")), last=Max("received_at")
        )
    }  # fmt: skip
    urls = {peer.organ.name: peer.url for peer in peers_known()} if went or _administers(viewer) else {}
    return [_standing(viewer, name, urls.get(name, ""), went.get(name, {}), came.get(name, {})) for name in sorted({*went, *came, *urls})]


def _standing(viewer: Any, name: str, url: str, went: dict[str, Any], came: dict[str, Any]) -> Standing:
    failed = outgoing_seen_by(viewer).filter(peer__organ__name=name).exclude(last_error="").order_by("-id").first() if went else None
    return Standing(
        name, url, *(went.get(state, 0) for state in ("waiting", "sent", "accepted", "returned", "dead")),
        came.get("all", 0), came.get("held", 0), came.get("quarantined", 0), came.get("last"), failed.last_error if failed else "",
    )  # fmt: skip


def _administers(viewer: Any) -> bool:
    return viewer == COMMAND_LINE or may(viewer, RIGHT)


def _everything(viewer: Any) -> bool:
    return viewer == COMMAND_LINE or sees_everything(viewer)


def _organs(viewer: Any) -> Any:
    return _managed(viewer) if may(viewer, RIGHT) else organ_ids_seen_by(viewer)


def _managed(viewer: Any) -> list[int]:
    return [organ.pk for organ in organs_managed_by(viewer)]


def kept_files() -> Iterator[KeptFile]:
    """For the trace to compare: the content of every message that came, and of those written for sending."""
    for words, rows in (("来文", Incoming.objects), ("发文", Outgoing.objects)):
        found = rows.values_list("pk", "digest")
        for number, digest in found.iterator(chunk_size=2000) if is_there(rows.model) else ():
            yield KeptFile(keeping.place_of(Path(settings.FILES), digest), digest, f"{words}第 {number} 号")
