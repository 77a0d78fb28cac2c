"""What a message says about an earlier one of the same sender: it corrects it or adds to it."""

from __future__ import annotations

from zhiheng.exchange.models import Incoming
from zhiheng.exchange.peers.services.refusals import Returned


def link(row: Incoming) -> None:
    """Note the message that this one corrects or supplements (`corrects`, `supplements` of its statement: the number); raises Returned."""
    named = [relation for relation in Incoming.Relation if row.meta.get(relation.value)]
    if not named:
        return
    if len(named) > 1:
        raise Returned("一份报文不能既是更正又是补充")
    number = str(row.meta[named[0].value])
    found = _earlier(row, int(number)) if number.isascii() and number.isdecimal() and len(number) < 16 else None
    if found is None:
        raise Returned(f"所{named[0].label}的第 {number} 号报文没有收到过，或者不在本报文之前")
    if found.kind != row.kind:
        raise Returned(f"所{named[0].label}的第 {number} 号报文不是同一类报文")
    row.earlier, row.relation = found, named[0].value


def _earlier(row: Incoming, number: int) -> Incoming | None:
    return Incoming.objects.filter(sender=row.sender, receiver=row.receiver, seq=number, seq__lt=row.seq).first()
