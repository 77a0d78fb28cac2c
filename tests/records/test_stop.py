"""A stop at any moment leaves a batch in or out, and two writers at once come out as one after the other."""

from __future__ import annotations

import os
import signal
import time

import pytest
from django.db import DatabaseError, connection, transaction

from zhiheng.ledger import selectors as ledger
from zhiheng.records import services
from zhiheng.records.core import files
from zhiheng.records.models import Batch
from zhiheng.records.selectors import snapshot_now, verify_segments
from zhiheng.records.services import sweep_orphans

STORING = """
import hashlib
import pyarrow as pa
from zhiheng.registry.services import ensure_organ
from zhiheng.records.services import store_batch
from zhiheng.schema import DATASETS
organ = ensure_organ(actor=actor, name="成都市公安局", now=now)
def store(numbers, name):
    fields = DATASETS["hotel_stays"].fields
    given = {"stay_no": [f"H{number}" for number in numbers], "name": [name] * len(numbers)}
    table = pa.table({key: pa.array(given.get(key, [None] * len(numbers)), field.arrow_type) for key, field in fields.items()})
    return store_batch(actor=actor, now=now, organ=organ, dataset="hotel_stays", table=table,
        row_numbers=pa.array(range(1, len(numbers) + 1), pa.int32()), source_name="旅馆.csv", content_digest="0" * 64, counts={})
"""
STATE = """
import json
from pathlib import Path
from django.conf import settings
from zhiheng.ledger.selectors import verify
from zhiheng.records.selectors import snapshot_now, verify_segments
from zhiheng.records.core.library import open_library
from zhiheng.records.models import Batch
from zhiheng.ledger.models import Entry
snapshot = snapshot_now()
with open_library(snapshot, settings.LIBRARY, datasets=["hotel_stays"]) as library:
    current = library.connection.sql("select count(*), count(distinct stay_no) from hotel_stays").fetchall()[0]
print(json.dumps({
    "sound": verify().ok and not verify_segments(),
    "batches": Batch.objects.count(),
    "entries": Entry.objects.filter(act="batch.stored").count(),
    "rows": sum(batch.rows for batch in Batch.objects.all()),
    "current": current,
}))
"""


def state(apart) -> dict:
    import json

    return json.loads(apart(STATE)[-1])


def test_two_writers_of_the_same_rows_store_them_once(apart):
    batches = apart(STORING + "batch = store(range(300), '张三'); print(batch.rows, batch.duplicates)", writers=2)
    assert sorted(batches) == ["0 300", "300 0"]
    assert state(apart) == {"sound": True, "batches": 2, "entries": 2, "rows": 300, "current": [300, 300]}


def test_writers_of_different_contents_at_once_leave_one_current_record_a_key(apart):
    code = "\nfor turn in range(4):\n    batch = store(range(50), f'{sys.argv[1]}{turn}'); print(batch.rows, batch.superseded)"
    stored = apart(STORING + code, writers=3)
    assert sorted(stored) == ["50 0"] + ["50 50"] * 11
    assert state(apart) == {"sound": True, "batches": 12, "entries": 12, "rows": 600, "current": [50, 50]}


def test_a_writer_killed_at_any_moment_leaves_each_batch_in_or_out(apart):
    apart("")
    code = (
        STORING
        + "store([1], str(datetime.now())); print('ready', flush=True)\nwhile True:\n    store([*range(200)] * 2, str(datetime.now()))"
    )
    for turn in range(5):
        writer = apart.start(code, "writer")
        assert writer.stdout.readline() == "ready\n"
        time.sleep(0.03 * turn)
        os.kill(writer.pid, signal.SIGKILL)
        writer.communicate()
    found = state(apart)
    assert found["sound"]
    assert found["batches"] == found["entries"] >= 5
    whole = found["batches"] - 5
    assert found["rows"] == 200 * whole + 5
    assert found["current"] == ([200, 200] if whole else [1, 1])


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("moment", ["fsync", "digest", "rename", "append"])
def test_a_failure_at_each_moment_leaves_nothing_in_the_manifest(moment, organ, store, actor, now, monkeypatch, current):
    store(organ, ("H1", "张三"))
    assert len(current()) == 1  # its file is hashed now, so that the failure below meets the writing alone

    def fail(*_, **__):
        raise OSError("磁盘已满")

    places = {
        "fsync": (os, "fsync"),
        "digest": (files.at_rest.Writing, "finish"),
        "rename": (files.Path, "rename"),
        "append": (services, "append"),
    }
    monkeypatch.setattr(*places[moment], fail)
    with pytest.raises(OSError, match="磁盘已满"):
        store(organ, ("H1", "张叁"), ("H2", "李四"))
    monkeypatch.undo()
    assert current() == [("H1", "张三", "成都市公安局")]
    assert (Batch.objects.count(), ledger.entries_about("library").count(), verify_segments()) == (1, 0, [])
    again = store(organ, ("H1", "张叁"), ("H2", "李四"))
    assert (again.rows, again.superseded) == (2, 1)


def test_a_batch_stands_or_falls_with_the_transaction_around_it(organ, store, home, actor, now):
    with pytest.raises(DatabaseError), transaction.atomic():
        store(organ, ("H1", "张三"))
        raise DatabaseError
    assert snapshot_now().segments == ()
    assert store(organ, ("H1", "张三")).rows == 1


def test_orphans_are_removed_once_nobody_can_still_name_them(organ, store, home, actor, now):
    kept = store(organ, ("H1", "张三"))
    folder = home / "library" / "hotel_stays"
    old, young, part = folder / "old.parquet", folder / "young.parquet", folder / ".x.parquet.part"
    for place, age in ((old, 7200), (young, 60), (part, 7200)):
        place.write_bytes(b"PAR1")
        os.utime(place, (now.timestamp() - age, now.timestamp() - age))
    os.utime(home / "library" / kept.path, (0, 0))
    assert sweep_orphans(actor=actor, now=now) == ["hotel_stays/.x.parquet.part", "hotel_stays/old.parquet"]
    assert (old.exists(), part.exists(), young.exists()) == (False, False, True)
    assert verify_segments() == []
    assert ledger.entries_about("library").get().facts == {"files": ["hotel_stays/.x.parquet.part", "hotel_stays/old.parquet"]}
    assert sweep_orphans(actor=actor, now=now) == []


def test_a_segment_that_was_changed_or_lost_is_named(organ, store, home):
    changed, lost = store(organ, ("H1", "张三")), store(organ, ("H2", "李四"))
    place = home / "library" / changed.path
    data = bytearray(place.read_bytes())
    data[50] ^= 1
    place.write_bytes(data)
    (home / "library" / lost.path).unlink()
    assert verify_segments() == [f"批次 {changed.id} 的文件被改动过：{changed.path}", f"批次 {lost.id} 的文件不存在：{lost.path}"]


def test_the_tests_run_on_the_database_asked_for():
    assert connection.vendor == ("postgresql" if os.environ.get("ZHIHENG_TEST_DATABASE_URL") else "sqlite")
