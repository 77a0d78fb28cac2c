"""Who sends a message and whether it may be taken: the signature, the account, what it may send, the number, the instant."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from zhiheng.client.message import MessageError, Statement, digest_of, read_statement, signed_by
from zhiheng.exchange.models import AskedOnce, Incoming, Peer, ServiceAccount, ServiceKey
from zhiheng.law.clocks import OF_INSTANTS
from zhiheng.registry.selectors import organ_named
from zhiheng.schema.errors import UnusableInputError

OF_KIND: Mapping[str, str] = {"case": "cases", "file": "cases", "package": "packages", "dataset": "datasets", "notice": "notices"}
"""Kind of a message → the scope it needs."""
MOST_SKIPPED = 10_000
"""A number so far beyond the next one is taken for a mistake, not for a gap."""
MOST_AHEAD_MINUTES = 15
"""A statement signed so much later than our clock says shows that one of the clocks is wrong."""
MOST_HOURS = 72
"""A message that comes so long after it was signed, the first time or again, is to be signed anew: what somebody kept is of no use."""


class StrangerError(Exception):
    """Who sends cannot be told: no such key, not of the account's organ, ended, or the signature is not its own."""


@dataclass(frozen=True)
class Known:
    """A statement whose signature was found to be that of a registered key."""

    statement: Statement
    account: ServiceAccount


def key_of(mark: str) -> ServiceKey | None:
    """The registered key of this mark."""
    return ServiceKey.objects.select_related("account__organ").filter(mark=mark).first()


def known(text: str, signature: str, now: datetime, key_of: Callable[[str], ServiceKey | None] = key_of) -> Known:
    """The statement with the account that signed it; raises StrangerError, in equal words whatever is wrong about the sender."""
    try:
        statement = read_statement(text)
    except MessageError as error:
        raise UnusableInputError("来文", "statement", str(error), "请按接口说明或者使用 zhiheng.client 生成") from error
    key = key_of(statement.key)
    today = timezone.localdate(now)
    if key is None or not signed_by(key.public, text, signature) or key.account.organ.name != statement.sender:
        raise StrangerError
    account = key.account
    if account.closed_at or account.expires_on <= today or (key.ended_on and key.ended_on <= today):
        raise StrangerError
    if signed_at(statement) > now + OF_INSTANTS["minute"] * MOST_AHEAD_MINUTES:
        raise _refused(statement, f"签署时间比本平台的时钟晚 {MOST_AHEAD_MINUTES} 分钟以上", "请双方校准时钟后重新签名")
    return Known(statement, account)


def asked_now(text: str, signature: str, now: datetime, kind: str) -> Known:
    """As `known`, for a query (`receipts`, `test`): signed as one, just now, and not answered before; all else is somebody's copy."""
    found = known(text, signature, now)
    if found.statement.kind != kind:
        raise _refused(found.statement, f"查询应单独签署（kind 为 {kind}），报文本身的声明不能用于查询", "请使用新版 zhiheng.client")
    if signed_at(found.statement) < now - OF_INSTANTS["minute"] * MOST_AHEAD_MINUTES:
        raise _refused(found.statement, f"查询和连接测试应在签署后 {MOST_AHEAD_MINUTES} 分钟内送达", "请校准时钟后重新签名")
    if not _first_time(digest_of(text.encode()), now):
        raise _refused(found.statement, "这份查询已经用过", "请重新签名后查询")
    return found


def _first_time(mark: str, now: datetime) -> bool:
    """Whether this very query comes for the first time; kept for as long as it could come again."""
    AskedOnce.objects.filter(asked_at__lt=now - OF_INSTANTS["minute"] * MOST_AHEAD_MINUTES * 3).delete()
    try:
        with transaction.atomic():
            AskedOnce.objects.create(mark=mark, asked_at=now)
    except IntegrityError:
        return False
    return True


def may_ask(account: ServiceAccount, row: Incoming) -> bool:
    """Whether a message is the account's to ask after: its own, or of its organ and of a kind that it may send itself."""
    return row.account_id == account.pk or OF_KIND.get(row.kind, "") in account.scopes


def signed_at(statement: Statement) -> datetime:
    """The instant of signing; refused where it is none, or without its zone."""
    try:
        found = datetime.fromisoformat(statement.at)
    except ValueError as error:
        raise _refused(statement, "签署时间（at）不是 ISO 8601 时间", "请按接口说明或者使用 zhiheng.client 生成") from error
    if found.tzinfo is None:
        raise _refused(statement, "签署时间（at）没有时区", "请写明时区，如 +08:00")
    return found


def organ_here(name: str) -> Any:
    """The organ of this name, where it works in this installation."""
    found = organ_named(name)
    return None if found is None or Peer.objects.filter(organ=found, closed=False).exists() else found


def demand(came: Known, payload: bytes, receiver: Any) -> None:
    """Refuse what the account may not send, what was changed on the way, and what is not for an organ of ours."""
    statement = came.statement
    scope = OF_KIND.get(statement.kind, "")
    if scope not in came.account.scopes:
        raise _refused(statement, f"系统账号没有“{statement.kind}”的范围", "请由本机关安全管理员登记相应的范围")
    if statement.seq < 1 or digest_of(payload) != statement.digest:
        raise _refused(statement, "序号应从 1 开始，摘要应与内容相符", "请核对后重新签名发送")
    if receiver is None:
        raise _refused(statement, f"本平台没有“{statement.receiver}”", "请核对接收机关和网址")


def demand_same(row: Incoming, statement: Statement) -> None:
    """Refuse a second message under a number that has been used."""
    if (row.kind, row.digest, row.meta) != (statement.kind, statement.digest, dict(statement.meta)):
        raise _refused(statement, "这个序号已经用于另一份报文", "请使用下一个序号；重发须与原报文相同")


def demand_fresh(statement: Statement, now: datetime) -> None:
    """Refuse what was signed long ago."""
    if signed_at(statement) < now - OF_INSTANTS["hour"] * MOST_HOURS:
        raise _refused(statement, f"签署已超过 {MOST_HOURS} 小时", "请重新签名后发送")


def demand_near(statement: Statement, count: int) -> None:
    """Refuse numbers far beyond those (`count`) that came."""
    if statement.seq > count + MOST_SKIPPED:
        raise _refused(statement, "序号与已收报文相差过大", "请核对序号，从下一个序号发送")


def _refused(statement: Statement, reason: str, remedy: str) -> UnusableInputError:
    return UnusableInputError("来文", f"{statement.sender}第 {statement.seq} 号", reason, remedy)
