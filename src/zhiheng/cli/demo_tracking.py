"""The demonstration's part of tracking: invented boundaries, devices under orders in force, a day of positions, one person outside."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

from django.conf import settings

from zhiheng.cli.demo_story import moment
from zhiheng.law.clocks import add_days, period_due
from zhiheng.ledger.core.actor import Actor
from zhiheng.records.core.library import open_library
from zhiheng.records.core.rows import read_dicts
from zhiheng.records.selectors import snapshot_now
from zhiheng.registry.selectors import COMMAND_LINE, actor_of, officer_named
from zhiheng.tracking.core.admission import Fix
from zhiheng.tracking.core.senders import Sender
from zhiheng.tracking.selectors import boundaries, orders_seen_by
from zhiheng.tracking.services import CheckinDuty, follow_orders, give_device, set_checkin_duty, take_in, watch_orders

MOST_ORDERS, MOST_DUTIES, DUTY_DAYS = 6, 2, 60
WINDOW = (660, 720, 60)
FIXES, EVERY_MINUTES, HEARD_HOUR = 40, 5, 14
OUT_FROM, OUT_DEGREES, STEP_DEGREES = 34, 0.22, 0.002
ACCURACY_M, BATTERY = 15.0, 80


def track(home: Path, drawn: Mapping[str, Any], accounts: Sequence[Any], as_of: date) -> str:
    """Put the boundaries in the home, follow the orders, and let devices of some of them send; nothing is done twice."""
    place = home / "boundaries.geojson"
    if not place.exists():
        place.write_text(json.dumps(drawn, ensure_ascii=False), encoding="utf-8")
    follow_orders(actor=COMMAND_LINE, now=moment(as_of, 0))
    checked_in = check_in(accounts, as_of)
    given_at, now = moment(as_of, 0, 10), moment(as_of, 0, HEARD_HOUR)
    known = {account.organ: account.username for account in accounts if account.username.startswith("organ-")}
    orders = [
        one for one in orders_seen_by(COMMAND_LINE) if one.in_force_at(now) and one.organ.name in known and not getattr(one, "borne", ())
    ]
    sent = alarms = 0
    for number, order in enumerate(orders[:MOST_ORDERS]):
        officer = officer_named(known[order.organ.name])
        if officer is None or order.division not in boundaries():
            continue
        device, _ = give_device(actor=actor_of(officer, "cli"), now=given_at, order_id=order.pk, number=f"DEMO-{order.pk}")
        fixes = walk(device.number, order.division, given_at, leaves=number == 0)
        outcome = take_in(actor=COMMAND_LINE, now=now, sender=Sender("演示网关", frozenset({order.organ_id})), fixes=fixes)
        sent, alarms = sent + outcome.accepted, alarms + len(outcome.alarms)
    alarms += watch_orders(actor=COMMAND_LINE, now=moment(as_of, 1, HEARD_HOUR))
    return f"  定位决定 {len(orders)} 份生效，签到义务 {checked_in} 项，接收位置 {sent} 个，产生警报 {alarms} 条"


def check_in(accounts: Sequence[Any], as_of: date) -> int:
    """Set a check-in duty for one person of each of two bureaus, who checks in once; the day after they do not."""
    known = {account.organ: account.username for account in accounts if account.username.startswith("organ-")}
    if orders_seen_by(COMMAND_LINE).filter(kind="checkin").exists():
        return 0
    found = [one for one in supervised() if one["_organ"] in known]
    for number, one in enumerate(found[:MOST_DUTIES]):
        officer = officer_named(known[one["_organ"]])
        if officer is not None:
            set_duty(actor_of(officer, "cli"), one, number, as_of)
    return len(found[:MOST_DUTIES])


def supervised() -> list[dict[str, Any]]:
    """One person under corrections of each bureau, as the theme library has them."""
    names = ("corrections_cases",)
    sql = "select _organ, min(id_number) as id_number, min_by(name, id_number) as name from corrections_cases where released_on is null"
    with open_library(snapshot_now(names), Path(settings.LIBRARY), datasets=names) as library:
        return read_dicts(library.connection, f"{sql} group by _organ order by _organ")


def set_duty(actor: Actor, person: Mapping[str, Any], number: int, as_of: date) -> None:
    """A duty with one window a day, a phone, and the first check-in."""
    duty = CheckinDuty(
        person["id_number"], person["name"], f"演示签到{number + 1}号", "矫正方案（演示）", as_of, add_days(as_of, DUTY_DAYS), [WINDOW]
    )
    order = set_checkin_duty(actor=actor, now=moment(as_of, 0, 10), duty=duty)
    device, _ = give_device(actor=actor, now=moment(as_of, 0, 10), order_id=order.pk, number=f"DEMO-PHONE-{order.pk}")
    at = moment(as_of, 0, 11)
    places = boundaries().get(order.division) or next(iter(boundaries().values()))
    left, low, right, top = places.area.box
    middle = (left + right) / 2, (low + top) / 2
    fix = Fix(device.number, at.timestamp(), *middle, accuracy_m=ACCURACY_M, source="self", digest=device.number)
    take_in(actor=COMMAND_LINE, now=at, sender=Sender("演示手机", device=device.number), fixes=[fix])


def walk(number: str, division: str, begin: datetime, *, leaves: bool) -> list[Fix]:
    """Positions around the middle of the division, every few minutes; who leaves is outside for the last half hour."""
    box = boundaries()[division].area.box
    lon, lat = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
    fixes = []
    for step in range(FIXES):
        at: Any = period_due(begin, step * EVERY_MINUTES, "minute").due
        along = STEP_DEGREES * (step % 10)
        if leaves and step > OUT_FROM - 4:
            along = OUT_DEGREES * min(1.0, (step - OUT_FROM + 4) / 4)
        digest = sha256(f"{number}{at}".encode()).hexdigest()
        fixes.append(Fix(number, at.timestamp(), lon + along, lat, accuracy_m=ACCURACY_M, battery=BATTERY, source="gnss", digest=digest))
    return fixes
