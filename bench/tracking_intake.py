"""Deliveries of 2,000 positions, one of each device, taken in one after another: `python -m bench.tracking_intake DELIVERIES [DEVICES]`."""

from __future__ import annotations

import json
import os
import statistics
import sys
import time
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

DEVICES, STEP_SECONDS = 2_000, 30
BEGIN = datetime(2026, 6, 30, 9, tzinfo=ZoneInfo("Asia/Shanghai"))
HOME = (104.06, 30.66)


def ready(devices: int):
    """A home with an organ, its boundary of 200 vertices, orders and devices."""
    from zhiheng.cli.main import open_database

    open_database()
    import numpy as np

    from zhiheng.ledger.core.actor import Actor
    from zhiheng.registry.services import ensure_organ
    from zhiheng.tracking.core.senders import Sender
    from zhiheng.tracking.models import Device, Order

    turn = np.linspace(0, 2 * np.pi, 200, endpoint=False)
    ring = [[HOME[0] + 0.1 * float(np.cos(one)), HOME[1] + 0.1 * float(np.sin(one))] for one in turn]
    feature = {"type": "Feature", "properties": {"code": "510107", "name": "甲区"}, "geometry": {"type": "Polygon", "coordinates": [ring]}}
    place = Path(os.environ["ZHIHENG_HOME"]) / "boundaries.geojson"
    place.write_text(json.dumps({"type": "FeatureCollection", "features": [feature]}))
    actor = Actor("bench", "测量", "甲区司法局", "bench")
    organ = ensure_organ(actor=actor, name="甲区司法局", now=BEGIN, kind="justice")
    shared = {"kind": "tag", "ground": "absence", "basis": "", "organ": organ, "division": "510107", "made_at": BEGIN, "made_by": "bench"}
    term = {"from_at": BEGIN - timedelta(days=1), "until_at": BEGIN + timedelta(days=60)}
    orders = [Order(key=str(one), number=f"定{one}", person=str(one), name=f"人{one}", **shared, **term) for one in range(devices)]
    orders = Order.objects.bulk_create(orders)
    Device.objects.bulk_create(
        Device(number=f"D{one}", order=order, token_digest="", from_at=term["from_at"], given_by="bench")
        for one, order in enumerate(orders)
    )
    return actor, Sender("测量", frozenset({organ.pk}))


def main(deliveries: str, given: str = "") -> dict[str, float]:
    devices = int(given or DEVICES)
    actor, sender = ready(devices)
    from zhiheng.tracking.core.admission import Fix
    from zhiheng.tracking.services import take_in

    took, spent, waited, alarms, free_at = [], [], [], 0, 0.0
    for number in range(int(deliveries)):
        now = BEGIN + timedelta(seconds=number * STEP_SECONDS)
        fixes = []
        for one in range(devices):
            # one in twenty walks out of the area, the others stay about its middle
            leaves = 0.09 + min(0.006 * max(number - 5, 0), 0.1)
            lon = HOME[0] + (leaves if one % 20 == 0 else 0.0001 * (number % 5))
            fixes.append(Fix(f"D{one}", now.timestamp(), lon, HOME[1], accuracy_m=20, battery=80, digest=f"{one}:{number}"))
        began, before = time.perf_counter(), time.process_time()
        alarms += len(take_in(actor=actor, now=now, sender=sender, fixes=fixes).alarms)
        took.append(time.perf_counter() - began)
        spent.append(time.process_time() - before)
        # one delivery comes each second, whether or not the one before is done: from its coming to its alarms
        free_at = max(free_at, float(number)) + took[-1]
        waited.append(free_at - number)
    each = {"p95": took, "p95_of_processor": spent, "p95_as_they_come": waited}
    worst = {name: statistics.quantiles(times, n=20, method="inclusive")[-1] for name, times in each.items()}
    return {"p50": statistics.median(took), **worst, "alarms": alarms}


if __name__ == "__main__":
    print(json.dumps(main(*sys.argv[1:])))
