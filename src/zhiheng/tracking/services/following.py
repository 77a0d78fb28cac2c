"""Orders, leaves and ends of corrections come from the theme library, whoever wrote them there: an organ's own system, or a case.

An order ends with the corrections of its person, whether or not anybody lifted it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction

from zhiheng.law.clocks import add_days
from zhiheng.law.corrections.monitoring import GROUNDS, monitoring
from zhiheng.ledger.core.actor import Actor
from zhiheng.ledger.services import append, hold_head
from zhiheng.records.core.library import open_library
from zhiheng.records.core.rows import read_dicts
from zhiheng.records.selectors import newest_seq, snapshot_now
from zhiheng.registry.selectors import organ_named
from zhiheng.tracking.instants import local_day, start_of
from zhiheng.tracking.models import Followed, Leave, Order

ORDERS, LEAVES, CASES = "monitoring_orders", "leaves", "corrections_cases"
READ = (ORDERS, LEAVES, CASES)
PROGRAM = Actor("system:tracking", "定位监管", "", "worker")
ORDERS_SQL = f"select *, _key, _ref, _batch, _organ, _received_at from {ORDERS} order by _ref"  # noqa: S608 - a dataset of the standard
LEAVES_SQL = f"select *, _key, _organ from {LEAVES} where id_number in (select unnest(?::varchar[])) order by _ref"  # noqa: S608
ENDS_SQL = f"select id_number, released_on, _received_at from {CASES} where id_number in (select unnest(?::varchar[])) order by _ref"  # noqa: S608
Ends = Mapping[str, tuple[date, datetime]]
"""Person → the day their corrections ended, and when that was received; only where none of theirs goes on."""


def follow_orders(*, actor: Actor, now: datetime) -> int:
    """Read what is new of orders and leaves; returns how many changed. Cheap where nothing is new, so that every intake asks first."""
    newest = newest_seq(READ)
    if Followed.objects.filter(name=ORDERS, seq__gte=newest).exists() or not newest:
        return 0
    with transaction.atomic():
        hold_head()
        newest = newest_seq(READ)
        changed = _read_all(now)
        Followed.objects.update_or_create(name=ORDERS, defaults={"seq": newest})
        if any(changed):
            append(
                actor=actor, act="tracking.followed", thing="tracking:orders", details={"orders": changed[0], "leaves": changed[1]}, now=now
            )
    return sum(changed)


def _read_all(now: datetime) -> tuple[int, int]:
    with open_library(snapshot_now(READ), Path(settings.LIBRARY), datasets=READ) as library:
        rows = list(read_dicts(library.connection, ORDERS_SQL))
        ends = _ends(read_dicts(library.connection, ENDS_SQL, [sorted({row["id_number"] for row in rows if row["id_number"]})]))
        orders = sum(_keep_order(row, ends, now) for row in rows)
        persons = sorted(set(Order.objects.values_list("person", flat=True)))
        leaves = read_dicts(library.connection, LEAVES_SQL, [persons])
    return orders, _keep_leaves(leaves)


def _ends(rows: Iterable[Mapping[str, Any]]) -> Ends:
    found: dict[str, list[tuple[date | None, datetime]]] = {}
    for row in rows:
        found.setdefault(row["id_number"], []).append((row["released_on"], row["_received_at"]))
    ended = {person: [(on, received_at) for on, received_at in pairs if on is not None] for person, pairs in found.items()}
    return {person: max(pairs) for person, pairs in ended.items() if len(pairs) == len(found[person])}


def _keep_order(row: Mapping[str, Any], ends: Ends, now: datetime) -> bool:
    """Write an order as its record says it; True where something changed."""
    organ = organ_named(row["_organ"])
    if organ is None or not row["id_number"]:
        return False
    key = f"{ORDERS}|{row['_organ']}|{row['_key']}"[:300]
    before = Order.objects.filter(key=key).first()
    told = _columns(row, before)
    told["ended_at"] = _earlier(told["ended_at"], row, ends)
    told |= {"organ_id": organ.pk, "division": organ.division}
    if before is None:
        Order.objects.create(key=key, kind="tag", made_at=now, made_by=PROGRAM.id, **told)
        return True
    changed = [name for name, value in told.items() if getattr(before, name) != value]
    for name in changed:
        setattr(before, name, told[name])
    if changed:
        before.save(update_fields=changed)
    return bool(changed)


def _columns(row: Mapping[str, Any], before: Order | None) -> dict[str, Any]:
    removed_on: date | None = row["removed_on"]
    same = before is not None and removed_on is not None and before.removed_on == removed_on
    return {
        "number": row["order_no"], "person": row["id_number"], "name": row.get("name") or "", "ground": row["ground"],
        "basis": GROUNDS.get(row["ground"], "没有法定情形"), "from_at": start_of(row["from_date"]),
        "until_at": start_of(add_days(row["to_date"], 1)), "removed_on": removed_on,
        "ended_at": before.ended_at if before is not None and same else _ended_at(removed_on, row["_received_at"]),
        "violations": violations(row), "record": {"dataset": ORDERS, "batch": str(row["_batch"]), "ref": row["_ref"]},
    }  # fmt: skip


def _ended_at(removed_on: date | None, received_at: datetime) -> datetime | None:
    """When an order ended that was lifted on a day: that day's last instant, but on the day itself the instant at which it was told."""
    if removed_on is None:
        return None
    return received_at if removed_on == local_day(received_at) else start_of(add_days(removed_on, 1))


def _earlier(ended_at: datetime | None, row: Mapping[str, Any], ends: Ends) -> datetime | None:
    """The end of an order, or of its person's corrections where that came first; corrections that were over before it do not end it."""
    ended_on, received_at = ends.get(row["id_number"], (None, None))
    if ended_on is None or received_at is None or ended_on < row["from_date"]:
        return ended_at
    over_at = _ended_at(ended_on, received_at)
    return min(one for one in (ended_at, over_at) if one is not None)


def violations(row: Mapping[str, Any]) -> list[str]:
    """What makes the order unlawful, as the law's rule says."""
    if row["to_date"] < row["from_date"]:
        return ["止日早于起日"]
    grounds = [row["ground"]] if row["ground"] in GROUNDS else []
    facts = {"grounds": grounds, "approver": row["approver"], "start": row["from_date"], "end": row["to_date"]}
    return [one.detail for one in monitoring(facts, row["from_date"]).conditions if one.satisfied is False]


def _keep_leaves(rows: Iterable[Mapping[str, Any]]) -> int:
    changed = 0
    for row in rows:
        key = f"{row['_organ']}|{row['_key']}"[:300]
        if row["approver"] == "refused":
            changed += Leave.objects.filter(key=key).delete()[0]
            continue
        until_on = min(row["to_date"], row["returned_on"]) if row["returned_on"] else row["to_date"]
        details = {
            "number": row["leave_no"], "person": row["id_number"], "destination": row["destination"],
            "from_at": start_of(row["from_date"]), "until_at": start_of(add_days(until_on, 1)),
        }  # fmt: skip
        before = Leave.objects.filter(key=key).first()
        if before is None or any(getattr(before, name) != value for name, value in details.items()):
            Leave.objects.update_or_create(key=key, defaults=details)
            changed += 1
    return changed
