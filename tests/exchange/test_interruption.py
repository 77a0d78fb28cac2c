"""kill -9 at any moment of an import: each batch is in or out, never half, and the repeated import completes the work."""

from __future__ import annotations

import json
import os

import pytest

from .conftest import csv_bytes, stays

KILLS, FILES = (20, 99) if os.environ.get("ZHIHENG_TEST_DATABASE_URL") else (50, 240)

IMPORTING = """
import json, os, random, signal, time
from pathlib import Path
import duckdb, pandas, pyarrow.compute, pyarrow.csv, pyarrow.parquet  # loaded once; the processes forked off need not
from django.conf import settings
from django.db import connections
from zhiheng.exchange.models import Delivery, RejectedRow
from zhiheng.exchange.services import receive_all
from zhiheng.ledger.models import Entry
from zhiheng.ledger.selectors import verify
from zhiheng.records.core.library import open_library
from zhiheng.records.models import Batch
from zhiheng.records.selectors import snapshot_now, verify_segments

home = Path(settings.HOME)

def take_in(told=None):
    return receive_all(register_organ=True, actor=actor, now=now, paths=[home / "sent"], dataset="hotel_stays", on_file=told)

def state():
    deliveries, batches = list(Delivery.objects.all()), list(Batch.objects.all())
    assert {one.batch_id for one in deliveries} == {one.id for one in batches}, "a batch without its delivery"
    assert verify().ok and verify_segments() == [], "trace or files are broken"
    for act, known in (("delivery.accepted", deliveries), ("batch.stored", batches)):
        assert Entry.objects.filter(act=act).count() == len(known), act
    for one in deliveries:
        assert RejectedRow.objects.filter(delivery=one).count() == one.rejected == 1, "rejected rows are half kept"
        assert (one.rows, one.accepted) == (41, 40)
    assert len({(one.organ_id, one.content_digest) for one in deliveries}) == len(deliveries), "something went in twice"
    return len(deliveries)
"""

KILLING = """
chance = random.Random(7)

def forked():
    told, telling = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(told)
        take_in(lambda report, files: report.skipped or os.write(telling, b"."))
        os._exit(0)
    os.close(telling)
    return child, told

def attempt():
    # kills some time after the first, second or third new file, or before any; the measure is the time that a file took last
    global measure
    child, told = forked()
    began = time.monotonic()
    for _ in range(chance.randrange(4)):
        os.read(told, 1)
        began, measure = time.monotonic(), max(time.monotonic() - began, 0.01)
    time.sleep(chance.uniform(0, 1.2) * min(measure, 1))
    os.kill(child, signal.SIGKILL)
    os.close(told)
    return os.waitpid(child, 0)[1] == signal.SIGKILL

measure, seen, killed = 0.5, [], 0
while killed < KILLS:
    connections.close_all()
    killed += attempt()
    seen.append(state())
print(json.dumps({"attempts": len(seen), "seen": seen}))
"""

COMPLETING = """
reports = take_in()
with open_library(snapshot_now(["hotel_stays"]), settings.LIBRARY, datasets=["hotel_stays"]) as library:
    rows = library.connection.sql("select _organ, stay_no, name from hotel_stays order by all").fetchall()
numbers = [(one.accepted, one.duplicates, one.superseded) for one in Delivery.objects.order_by("id")]
state()
print(json.dumps({"reports": len(reports), "skipped": sum(report.skipped for report in reports), "numbers": numbers, "rows": rows}))
"""


def edition(step):
    """The name that a row bears until the next file replaces it."""
    return f"第{'一二三四五六七八九'[step % 9]}版"


def write_files(folder):
    """Files of three organs; every file replaces half of the rows of the one before; one row of each is wrong."""
    for serial in range(FILES):
        organ, step = f"示例{serial % 3}公安局", serial // 3
        first = step * 20
        rows = [*stays(range(first, first + 20)), *stays(range(first + 20, first + 40), name=edition(step))]
        place = folder / organ / f"hotel_stays_{step:03d}.csv"
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(csv_bytes([*rows, {**rows[0], "name": ""}]))


def run(apart, code):
    process = apart.start(IMPORTING + code, "import")
    out, err = process.communicate(timeout=900)
    assert process.returncode == 0, err
    return json.loads(out.splitlines()[-1])


@pytest.mark.slow
def test_killed_again_and_again_and_completed(apart, tmp_path):
    write_files(tmp_path / "sent")
    found = run(apart, f"KILLS = {KILLS}\n{KILLING}")
    assert found["attempts"] == KILLS, "an import ended before it was killed"
    assert found["seen"] == sorted(found["seen"])
    assert len(set(found["seen"])) > KILLS // 3, "the kills came too early to stop anything"
    completed = run(apart, COMPLETING)
    assert completed["reports"] == FILES
    assert completed["skipped"] == found["seen"][-1] < FILES
    assert completed["rows"] == expected_rows()
    assert completed["numbers"] == [[40, 0, 20 if place % (FILES // 3) else 0] for place in range(FILES)]


def expected_rows():
    """The newest record of each key, as if nobody had stopped anything."""
    last = FILES // 3 - 1
    newest = dict.fromkeys(range(last * 20 + 20), "张某某")
    newest |= dict.fromkeys(range(last * 20 + 20, last * 20 + 40), edition(last))
    return sorted([f"示例{organ}公安局", f"H{serial:06d}", name] for organ in range(3) for serial, name in newest.items())
