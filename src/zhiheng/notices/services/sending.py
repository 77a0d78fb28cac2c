"""Sending what is due, outside of any transaction while the other side is asked; tried again, and not for ever."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from itertools import groupby
from smtplib import SMTPException
from typing import Final

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction

from zhiheng.exchange.core.backing_off import next_try
from zhiheng.exchange.peers.services.hooking import post_signed
from zhiheng.ledger import services as ledger
from zhiheng.ledger.core.actor import Actor
from zhiheng.notices.core.texts import OutsideNotice, body_of, subject_of, text_of
from zhiheng.notices.models import Choice, Hook, Outbound
from zhiheng.notices.selectors import outbound_kept_by
from zhiheng.registry.acting import officer_for
from zhiheng.schema.errors import UnusableInputError

MOST_TRIES: Final = 12
"""About seven hours; after that a person sends again."""
MOST: Final = 500
NO_MAIL: Final = "没有配置邮件服务器，请系统运行人员设定 ZHIHENG_MAIL_HOST"


def send_due(*, actor: Actor, now: datetime) -> int:
    """Send what is due, the mails of one officer as one; returns how many notices went out."""
    due = Outbound.objects.select_related("officer__organ").filter(state=Outbound.State.WAITING, next_at__lte=now)
    rows = list(due.order_by("officer_id", "channel", "id")[:MOST])
    sent = 0
    for _whom, together in groupby(rows, key=lambda row: (row.officer_id, row.channel)):
        sent += _send(actor, now, list(together))
    return sent


def _send(actor: Actor, now: datetime, rows: list[Outbound]) -> int:
    """Those no longer wanted are dropped; mails go as one, to a system each goes by itself."""
    choice = Choice.objects.filter(officer=rows[0].officer_id).first()
    channel = rows[0].channel
    kinds = getattr(choice, channel, []) if rows[0].officer.is_active else []
    _noted(actor, now, [row for row in rows if row.kind not in kinds], None)
    wanted = [row for row in rows if row.kind in kinds]
    if not wanted or choice is None:
        return 0
    if channel == "mail":
        return _noted(actor, now, wanted, _mailed(choice.address, wanted))
    hook = Hook.objects.select_related("organ").filter(organ=rows[0].officer.organ_id, closed=False).first()
    return sum(_noted(actor, now, [row], _posted(hook, row, now) if hook else None) for row in wanted)


def _mailed(address: str, rows: Sequence[Outbound]) -> str:
    """Why the mail did not go; empty where it went."""
    if not settings.MAIL_READY:
        return NO_MAIL
    subject = subject_of([(row.kind, row.title) for row in rows])
    body = text_of([(row.kind, row.title, row.address) for row in rows], origin())
    try:
        EmailMessage(subject, body, to=[address]).send()
    except (SMTPException, OSError, ValueError) as error:
        return f"邮件服务器：{error}"[:500]
    return ""


def _posted(hook: Hook, row: Outbound, now: datetime) -> str:
    organ = hook.organ
    payload = body_of(row.officer.username, OutsideNotice(row.kind, row.at, row.title, row.address), origin())
    return post_signed(hook.url, payload, sender=organ, receiver=organ.name, number=row.pk, now=now)


@transaction.atomic
def _noted(actor: Actor, now: datetime, rows: list[Outbound], error: str | None) -> int:
    """Keep and trace how it went; `error`: empty where it went, None where it is no longer wanted."""
    for row in rows:
        _stands(row, now, error)
    fields = ["state", "tries", "next_at", "sent_at", "last_error"]
    Outbound.objects.bulk_update(rows, fields)
    acts = [(f"notice.{ACTS[row.state]}", f"notice:{row.pk}", _details(row)) for row in rows]
    if acts:
        ledger.append_all(actor=actor, acts=acts, now=now)
    return len(rows) if error == "" else 0


ACTS: Final = {"waiting": "failed", "sent": "sent", "dead": "given_up", "dropped": "dropped"}


def _stands(row: Outbound, now: datetime, error: str | None) -> None:
    if error is None:
        row.state, row.last_error = Outbound.State.DROPPED, "本人已不再选择，或者通知地址已停用"
        return
    row.tries, row.last_error = row.tries + 1, error[:500]
    row.next_at = next_try(now, row.tries)
    if not error:
        row.state, row.sent_at = Outbound.State.SENT, now
    elif row.tries >= MOST_TRIES:
        row.state = Outbound.State.DEAD


def _details(row: Outbound) -> dict[str, object]:
    return {"channel": row.channel, "kind": row.kind, "to": row.officer_id, "tries": row.tries, "error": row.last_error}


@transaction.atomic
def send_again(*, actor: Actor, now: datetime, number: int) -> Outbound:
    """Let a notice that was given up be tried once more: the officer's own, or one to a system of an organ one looks after."""
    row = outbound_kept_by(officer_for(actor)).select_for_update(of=("self",)).filter(pk=number, state=Outbound.State.DEAD).first()
    if row is None:
        raise UnusableInputError("通知", str(number), "不在停止发送之列", "请刷新后查看")
    row.state, row.tries, row.next_at = Outbound.State.WAITING, 0, now
    row.save(update_fields=["state", "tries", "next_at"])
    ledger.append(actor=actor, act="notice.again", thing=f"notice:{row.pk}", details=_details(row), now=now)
    return row


def origin() -> str:
    """How the platform is reached, as the operator named it; empty where not."""
    return next(iter(settings.OUTSIDE.origins), "")
