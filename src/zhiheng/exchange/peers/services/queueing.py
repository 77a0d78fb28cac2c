"""The outbox: what a case sends is written in the transaction of the act, once for each installation whose organ sees the case."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction

from zhiheng.catalog.procedures import ProcedureSpec
from zhiheng.dossier.core import keeping
from zhiheng.exchange.core import case_wire
from zhiheng.exchange.models import Incoming, MessageHop, Outgoing, Peer
from zhiheng.exchange.packages.sending import shared_files
from zhiheng.ledger import services as ledger
from zhiheng.ledger.core.actor import Actor
from zhiheng.procedure.core.state import Event, State
from zhiheng.procedure.rows import Case
from zhiheng.procedure.selectors import told_events
from zhiheng.procedure.services import event_title
from zhiheng.registry.selectors import organ_named

OUTBOX = Actor("system:outbox", "报文发送", "", "outbox")


@dataclass(frozen=True)
class Telling:
    """What is asked again and again while the messages about one case to one installation are written."""

    case: Case
    spec: ProcedureSpec
    state: State
    events: Sequence[Event]
    names: Sequence[str]
    peer: Peer
    there: frozenset[str]
    away: frozenset[str]


def queue_case(case: Case, now: datetime) -> int:
    """Write what other installations have not been told of the case, in the transaction of the act; again it changes nothing."""
    peers = list(Peer.objects.select_related("organ").filter(closed=False))
    seen = (
        set(case.seats.filter(visible=True, organ__in=[one.organ_id for one in peers]).values_list("organ__name", flat=True))
        if peers
        else set()
    )
    if not seen:
        return 0
    found = told_events(case.pk)
    if found is None:
        return 0
    away, written = frozenset(one.organ.name for one in peers), 0
    for peer in _one_an_address(peers, seen):
        there = frozenset(one.organ.name for one in peers if one.url == peer.url and one.organ.name in seen)
        written += _tell(Telling(case, *found, peer, there, away), now)
    return written


def _one_an_address(peers: Sequence[Peer], seen: set[str]) -> list[Peer]:
    """One organ stands for all that work in the same installation."""
    first: dict[str, Peer] = {}
    for one in peers:
        if one.organ.name in seen:
            first.setdefault(one.url, one)
    return list(first.values())


def _tell(telling: Telling, now: datetime) -> int:
    ledger.hold_head()
    case, events = telling.case, telling.events
    whole = Outgoing.objects.filter(peer__url=telling.peer.url, case=case, key=f"case:{case.pk}").first()
    parts = case_wire.for_organs(telling.spec, telling.state, events, telling.there)
    written = 0
    if whole is None and not Incoming.objects.filter(case=case, kind="case", sender__name__in=telling.there).exists():
        written += _whole(telling, parts, now)
        since = len(events)
    else:
        since = int(whole.meta.get("upto", "0")) if whole else 0
    for number in range(since, len(events)):
        if events[number].organ not in telling.away and events[number].organ:
            written += _one(telling, number, parts[number], now)
    return written + sum(_file(telling, name, file, now) for name, file in _files(telling))


def _whole(telling: Telling, parts: Sequence[tuple[Event, bool]], now: datetime) -> int:
    case = telling.case
    told = [case_wire.event_json(event, telling.names[number], whole=whole) for number, (event, whole) in enumerate(parts)]
    content = {"procedure": telling.spec.digest, "title": case.title, "number": case.number, "events": told}
    sender = next((event.organ for event in reversed(telling.events) if event.organ not in telling.away and event.organ), "")
    return _write(
        telling, sender, "case", f"case:{case.pk}", "全案", case_wire.content_of(content), {"upto": str(len(told))}, now
    )  # fmt: skip


def _one(telling: Telling, number: int, part: tuple[Event, bool], now: datetime) -> int:
    event, whole = part
    content = {"before": number, "events": [case_wire.event_json(event, telling.names[number], whole=whole)]}
    title = event_title(telling.spec, telling.events[number])
    key = f"event:{telling.case.pk}:{number + 1}"
    return _write(telling, event.organ, "case", key, title, case_wire.content_of(content), {"upto": str(number + 1)}, now)


def _files(telling: Telling) -> Iterator[tuple[str, Any]]:
    sender, receiver = _sender(telling), telling.peer.organ
    if sender is not None:
        for name, file in shared_files(telling.case, sender, receiver):
            if file.organ not in telling.away:
                yield name, file


def _sender(telling: Telling) -> Any:
    """The organ of this installation that acted last."""
    name = next((event.organ for event in reversed(telling.events) if event.organ not in telling.away and event.organ), "")
    return organ_named(name) if name else None


def _file(telling: Telling, name: str, file: Any, now: datetime) -> int:
    sender = _sender(telling)
    meta = {"name": name.partition("/")[2], "step": file.step}
    return _write(telling, sender.name, "file", f"file:{telling.case.pk}:{file.digest}", f"文件 {meta['name']}", file.digest, meta, now)


def _write(
    telling: Telling, sender: str, kind: str, key: str, title: str, content: bytes | str, meta: Mapping[str, str], now: datetime
) -> int:
    """Write one message under the next number, once under its key. content: bytes, or the digest under which they are kept already."""
    if Outgoing.objects.filter(peer__url=telling.peer.url, key=key).exists():
        return 0
    organ = organ_named(sender)
    digest = content if isinstance(content, str) else keeping.keep(Path(settings.FILES), content)
    last = Outgoing.objects.filter(sender=organ, peer=telling.peer).order_by("-seq").values_list("seq", flat=True).first()
    row = Outgoing.objects.create(
        sender=organ, peer=telling.peer, seq=(last or 0) + 1, kind=kind, meta={**meta, "case": str(telling.case.pk)}, digest=digest,
        case=telling.case, key=key, title=title[:200], made_at=now, next_at=now,
    )  # fmt: skip
    MessageHop(outgoing=row, step="queued", words="", noted_at=now).save()
    details = {"seq": row.seq, "to": telling.peer.organ.name, "kind": kind, "digest": digest, "case": str(telling.case.pk)}
    ledger.append(actor=OUTBOX, act="message.queued", thing=f"outgoing:{row.pk}", details=details, now=now)
    return 1


@transaction.atomic
def queue_again(*, now: datetime, case: Case) -> int:
    """As `queue_case`, for cases in which something was issued or signed, or a peer was noted, since their last act."""
    return queue_case(case, now)
