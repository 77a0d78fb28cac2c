from __future__ import annotations

from datetime import datetime
from hashlib import sha256
from zoneinfo import ZoneInfo

import pyarrow as pa
import pytest

SHANGHAI = ZoneInfo("Asia/Shanghai")


def stays(*rows: tuple[str, str]) -> pa.Table:
    """hotel_stays rows from (stay_no, name)."""
    from zhiheng.schema import DATASETS

    fields = DATASETS["hotel_stays"].fields
    given = {
        "stay_no": [number for number, _ in rows],
        "name": [name for _, name in rows],
        "id_number": ["510107199004075992"] * len(rows),
        "id_type": ["resident"] * len(rows),
        "division": ["510107"] * len(rows),
        "checkin_at": [datetime(2026, 5, 1, 20, 30, tzinfo=SHANGHAI)] * len(rows),
    }
    columns = {name: pa.array(given.get(name, [None] * len(rows)), field.arrow_type) for name, field in fields.items()}
    return pa.table(columns)


@pytest.fixture()
def organ(db, actor, now):
    from zhiheng.registry.services import ensure_organ

    return ensure_organ(actor=actor, name="成都市公安局", now=now)


@pytest.fixture()
def store(home, actor, now):
    """Stores hotel_stays rows of an organ."""
    from zhiheng.records.services import store_batch

    def stored(organ, *rows, at=now, numbers=None):
        table = stays(*rows)
        return store_batch(
            actor=actor,
            now=at,
            organ=organ,
            dataset="hotel_stays",
            table=table,
            row_numbers=pa.array(numbers or range(1, len(rows) + 1), pa.int32()),
            source_name="旅馆住宿比中信息_0001.csv",
            content_digest=sha256(repr(rows).encode()).hexdigest(),
            counts={"rows": len(rows), "accepted": len(rows)},
        )

    return stored


@pytest.fixture()
def current(home):
    """Current (stay_no, name, organ) of the library, sorted."""
    from zhiheng.records.core.library import open_library
    from zhiheng.records.selectors import snapshot_now

    def read(**options):
        with open_library(snapshot_now(), home / "library", datasets=["hotel_stays"], **options) as library:
            return library.connection.sql("select stay_no, name, _organ from hotel_stays order by all").fetchall()

    return read
