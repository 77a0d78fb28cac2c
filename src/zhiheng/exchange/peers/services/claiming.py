"""Which messages of the outbox are tried now: held back from other workers for a while, in their order, none before what it stands on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.db.models import Min

from zhiheng.client.bundle import MOST_BYTES
from zhiheng.client.message import SigningKey, Statement, asking, key_mark, public_of
from zhiheng.dossier.core import keeping
from zhiheng.exchange.core.backing_off import next_try
from zhiheng.exchange.models import Outgoing
from zhiheng.exchange.peers.services.alike import update_alike

NOT_GONE = (Outgoing.State.WAITING, Outgoing.State.DEAD)
MOST_TOGETHER = 200


@transaction.atomic
def claimed_one(pk: int, now: datetime, place: str) -> Outgoing | None:
    """The message, held back from other workers for a minute while it is tried; None where it is not due."""
    rows = Outgoing.objects.select_for_update(of=("self",)).select_related("sender", "peer__organ")
    row = rows.filter(pk=pk, next_at__lte=now, state="waiting" if place == "messages" else "sent").first()
    if row is not None:
        row.tries, row.next_at = row.tries + 1, next_try(now, row.tries + 1)
        row.save()
    return row


@transaction.atomic
def claimed(sender: int, peer: int, now: datetime) -> list[Outgoing]:
    """The next messages of a stream that can go together: none that is not due, given up, or stands on what another organ has not sent."""
    held = Outgoing.objects.select_for_update(of=("self",)).select_related("sender", "peer__organ")
    rows = list(held.filter(sender=sender, peer=peer, state__in=NOT_GONE).order_by("seq")[:MOST_TOGETHER])
    found = list(_together(rows, now, _first_of_others(rows)))
    for row in found:
        row.tries, row.next_at = row.tries + 1, next_try(now, row.tries + 1)
    update_alike(Outgoing.objects.all(), found, ["tries", "next_at"])
    return found


@transaction.atomic
def released(rows: Sequence[Outgoing], now: datetime) -> None:
    """Let messages that were claimed but not looked at be tried again with the next round."""
    for row in rows:
        row.tries, row.next_at = row.tries - 1, now
    update_alike(Outgoing.objects.all(), rows, ["tries", "next_at"])


def _together(rows: Sequence[Outgoing], now: datetime, first: Mapping[object, int]) -> Iterator[Outgoing]:
    room = MOST_BYTES
    for row in rows:
        size = _size(row)
        if row.state != Outgoing.State.WAITING or row.next_at > now or first.get(row.case_id, row.pk) < row.pk:
            return
        if size > room and room < MOST_BYTES:
            return
        room -= size
        yield row


def _first_of_others(rows: Sequence[Outgoing]) -> dict[object, int]:
    """Case → the first message about it to the same installation that another organ has not sent yet."""
    cases = {row.case_id for row in rows if row.case_id}
    if not cases:
        return {}
    waiting = Outgoing.objects.filter(case__in=cases, peer__url=rows[0].peer.url, state__in=NOT_GONE).exclude(sender=rows[0].sender)
    return dict(waiting.order_by().values_list("case").annotate(first=Min("id")))


def _size(row: Outgoing) -> int:
    place = keeping.place_of(Path(settings.FILES), row.digest)
    return place.stat().st_size if place.is_file() else 0


def query_of(row: Outgoing, key: SigningKey, now: datetime) -> str:
    """What is signed to ask for the receipts of a message."""
    return asking("receipts", row.sender.name, row.peer.organ.name, key, row.seq, now)


def statement_of(row: Outgoing, key: SigningKey, now: datetime) -> str:
    """What is signed for one try: the instant is that of the try, so that a message that waited long is not taken for a copy."""
    at, mark = now.isoformat(timespec="seconds"), key_mark(public_of(key))
    return Statement(row.sender.name, row.peer.organ.name, mark, row.seq, row.kind, row.digest, at, row.meta).text()
