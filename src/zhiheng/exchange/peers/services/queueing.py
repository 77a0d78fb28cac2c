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
from zhiheng.dossier.core.intake import safe_name
from zhiheng.dossier.selectors import first_in
from zhiheng.exchange.core import case_wire
from zhiheng.exchange.models import Incoming, Outgoing, Peer
from zhiheng.exchange.outbox.services import Letter, is_written, write_letter
from zhiheng.exchange.packages.sending import shared_files
from zhiheng.ledger import services as ledger
from zhiheng.procedure.core.state import Event, State
from zhiheng.procedure.core.visibility import hidden_steps
from zhiheng.procedure.rows import Case
from zhiheng.procedure.selectors import told_events
from zhiheng.procedure.services import event_title
from zhiheng.registry.selectors import organ_named
from zhiheng.schema.errors import UnusableInputError

OF_MESSAGES = "m:"
"""So begin the keys of events that a message brought."""


@dataclass(frozen=True)
class Telling:
    """What is asked again and again while the messages about one case to one installation are written."""

    case: Case
    spec: ProcedureSpec
    state: State
    events: Sequence[Event]
    names: Sequence[str]
    keys: Sequence[str]
    peer: Peer
    there: frozenset[str]
    away: frozenset[str]


def queue_case(case: Case, now: datetime) -> int:
    """Write what other installations have not been told of the case, in the transaction of the act; again it changes nothing."""
    peers = list(Peer.objects.select_related("organ").filter(closed=False))
    if not peers:
        return 0
    seats = case.seats.filter(visible=True, organ__in=[one.organ_id for one in peers])
    seen = set(seats.values_list("organ__name", flat=True))
    if not seen:
        return 0
    found = told_events(case.pk)
    if found is None:
        return 0
    away, written = frozenset(one.organ.name for one in peers), 0
    used = set(Outgoing.objects.filter(case=case).values_list("peer", flat=True))
    for peer in _one_an_address(sorted(peers, key=lambda one: one.pk not in used), seen):
        there = frozenset(one.organ.name for one in peers if one.url == peer.url and one.organ.name in seen)
        written += _tell(Telling(case, *found, peer, there, away), now)
    return written


def _one_an_address(peers: Sequence[Peer], organ_names: set[str]) -> list[Peer]:
    """One organ stands for all that work in the same installation; the one that stood for them before goes on to."""
    first: dict[str, Peer] = {}
    for one in peers:
        if one.organ.name in organ_names:
            first.setdefault(one.url, one)
    return list(first.values())


def _tell(telling: Telling, now: datetime) -> int:
    ledger.hold_head()
    events = telling.events
    parts = case_wire.for_organs(telling.spec, telling.state, events, telling.there)
    known = _known_there(telling)
    if known is None:
        written, known = _whole(telling, parts, now), len(events)
    else:
        written = 0
    for number in range(known, len(events)):
        if _is_ours(telling, number):
            written += _one(telling, number, parts[number], now)
    return written + sum(_file(telling, file, organ, now) for file, organ in _files(telling))


def _known_there(telling: Telling) -> int | None:
    """How many events the other installation had when the whole case went over, whichever way; None where it never did."""
    went = Outgoing.objects.filter(peer__url=telling.peer.url, case=telling.case, key=f"case:{telling.case.pk}").first()
    whole = went or _came(telling).filter(kind="case").first()
    return int(whole.meta.get("upto") or 0) if whole else None


def _came(telling: Telling) -> Any:
    return Incoming.objects.filter(case=telling.case, sender__name__in=telling.there).order_by("id")


def _is_ours(telling: Telling, number: int) -> bool:
    """Whether the event was recorded here: by an organ that works here, or of a person and not brought by a message."""
    organ = telling.events[number].organ
    return organ not in telling.away if organ else not telling.keys[number].startswith(OF_MESSAGES)


def _whole(telling: Telling, parts: Sequence[tuple[Event, bool]], now: datetime) -> int:
    case = telling.case
    events = [case_wire.event_json(event, telling.names[number], whole=whole) for number, (event, whole) in enumerate(parts)]
    events[0]["values"]["values"] |= _answered(telling)
    content = {
        "procedure": telling.spec.digest,
        "procedure_id": telling.spec.id,
        "title": case.title,
        "number": case.number,
        "events": events,
    }
    return _write(
        telling, _sender(telling).name, "case", f"case:{case.pk}", "全案", case_wire.content_of(content), {"upto": str(len(events))}, now
    )  # fmt: skip


def _answered(telling: Telling) -> dict[str, str]:
    """Number and title of the paper that the case is about, so that an answer can name it where the paper itself is only a file."""
    first = first_in(telling.case.dossier_key)
    if first is None or first.inner or not first.number or first.step in hidden_steps(telling.spec, telling.state, telling.there):
        return {}
    return {"document_number": first.number, "document_title": first.title}


def _one(telling: Telling, number: int, part: tuple[Event, bool], now: datetime) -> int:
    event, whole = part
    content = {"before": number, "events": [case_wire.event_json(event, telling.names[number], whole=whole)]}
    title = event_title(telling.spec, telling.events[number])
    key = f"event:{telling.case.pk}:{number + 1}"
    return _write(
        telling, event.organ or _sender(telling).name, "case", key, title, case_wire.content_of(content), {"upto": str(number + 1)}, now
    )


def _files(telling: Telling) -> Iterator[tuple[Any, Any]]:
    """Each file with the organ that hands it over: its own; what no organ of ours handed in goes with the one that acted last."""
    last = _sender(telling)
    ours = {name for name in telling.state.organs.values() if name and name not in telling.away}
    for name in sorted({*ours, last.name}):
        organ = last if name == last.name else organ_named(name)
        for _, file in shared_files(telling.case, organ, telling.peer.organ) if organ else ():
            if file.organ == name or (name == last.name and file.organ not in ours | telling.away):
                yield file, organ


def _sender(telling: Telling) -> Any:
    """The organ of this installation that acted last; before any did, the one that the case came to, else one that has a seat."""
    name = next((event.organ for event in reversed(telling.events) if event.organ and event.organ not in telling.away), "")
    if name:
        return organ_named(name)
    came = _came(telling).first()
    return came.receiver if came else telling.case.seats.exclude(organ__name__in=telling.away).earliest("id").organ


def _file(telling: Telling, file: Any, organ: Any, now: datetime) -> int:
    """before   how many events there are so far: the other side waits for them, so that it knows the organ and the step"""
    meta = {"name": safe_name(file.name), "step": file.step, "before": str(len(telling.events))}
    return _write(telling, organ.name, "file", f"file:{telling.case.pk}:{file.digest}", f"文件 {meta['name']}", file.digest, meta, now)


def _write(
    telling: Telling, sender: str, kind: str, key: str, title: str, content: bytes | str, meta: Mapping[str, str], now: datetime
) -> int:
    """Write one message under the next number, once under its key. content: bytes, or the digest under which they are kept already."""
    if is_written(telling.peer, key):
        return 0
    organ = organ_named(sender)
    if organ is None:
        raise UnusableInputError("报文", sender, "发送机关没有登记", "请由系统管理员登记机关")
    digest = content if isinstance(content, str) else keeping.keep(Path(settings.FILES), content)
    write_letter(Letter(organ, telling.peer, telling.case, kind, key, title, digest, meta), now)
    return 1


@transaction.atomic
def queue_again(*, now: datetime, case: Case) -> int:
    """As `queue_case`, for cases in which something was issued or signed, or a peer was noted, since their last act."""
    return queue_case(case, now)
