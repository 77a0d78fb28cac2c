"""Taking signed messages in: each kept with its receipts before anything is done with it, done in order, once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from zhiheng.client.message import MessageError, Statement, digest_of, read_statement, signed_by
from zhiheng.dossier.core import keeping
from zhiheng.exchange.core.numbering import in_words, missing
from zhiheng.exchange.models import Incoming, MessageHop, Peer, ServiceAccount, ServiceKey
from zhiheng.exchange.peers.services.applying import apply
from zhiheng.exchange.peers.services.notices import queue_notice
from zhiheng.exchange.peers.services.refusals import Later, Returned
from zhiheng.law.clocks import OF_INSTANTS
from zhiheng.ledger import services as ledger
from zhiheng.ledger.core.actor import Actor
from zhiheng.registry.selectors import organ_named
from zhiheng.schema.errors import UnusableInputError

OF_KIND: Mapping[str, str] = {"case": "cases", "file": "cases", "package": "packages", "dataset": "datasets", "notice": "notices"}
"""Kind of a message → the scope it needs."""
UNDONE = (Incoming.State.RECEIVED, Incoming.State.HELD)
MOST_SKIPPED = 10_000
"""A number so far beyond the next one is taken for a mistake, not for a gap."""
MOST_AHEAD_MINUTES = 15
"""A statement signed so much later than our clock says shows that one of the clocks is wrong."""
MOST_HOURS = 72
"""A message that first comes so long after it was signed is to be signed anew: what somebody kept to send it again is of no use."""


class StrangerError(Exception):
    """Who sends cannot be told: no such key, not of the account's organ, ended, or the signature is not its own."""


@dataclass(frozen=True)
class Known:
    """A statement whose signature was found to be that of a registered key."""

    statement: Statement
    account: ServiceAccount


def known(text: str, signature: str, now: datetime) -> Known:
    """The statement with the account that signed it; raises StrangerError, in equal words whatever is wrong about the sender."""
    try:
        statement = read_statement(text)
    except MessageError as error:
        raise UnusableInputError("来文", "statement", str(error), "请按接口说明或者使用 zhiheng.client 生成") from error
    key = ServiceKey.objects.select_related("account__organ").filter(mark=statement.key).first()
    today = timezone.localdate(now)
    if key is None or not signed_by(key.public, text, signature) or key.account.organ.name != statement.sender:
        raise StrangerError
    account = key.account
    if account.closed_at or account.expires_on <= today or (key.ended_on and key.ended_on <= today):
        raise StrangerError
    if signed_at(statement) > now + OF_INSTANTS["minute"] * MOST_AHEAD_MINUTES:
        raise _refused(statement, f"签署时间比本平台的时钟晚 {MOST_AHEAD_MINUTES} 分钟以上", "请双方校准时钟后重新签名")
    return Known(statement, account)


def tested_now(text: str, signature: str, now: datetime) -> Known:
    """As `known`, for a test of the connection: one that was signed long before is somebody's copy."""
    found = known(text, signature, now)
    if found.statement.kind != "test" or signed_at(found.statement) < now - OF_INSTANTS["minute"] * MOST_AHEAD_MINUTES:
        raise _refused(found.statement, f"连接测试应在签署后 {MOST_AHEAD_MINUTES} 分钟内送达", "请校准时钟后重新签名")
    return found


def signed_at(statement: Statement) -> datetime:
    """The instant of signing; refused where it is none, or without its zone."""
    try:
        found = datetime.fromisoformat(statement.at)
    except ValueError as error:
        raise _refused(statement, "签署时间（at）不是 ISO 8601 时间", "请按接口说明或者使用 zhiheng.client 生成") from error
    if found.tzinfo is None:
        raise _refused(statement, "签署时间（at）没有时区", "请写明时区，如 +08:00")
    return found


def take(*, now: datetime, text: str, signature: str, payload: bytes) -> tuple[Incoming, bool]:
    """Take a message in; the same again is the same message with the same receipts. Gives whether it is new."""
    came = known(text, signature, now)
    _demand(came, payload)
    keeping.keep(Path(settings.FILES), payload)
    row, new = _kept(came, text, signature, now)
    if row.state in UNDONE:
        go_on(now=now, row=row)
        row.refresh_from_db()
    return row, new


def _demand(came: Known, payload: bytes) -> None:
    statement = came.statement
    scope = OF_KIND.get(statement.kind, "")
    if scope not in came.account.scopes:
        raise _refused(statement, f"系统账号没有“{statement.kind}”的范围", "请由本机关安全管理员登记相应的范围")
    if statement.seq < 1 or digest_of(payload) != statement.digest:
        raise _refused(statement, "序号应从 1 开始，摘要应与内容相符", "请核对后重新签名发送")
    receiver = organ_named(statement.receiver)
    if receiver is None or Peer.objects.filter(organ=receiver, closed=False).exists():
        raise _refused(statement, f"本平台没有“{statement.receiver}”", "请核对接收机关和网址")


@transaction.atomic
def _kept(came: Known, text: str, signature: str, now: datetime) -> tuple[Incoming, bool]:
    """The row of a message, made with its first receipts under the lock of the trace, or found."""
    ledger.hold_head()
    statement = came.statement
    receiver: Any = organ_named(statement.receiver)
    stream = Incoming.objects.filter(sender=came.account.organ, receiver=receiver)
    row = stream.filter(seq=statement.seq).first()
    if row is not None:
        if (row.kind, row.digest, row.meta) != (statement.kind, statement.digest, dict(statement.meta)):
            raise _refused(statement, "这个序号已经用于另一份报文", "请使用下一个序号；重发须与原报文相同")
        return row, False
    if signed_at(statement) < now - OF_INSTANTS["hour"] * MOST_HOURS:
        raise _refused(statement, f"签署已超过 {MOST_HOURS} 小时", "请重新签名后发送")
    if statement.seq > stream.count() + MOST_SKIPPED:
        raise _refused(statement, "序号与已收报文相差过大", "请核对序号，从下一个序号发送")
    row = Incoming.objects.create(
        account=came.account, sender=came.account.organ, receiver=receiver, seq=statement.seq, kind=statement.kind,
        meta=dict(statement.meta), digest=statement.digest, statement=text, signature=signature, received_at=now,
    )  # fmt: skip
    note_hop(row, "received", "", now)
    note_hop(row, "validated", f"签名、摘要相符（密钥 {statement.key}）", now)
    details = {"seq": row.seq, "kind": row.kind, "digest": row.digest, "receiver": receiver.name, "key": statement.key}
    ledger.append(actor=actor_of(row), act="message.received", thing=f"message:{row.pk}", details=details, now=now)
    return row, True


def go_on(*, now: datetime, row: Incoming) -> int:
    """Do the message, and after it those that waited for it; returns how many were brought to an end."""
    done = process(now=now, message_id=row.pk)
    while True:
        before = done
        for waiting in Incoming.objects.filter(state=Incoming.State.HELD).exclude(pk=row.pk).order_by("received_at", "id"):
            done += process(now=now, message_id=waiting.pk)
        if done == before:
            return done


def take_up_again(*, actor: Actor, now: datetime, message_id: int) -> Incoming:
    """An officer lets a message that was kept for them be done once more, and after it those of its case that waited for the same."""
    row = _waiting(message_id)
    with transaction.atomic():
        ledger.append(actor=actor, act="message.taken_up", thing=f"message:{row.pk}", details={"reason": row.reason}, now=now)
    process(now=now, message_id=row.pk, again=True)
    others = Incoming.objects.filter(sender=row.sender, receiver=row.receiver, seq__gt=row.seq, state=Incoming.State.QUARANTINED)
    for other in others.filter(meta__case=row.meta.get("case", "")).order_by("seq"):
        process(now=now, message_id=other.pk, again=True)
    row.refresh_from_db()
    return row


def _waiting(message_id: int) -> Incoming:
    row = Incoming.objects.select_related("sender", "receiver").filter(pk=message_id, state=Incoming.State.QUARANTINED).first()
    if row is None:
        raise UnusableInputError("来文", str(message_id), "没有这份待处理的来文", "请刷新后查看，可能已由他人办理")
    return row


@transaction.atomic
def process(*, now: datetime, message_id: int, again: bool = False) -> int:
    """Do one message as far as it can be done now: 1 where it came to an end (or to an officer), 0 where it waits.

    The head of the trace is not held before: what the message does locks cases and shelves first (decision 0005).
    """
    row = Incoming.objects.select_for_update(of=("self",)).select_related("account", "sender", "receiver").get(pk=message_id)
    if row.state not in (*UNDONE, *((Incoming.State.QUARANTINED,) if again else ())):
        return 0
    before = Incoming.objects.filter(sender=row.sender, receiver=row.receiver, seq__lt=row.seq)
    if before.count() != row.seq - 1:
        return _to(row, Incoming.State.HELD, f"前面{in_words(missing(before.values_list('seq', flat=True), row.seq))}没有收到", now)
    if before.filter(state__in=UNDONE).exists():
        return _to(row, Incoming.State.HELD, "前面的报文还没有办完", now)
    try:
        with transaction.atomic():
            done = apply(row, actor_of(row), now)
    except Later as later:
        return _to(row, Incoming.State.HELD if later.by_itself else Incoming.State.QUARANTINED, str(later), now)
    except Returned as refusal:
        return _to(row, Incoming.State.RETURNED, str(refusal), now)
    return _to(row, Incoming.State.RETURNED if done.returned else Incoming.State.ACCEPTED, done.words, now)


def _to(row: Incoming, state: Incoming.State, words: str, now: datetime) -> int:
    """Note where the message stands; the same again is not noted twice."""
    if (row.state, row.reason) == (state, words):
        return 0
    row.state, row.reason = state, words
    row.save()
    note_hop(row, state.value, words, now)
    queue_notice(row, now)
    ledger.append(actor=actor_of(row), act=f"message.{state.value}", thing=f"message:{row.pk}", details={"words": words}, now=now)
    return 0 if state == Incoming.State.HELD else 1


def return_message(*, actor: Actor, now: datetime, message_id: int, reason: str) -> Incoming:
    """An officer sends a message back that was kept for them, with the reason; the sender reads it in the receipt."""
    with transaction.atomic():
        waiting = Incoming.objects.select_for_update(of=("self",)).select_related("account", "sender", "receiver")
        row = waiting.filter(pk=message_id, state=Incoming.State.QUARANTINED).first()
        if row is None or not reason.strip():
            raise UnusableInputError("来文", str(message_id), "没有这份待处理的来文，或者没有写明理由", "请刷新后办理并写明理由")
        _to(row, Incoming.State.RETURNED, reason.strip()[:1000], now)
        details = {"reason": reason.strip()[:1000]}
        ledger.append(actor=actor, act="message.sent_back", thing=f"message:{row.pk}", details=details, now=now)
    return row


def note_hop(row: Incoming, step: str, words: str, now: datetime) -> None:
    """Keep a hop of a message that came."""
    MessageHop(incoming=row, step=step, words=words, noted_at=now).save()


def actor_of(row: Incoming) -> Actor:
    """The organ's system as the trace names it."""
    return Actor(f"system:{row.account_id}", row.account.name, row.sender.name, "message")


def _refused(statement: Statement, reason: str, remedy: str) -> UnusableInputError:
    return UnusableInputError("来文", f"{statement.sender}第 {statement.seq} 号", reason, remedy)
