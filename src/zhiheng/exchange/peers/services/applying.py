"""What a message does here, by its kind: a case and its acts, a file of a case, a package, records of a dataset."""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied

from zhiheng.dossier.services.files import Place, attach
from zhiheng.exchange.core import case_wire
from zhiheng.exchange.models import Incoming
from zhiheng.exchange.packages.services import receive_package
from zhiheng.exchange.peers.contents import content_of
from zhiheng.exchange.peers.services.linking import link
from zhiheng.exchange.peers.services.queueing import OF_MESSAGES
from zhiheng.exchange.peers.services.refusals import Later, Returned
from zhiheng.exchange.sending.selectors import OWN
from zhiheng.exchange.services import receive_upload
from zhiheng.ledger.core.actor import Actor
from zhiheng.procedure.selectors import state_for
from zhiheng.procedure.services.arriving import Arrived, UnknownProcedureError, case_arrived, event_arrived, procedure_of
from zhiheng.registry.selectors import organ_named
from zhiheng.schema import DATASETS
from zhiheng.schema.errors import UnusableInputError

VIA = "message"
LONGEST_NOTICE = 4000
WAITS = "本案前面的办理记录还没有收到"


@dataclass(frozen=True)
class MessageOutcome:
    """What became of a message, in words; returned: it was refused, and what was noted of the refusal stays."""

    words: str
    returned: bool = False


def apply(row: Incoming, actor: Actor, now: datetime) -> MessageOutcome:
    """Do what the message says; raises Later or Returned, and then nothing is to be kept."""
    content = content_of(row)
    kinds: Mapping[str, Callable[[Incoming, bytes, Actor, datetime], MessageOutcome]] = {
        "case": _case, "file": _file, "package": _package, "dataset": _dataset, "notice": _notice,
    }  # fmt: skip
    try:
        link(row)
        return kinds[row.kind](row, content, actor, now)
    except UnknownProcedureError as refusal:
        raise Later(f"{refusal.reason}。{refusal.remedy}") from refusal
    except UnusableInputError as refusal:
        raise Returned(f"{refusal.place}：{refusal.reason}。{refusal.remedy}") from refusal
    except PermissionDenied as refusal:
        raise Returned(str(refusal)) from refusal


def _case(row: Incoming, content: bytes, actor: Actor, now: datetime) -> MessageOutcome:  # noqa: ARG001 - all kinds are called alike
    told = case_wire.read_content(content)
    case_id = _id(row)
    found = [_arrived(one) for one in told["events"]]
    known = state_for(case_id)
    if "procedure" in told:
        return _whole(row, told, found, now)
    if known is None:
        raise Later("没有收到过这个案件，须等建案报文，或者由来文单位重新发送全案")
    before = told.get("before")
    if not isinstance(before, int) or known[2].events < before:
        raise Later(WAITS, by_itself=True)
    others = {one.event.organ for one in found if one.event.organ} - {row.sender.name}
    if others:
        raise Returned(f"不能代{'、'.join(sorted(others))}办理")
    for number, one in enumerate(found):
        key = f"{OF_MESSAGES}{hashlib.sha256(f'{row.sender_id}:{row.receiver_id}:{row.seq}:{number}'.encode()).hexdigest()[:48]}"
        row.case = event_arrived(now=now, case_id=case_id, arrived=one, key=key, via=VIA)
    return MessageOutcome("已记入本案")


def _whole(row: Incoming, content: Mapping[str, Any], found: list[Arrived], now: datetime) -> MessageOutcome:
    case_id = _id(row)
    case = state_for(case_id)
    seated = set(case[2].organs.values()) if case else {one.event.organ for one in found} | set(_seats(found))
    if row.sender.name not in seated or row.receiver.name not in seated:
        raise Returned("来文单位或者接收单位没有参加本案")
    unknown = sorted(name for name in _seats(found) if organ_named(name) is None)
    if unknown:
        raise Later(f"{'、'.join(unknown)}没有登记，请先登记机关")
    spec = procedure_of(str(content["procedure"]), str(content.get("procedure_id", "")))
    row.case = case_arrived(
        now=now, case_id=case_id, procedure=spec, title=str(content.get("title", "")),
        number=str(content.get("number", "")), arrived=found, local=frozenset({row.receiver.name}), via=VIA,
    )  # fmt: skip
    return MessageOutcome("已收案")


def _seats(found: list[Arrived]) -> list[str]:
    opened: Any = found[0].event.values.get("organs") or {}
    return [str(name) for name in dict(opened).values() if name]


def _arrived(given: object) -> Arrived:
    event, name, whole = case_wire.read_event(given)
    return Arrived(replace(event, actor=f"{event.organ}/{event.actor}"[:150]), name, whole)


def _id(row: Incoming) -> UUID:
    try:
        return UUID(str(row.meta.get("case", "")))
    except ValueError as error:
        raise Returned("没有写明案件编号（case）") from error


def _file(row: Incoming, content: bytes, actor: Actor, now: datetime) -> MessageOutcome:
    found = state_for(_id(row))
    if found is None:
        raise Later("没有收到过这个案件，须等建案报文")
    case, _, state = found
    before = row.meta.get("before", "")
    if before.isdecimal() and state.events < int(before[:9]):
        raise Later(WAITS, by_itself=True)
    if row.sender.name not in state.organs.values():
        raise Returned(f"{row.sender.name}没有参加本案")
    place = Place(step=row.meta.get("step", ""), field=row.meta.get("field", ""))
    kept = attach(actor=actor, now=now, dossier_key=case.dossier_key, name=row.meta.get("name", ""), content=content, place=place)
    row.case = case
    return MessageOutcome(f"已归卷：{kept.name}")


def _notice(row: Incoming, content: bytes, actor: Actor, now: datetime) -> MessageOutcome:  # noqa: ARG001 - all kinds are called alike
    """A message of words only: kept and shown with its sender; of a case where one is named."""
    done = outcome_of_words(content)
    found = state_for(_id(row)) if row.meta.get("case") else None
    if found and {row.sender.name, row.receiver.name} <= set(found[2].organs.values()):
        row.case = found[0]
    return done


def outcome_of_words(content: bytes) -> MessageOutcome:
    """What becomes of words; raises Returned where they are none or too long."""
    try:
        words = content.decode()
    except UnicodeDecodeError as error:
        raise Returned("告知的内容应为 UTF-8 文字") from error
    if not words.strip() or len(words) > LONGEST_NOTICE or "\x00" in words:
        raise Returned(f"告知应有内容，不超过 {LONGEST_NOTICE} 字")
    return MessageOutcome("已收到告知")


def _package(row: Incoming, content: bytes, actor: Actor, now: datetime) -> MessageOutcome:
    with tempfile.TemporaryDirectory(prefix="zhiheng-message-") as place:
        path = Path(place) / "package.zip"
        path.write_bytes(content)
        between = (row.sender.name, row.receiver.name)
        package = receive_package(actor=actor, now=now, path=path, name=row.meta.get("name", "package.zip"), between=between)
    row.case = package.case
    words = f"第 {package.pk} 号案卷包{package.get_state_display()}" + (f"：{package.reason}" if package.reason else "")
    return MessageOutcome(words, returned=package.state == package.State.REFUSED)


def _dataset(row: Incoming, content: bytes, actor: Actor, now: datetime) -> MessageOutcome:
    name, dataset = row.meta.get("name", ""), row.meta.get("dataset", "")
    if dataset not in DATASETS or not name:
        raise Returned(f"没有写明文件名（name），或者没有数据集“{dataset}”")
    mended = row.earlier.delivery_id if row.earlier and row.relation == Incoming.Relation.CORRECTS else None
    with tempfile.TemporaryDirectory(prefix="zhiheng-message-") as place:
        path = Path(place) / f"file{Path(name).suffix.lower()[:12]}"
        path.write_bytes(content)
        (report, *_) = receive_upload(
            actor=actor, now=now, path=path, name=name, organ=row.sender.name, dataset=dataset, sending=lambda _: OWN, correction_of=mended
        )
    row.delivery_id = report.delivery
    return _received(report)


def _received(report: Any) -> MessageOutcome:
    """What came of the rows; a file of which none goes in is returned, its rejected rows stay to be looked up."""
    where = f"第 {report.delivery} 号交付：" if report.delivery else ""
    if report.refusal:
        return MessageOutcome(f"{where}{report.refusal.reason}。{report.refusal.remedy}", returned=True)
    words = f"{where}{report.rows} 行，收下 {report.accepted}，退回 {len({one.row for one in report.rejected})}"
    return MessageOutcome(words, returned=not (report.accepted or report.duplicates or report.skipped))
