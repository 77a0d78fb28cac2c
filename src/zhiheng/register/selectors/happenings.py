"""What happened in registers, in the order of commits: upper rooms follow it by a cursor."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from zhiheng.catalog.field_values import holds
from zhiheng.register.models import ActRow, Closing, Happening
from zhiheng.registry.rows import Organ, Unit


def happenings_after(cursor: int, *, limit: int = 500, kinds: tuple[str, ...] = ()) -> list[Happening]:
    """Happenings after a cursor, oldest first."""
    rows = Happening.objects.filter(pk__gt=cursor).select_related("organ", "unit", "entry").order_by("pk")
    return list((rows.filter(kind__in=kinds) if kinds else rows)[:limit])


def acts_under(beginning: str) -> frozenset[str]:
    """Keys with this beginning under which acts were done (see `services.RegisterAct.key`)."""
    return frozenset(key for key in ActRow.objects.filter(key__startswith=beginning).values_list("key", flat=True) if key)


def made_under(register: str, beginning: str) -> str:
    """The entry of a register that was made last under a key with this beginning; empty where there is none."""
    rows = ActRow.objects.filter(key__startswith=beginning, seq=1, entry__register=register).order_by("-pk")
    return next((f"entry:{row}" for row in rows.values_list("entry_id", flat=True)[:1]), "")


def last_happening() -> int:
    """The newest cursor."""
    return Happening.objects.order_by("-pk").values_list("pk", flat=True).first() or 0


def entered_in(  # noqa: PLR0913 - what is looked for
    register: str,
    act: str,
    organ: Organ,
    unit: Unit | None,
    first_on: date | None,
    last_on: date | None,
    *,
    when: Mapping[str, Any] | None = None,
    field: str = "",
    any_unit: bool = False,
) -> list[ActRow]:
    """Acts of a name on entries of a ledger that fall between two days (any day for None): of the act, or a day that a field holds."""
    rows = ActRow.objects.filter(entry__register=register, entry__organ=organ, act=act).select_related("entry")
    if not any_unit:
        rows = rows.filter(entry__unit=unit)
    if first_on and last_on and not field:
        rows = rows.filter(happened_on__gte=first_on, happened_on__lte=last_on)
    first, last = str(first_on or "0000"), str(last_on or "9999")
    found = [row for row in rows if not field or first <= str({**row.entry.values, **row.values}.get(field) or "")[:10] <= last]
    return [row for row in found if holds(when or {}, {**row.values, **row.entry.values, "state": row.entry.state})]


def acts_since(
    register: str, acts: Sequence[str], organs: Iterable[int], *, since: date | None, when: Mapping[str, Any]
) -> Iterator[ActRow]:
    """Acts of these names on entries of these organs in a ledger from a day on (any day for None), for whole lists of subjects at once."""
    rows = ActRow.objects.filter(entry__register=register, entry__organ__in=list(organs), act__in=acts).select_related("entry").order_by()
    for row in (rows.filter(happened_on__gte=since) if since else rows).iterator(chunk_size=2000):
        if not when or holds(when, {**row.values, **row.entry.values, "state": row.entry.state}):
            yield row


def subjects_touched(register: str, field: str, *, since: int, until: int) -> frozenset[str]:
    """What a field says of the entries of a ledger on which an act was done between two cursors (the first left out)."""
    rows = Happening.objects.filter(register=register, pk__gt=since, pk__lte=until).exclude(entry=None)
    return frozenset(
        str(values[field]) for values in rows.order_by().values_list("entry__values", flat=True).iterator() if values.get(field)
    )


def closing_for(register: str, organ: Organ, unit: Unit | None, period: str) -> Closing | None:
    """The closing of a period of a ledger."""
    return Closing.objects.filter(register=register, organ=organ, unit=unit, period=period).first()
