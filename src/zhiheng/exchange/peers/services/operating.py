"""What the system administrator does about the exchange: send once more what was given up, test a connection."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from django.db import transaction

from zhiheng.client.message import asking, sign
from zhiheng.client.sender import PLACE
from zhiheng.client.wire import post
from zhiheng.exchange.models import MessageHop, Outgoing, Peer
from zhiheng.exchange.peers import keys
from zhiheng.exchange.peers.services.accounts import OPERATES, demanded, walls
from zhiheng.ledger import services as ledger
from zhiheng.ledger.core.actor import Actor
from zhiheng.schema.errors import UnusableInputError

WELL: Final = "连接正常"


@transaction.atomic
def send_again(*, actor: Actor, now: datetime, outgoing_id: int) -> Outgoing:
    """Let a message that was given up be tried once more; those behind it follow."""
    row = (
        Outgoing.objects.select_for_update(of=("self",))
        .select_related("sender", "peer__organ")
        .filter(pk=outgoing_id, state="dead")
        .first()
    )
    if row is None:
        raise UnusableInputError("报文", str(outgoing_id), "不在停止发送之列", "请刷新后查看")
    demanded(actor, now, row.sender.name, OPERATES)
    row.state, row.tries, row.next_at, row.reason = Outgoing.State.WAITING, 0, now, ""
    row.save()
    MessageHop(outgoing=row, step="again", words="", noted_at=now).save()
    ledger.append(actor=actor, act="message.again", thing=f"outgoing:{row.pk}", details={}, now=now)
    return row


def connection_tested(*, actor: Actor, now: datetime, peer: Peer, sender: str) -> str:
    """Ask another installation whom it takes an organ of ours for; what it says in words, kept with the address and traced."""
    organ = demanded(actor, now, sender, OPERATES)
    found = keys.all_of(organ.pk)
    if not found:
        raise UnusableInputError("连接测试", sender, "没有报文密钥", "请由安全管理员生成，并把公钥交对方登记")
    words = _asked(peer, sender, found, now)
    with transaction.atomic():
        peer.tested_at, peer.tested_words = now, words[:500]
        peer.save(update_fields=["tested_at", "tested_words"])
        ledger.append(actor=actor, act="peer.tested", thing=f"organ:{peer.organ_id}", details={"sender": sender, "words": words}, now=now)
    return words


def _asked(peer: Peer, sender: str, found: list[keys.Key], now: datetime) -> str:
    """The newest key is tested; that the other side knows only the one before is said."""
    for number, key in enumerate(found):
        text = asking("test", sender, peer.organ.name, key, 0, now)
        try:
            status, answer = post(f"{peer.url}{PLACE}/test", {"statement": text, "signature": sign(key, text)}, resolve=walls().resolve)
        except (OSError, UnusableInputError) as error:
            return f"不能连接：{error}"
        if status == 200:
            older = "（对方还没有登记本机关的新密钥）" if number else ""
            scopes = "、".join(str(one) for one in answer.get("scopes", []))
            return f"{WELL}：对方认作{answer.get('organ', '')}，范围 {scopes}，至 {answer.get('expires_on', '')}{older}"
        if status != 401:
            return f"对方回答 {status} {answer.get('reason', '')}".strip()
    return "对方平台不认本机关的密钥或者系统账号，请由对方安全管理员登记公钥"
