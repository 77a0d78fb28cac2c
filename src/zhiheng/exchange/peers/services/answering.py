"""What the other side said of a message: noted with its receipts and traced, or why it did not get through."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from zhiheng.exchange.core.backing_off import MOST_TRIES, next_try
from zhiheng.exchange.models import MessageHop, Outgoing
from zhiheng.exchange.packages.services.handing_over import packages_answered
from zhiheng.exchange.peers.services.alike import update_alike
from zhiheng.exchange.peers.services.many_rows import note_statements
from zhiheng.ledger import services as ledger
from zhiheng.ledger.core.actor import Actor

TAKEN = (200, 201, 202)
UNKNOWN = 401
"""The other side does not know the key, or takes nothing from it any more: its administrator can mend that, so it is tried again."""
FOR_GOOD = (400, 403, 404, 409, 413, 422)
"""Answers that the same message would only get again."""


def refusal_of(status: int, answer: Mapping[str, Any]) -> str:
    """Why the other side did not take a message, in words."""
    if status == UNKNOWN:
        return "对方平台不认本机关的密钥或者系统账号，请由对方安全管理员登记公钥或者延长账号"
    words = "；".join(_plain(answer[name]) for name in ("reason", "remedy") if answer.get(name))
    return f"对方回答 {status} {words}".strip()


def _plain(given: object) -> str:
    """Words of the other side as they can be kept: not without end, and without NUL, which no database keeps."""
    return str(given).replace("\x00", "")[:2000]


@transaction.atomic
def failed(actor: Actor, now: datetime, row: Outgoing, words: str, *, for_good: bool) -> int:
    """Note that the message did not get through; `for_good`, or after too many tries, it is not tried again by itself."""
    row.last_error = words[:500]
    if for_good or row.tries >= MOST_TRIES:
        row.state, row.reason = Outgoing.State.DEAD, words
        MessageHop(outgoing=row, step="dead", words=words, noted_at=now).save()
    row.save()
    act = "message.dead" if row.state == Outgoing.State.DEAD else "message.failed"
    ledger.append(actor=actor, act=act, thing=f"outgoing:{row.pk}", details={"tries": row.tries, "error": words}, now=now)
    return 0


@transaction.atomic
def answered(actor: Actor, now: datetime, answers: Sequence[tuple[Outgoing, Mapping[str, Any]]]) -> int:
    """Keep the receipts that are new, and where the messages stand with the other side; returns how many went on."""
    known, hops, acts = _hops_of([row for row, _ in answers]), list[MessageHop](), list[tuple[str, str, Mapping[str, object]]]()
    moved = list[Outgoing]()
    for row, answer in answers:
        before = (row.state, row.reason)
        _stands(row, answer, now)
        hops += _receipts(row, answer.get("receipts"), known.get(row.pk, set()), now)
        if (row.state, row.reason) != before:
            details = {"seq": row.seq, "state": str(answer.get("state", "")), "reason": row.reason}
            acts.append(("message.answered", f"outgoing:{row.pk}", details))
            moved.append(row)
    rows = [row for row, _ in answers]
    update_alike(Outgoing.objects.all(), rows, ["state", "reason", "last_error", "tries", "next_at"])
    note_statements(rows)
    MessageHop.objects.bulk_create(hops)
    if acts:
        ledger.append_all(actor=actor, acts=acts, now=now)
    packages_answered(actor=actor, now=now, messages=moved)
    return len(acts)


def _stands(row: Outgoing, answer: Mapping[str, Any], now: datetime) -> None:
    state, before = str(answer.get("state", "")), row.state
    row.state = Outgoing.State(state) if state in {"accepted", "returned"} else Outgoing.State.SENT
    row.reason, row.last_error = _plain(answer.get("reason", "")), ""
    row.tries = row.tries if row.state == before else 0
    row.next_at = next_try(now, row.tries)


def _hops_of(rows: Sequence[Outgoing]) -> dict[int, set[tuple[str, str]]]:
    found: dict[int, set[tuple[str, str]]] = {}
    for outgoing, step, words in MessageHop.objects.filter(outgoing__in=rows).values_list("outgoing", "step", "words"):
        found.setdefault(outgoing or 0, set()).add((step, words))
    return found


def _receipts(row: Outgoing, given: Any, known: set[tuple[str, str]], now: datetime) -> Iterator[MessageHop]:
    for one in [one for one in given if isinstance(one, dict)] if isinstance(given, list) else []:
        step, words = str(one.get("step", "")), _plain(f"{one.get('words', '')}（对方 {one.get('at', '')}）")
        if step in MessageHop.Step.values and (step, words) not in known:
            yield MessageHop(outgoing=row, step=step, words=words, noted_at=now)
