"""A county corrections office with a person under an order that the theme library holds, a device, and positions to send."""

from __future__ import annotations

import json
from datetime import date, datetime, timedelta
from hashlib import sha256
from zoneinfo import ZoneInfo

import pyarrow as pa
import pytest

from zhiheng.ledger.core.actor import Actor
from zhiheng.tracking.core.admission import Fix
from zhiheng.tracking.core.areas import METRES_A_DEGREE
from zhiheng.tracking.core.senders import Sender

SHANGHAI = ZoneInfo("Asia/Shanghai")
PERSON = "510107199004075992"
HOME = (104.06, 30.66)


def moment(text: str) -> datetime:
    """`2026-06-30T09:00` in Shanghai."""
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


def north(metres: float) -> tuple[float, float]:
    return HOME[0], HOME[1] + metres / METRES_A_DEGREE


def square(middle: tuple[float, float], half: float) -> list[list[float]]:
    lon, lat = middle
    return [
        [lon - half, lat - half],
        [lon + half, lat - half],
        [lon + half, lat + half],
        [lon - half, lat + half],
        [lon - half, lat - half],
    ]


@pytest.fixture()
def bureau(home, actor, now):
    """A county justice bureau whose district is drawn in the operator's file, 2 km around HOME."""
    from zhiheng.registry.services import ensure_organ

    feature = {
        "type": "Feature", "properties": {"code": "510107", "name": "武侯区"},
        "geometry": {"type": "Polygon", "coordinates": [square(HOME, 2000 / METRES_A_DEGREE)]},
    }  # fmt: skip
    (home / "boundaries.geojson").write_text(json.dumps({"type": "FeatureCollection", "features": [feature]}), encoding="utf-8")
    organ = ensure_organ(actor=actor, name="武侯区司法局", now=now, kind="justice")
    organ.level, organ.division = "county", "510107"
    organ.save()
    return organ


@pytest.fixture()
def officer(bureau, actor, now) -> Actor:
    """An officer of the bureau who handles orders."""
    from zhiheng.registry.services import appoint, enlist

    who = enlist(actor=actor, now=now, username="wuhou-1", name="甲", organ=bureau, password="Long-enough-2026")
    appoint(actor=actor, now=now, officer=who, role="organ_handler", from_on=date(2026, 1, 1))
    who.must_change_password = False
    who.save()
    return Actor("wuhou-1", "甲", bureau.name, "test")


@pytest.fixture()
def record(bureau, actor, now):
    """Stores a record of a dataset as the bureau's own."""
    from zhiheng.records.services import store_batch
    from zhiheng.schema import DATASETS
    from zhiheng.schema.checking import check

    def stored(dataset, at=now, **row):
        fields = DATASETS[dataset].fields
        raw = pa.table({name: pa.array([str(row[name]) if row.get(name) is not None else None], pa.string()) for name in fields})
        checked = check(raw, DATASETS[dataset])
        assert not checked.rejected, checked.rejected
        return store_batch(
            actor=actor, now=at, organ=bureau, dataset=dataset, table=checked.table, row_numbers=pa.array([1], pa.int32()),
            source_name="test", content_digest=sha256(repr((dataset, row, at)).encode()).hexdigest(), counts={"rows": 1},
        )  # fmt: skip

    return stored


@pytest.fixture()
def write_order(record):
    """Stores an order of electronic positioning."""

    def stored(at=None, **more):
        row = {
            "order_no": "武司定1号", "id_number": PERSON, "name": "周甲", "ground": "absence", "approver": "county_head",
            "from_date": "2026-06-12", "to_date": "2026-09-12",
        }  # fmt: skip
        return record("monitoring_orders", **({"at": at} if at else {}), **{**row, **more})

    return stored


@pytest.fixture()
def order(write_order, officer, actor, now):
    """The order, followed."""
    from zhiheng.tracking.models import Order
    from zhiheng.tracking.services import follow_orders

    write_order()
    follow_orders(actor=actor, now=now)
    return Order.objects.get()


@pytest.fixture()
def device(order, officer, now):
    """A device given at 8:00 on 2026-06-30, with its token."""
    from zhiheng.tracking.services import give_device

    return give_device(actor=officer, now=now - timedelta(hours=1), order_id=order.pk, number="D1")


@pytest.fixture()
def send(actor, device):
    """Sends positions: (text of the instant, place, radius), or whole ones."""
    from zhiheng.tracking.services import take_in

    def sent(*rows, at, sender=None):
        fixes = [row if isinstance(row, Fix) else fix(*row) for row in rows]
        return take_in(actor=actor, now=moment(at), sender=sender or Sender("测试", device="D1"), fixes=fixes)

    return sent


def fix(at: str, place=HOME, radius=20.0, **more) -> Fix:
    return Fix("D1", moment(at).timestamp(), *place, accuracy_m=radius, digest=sha256(repr((at, place)).encode()).hexdigest(), **more)
