"""Readers of messages between organs' systems: who looks is asked, receipts are given to their sender."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import Count, Max, Q, QuerySet, prefetch_related_objects
from django.utils import timezone

from zhiheng.dossier.core import keeping
from zhiheng.exchange.closed.selectors import is_closed_message, messages_open_to, sent_open_to
from zhiheng.exchange.core.numbering import in_words, missing
from zhiheng.exchange.models import Incoming, Outgoing, Peer, ServiceAccount
from zhiheng.exchange.peers import keys
from zhiheng.exchange.peers.contents import content_of
from zhiheng.ledger.core.kept import KeptFile
from zhiheng.ledger.selectors.files import is_there
from zhiheng.registry.rights import may
from zhiheng.registry.selectors import COMMAND_LINE, organ_ids_seen_by, sees_everything
from zhiheng.registry.selectors.accounts import organs_managed_by

STATES = dict(Incoming.State.choices)
ADMINISTER = ("registry.manage", "organ.manage")
"""Rights of the administrators, who see of messages where they stand, never what they say."""


def receipts_of(row: Incoming, hops: Sequence[Any] = ()) -> dict[str, Any]:
    """Where a message stands, with every receipt, as its sender is answered. hops: all it has, where they are at hand."""
    told = [
        {"step": hop.step, "words": hop.words, "at": timezone.localtime(hop.noted_at).isoformat(timespec="seconds")}
        for hop in hops or row.hops.all()
    ]
    return {"seq": row.seq, "state": row.state, "reason": row.reason, "receipts": told}


def receipts_of_all(rows: Sequence[tuple[Incoming, Sequence[Any]]]) -> list[dict[str, Any]]:
    """As `receipts_of`, for many; those whose receipts are not at hand are asked for with one query."""
    prefetch_related_objects([row for row, hops in rows if not hops], "hops")
    return [receipts_of(row, hops) for row, hops in rows]


def message_of(account: ServiceAccount, receiver: str, seq: int) -> Incoming | None:
    """The message of an account's organ to a receiver under this number."""
    return Incoming.objects.filter(sender_id=account.organ_id, receiver__name=receiver, seq=seq).first()


def incoming_seen_by(viewer: Any) -> QuerySet[Incoming]:
    """Messages that came to (or from) organs whose rows the viewer may see; for administrators, of the organs they look after."""
    found = Incoming.objects.select_related("sender", "receiver", "account", "case").prefetch_related("hops")
    found = found if _administers(viewer) else messages_open_to(found, viewer)
    return found if _everything(viewer) else found.filter(Q(receiver__in=_organs(viewer)) | Q(sender__in=_organs(viewer)))


def incoming_named(viewer: Any, number: int) -> Incoming | None:
    """One message with what it says; None where the viewer may not know of it, or it is about a person who is closed to them."""
    row = incoming_seen_by(viewer).filter(pk=number).first()
    return None if row is None or (not _administers(viewer) and is_closed_message(row, viewer)) else row


def outgoing_seen_by(viewer: Any) -> QuerySet[Outgoing]:
    """Messages that go out from organs whose rows the viewer may see; for administrators, of the organs they look after."""
    found = Outgoing.objects.select_related("sender", "peer__organ", "case").prefetch_related("hops")
    found = found if _administers(viewer) else sent_open_to(found, viewer)
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
    """How the exchange with one organ stands.

    absent       numbers that did not come, in words; last_error: of the newest message that did not get through
    tested_words what the last test of the connection said
    """

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
    absent: str = ""
    tested_at: datetime | None = None
    tested_words: str = ""
    peer: int | None = None
    closed: bool = False


def board(viewer: Any) -> list[Standing]:
    """One line an organ with which messages are exchanged; for administrators also those with an address and no message yet."""
    went, came = _went(viewer), _came(viewer)
    known = {peer.organ.name: peer for peer in peers_known()} if went or _administers(viewer) else {}
    return [_standing(viewer, name, known.get(name), went.get(name, {}), came.get(name, {})) for name in sorted({*went, *came, *known})]


def _went(viewer: Any) -> dict[str, dict[str, Any]]:
    counted = {name: Count("pk", filter=Q(state=name)) for name, _ in Outgoing.State.choices}
    rows = outgoing_seen_by(viewer).order_by().values("peer__organ__name").annotate(**counted)
    return {one["peer__organ__name"]: dict(one) for one in rows}


def _came(viewer: Any) -> dict[str, dict[str, Any]]:
    held, kept = (Count("pk", filter=Q(state=state)) for state in ("held", "quarantined"))
    rows = incoming_seen_by(viewer).order_by().values("sender__name")
    return {one["sender__name"]: dict(one) for one in rows.annotate(all=Count("pk"), held=held, quarantined=kept, last=Max("received_at"))}


def _standing(viewer: Any, name: str, peer: Peer | None, went: dict[str, Any], came: dict[str, Any]) -> Standing:
    failed = outgoing_seen_by(viewer).filter(peer__organ__name=name).exclude(last_error="").order_by("-id").first() if went else None
    return Standing(
        name, peer.url if peer else "", went.get("waiting", 0), went.get("sent", 0), went.get("accepted", 0), went.get("returned", 0),
        went.get("dead", 0), came.get("all", 0), came.get("held", 0), came.get("quarantined", 0), came.get("last"),
        failed.last_error if failed else "",
        absent=_absent(viewer, name) if came.get("held") else "", tested_at=peer.tested_at if peer else None,
        tested_words=peer.tested_words if peer else "", peer=peer.pk if peer else None, closed=bool(peer and peer.closed),
    )  # fmt: skip


def _absent(viewer: Any, sender: str) -> str:
    """The numbers from a sender that later ones wait for."""
    rows = incoming_seen_by(viewer).filter(sender__name=sender).order_by().values_list("receiver__name", "seq")
    numbers: dict[str, list[int]] = {}
    for receiver, seq in rows:
        numbers.setdefault(receiver, []).append(seq)
    found = {receiver: in_words(missing(known, max(known))) for receiver, known in numbers.items()}
    return "；".join(f"发往{receiver}的{words}" for receiver, words in sorted(found.items()) if words)


def dead_letters(viewer: Any) -> QuerySet[Outgoing]:
    """Messages that are not tried again by themselves, newest first."""
    return outgoing_seen_by(viewer).filter(state=Outgoing.State.DEAD)


def words_of(row: Incoming) -> str:
    """What a notice says; empty for other kinds, whose content is read where it went."""
    return content_of(row).decode() if row.kind == "notice" else ""


def sending_organs(viewer: Any) -> list[str]:
    """Organs an administrator looks after that have a key for messages, by name."""
    return [organ.name for organ in organs_managed_by(viewer).order_by("name") if keys.all_of(organ.pk)]


def _administers(viewer: Any) -> bool:
    return viewer == COMMAND_LINE or any(may(viewer, right) for right in ADMINISTER)


def _everything(viewer: Any) -> bool:
    return viewer == COMMAND_LINE or (sees_everything(viewer) and not _administers(viewer))


def _organs(viewer: Any) -> Any:
    return _managed(viewer) if _administers(viewer) else organ_ids_seen_by(viewer)


def _managed(viewer: Any) -> list[int]:
    return [organ.pk for organ in organs_managed_by(viewer)]


def kept_files() -> Iterator[KeptFile]:
    """For the trace to compare: the content of every message that came, and of those written for sending."""
    for words, rows in (("来文", Incoming.objects.filter(words__isnull=True)), ("发文", Outgoing.objects.all())):
        found = rows.values_list("pk", "digest")
        for number, digest in found.iterator(chunk_size=2000) if is_there(rows.model) else ():
            yield KeptFile(keeping.place_of(Path(settings.FILES), digest), digest, f"{words}第 {number} 号")
