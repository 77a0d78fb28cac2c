from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from zhiheng.ledger.selectors import entries_about
from zhiheng.records.core.library import open_library
from zhiheng.records.selectors import snapshot_now, verify_segments
from zhiheng.registry.services import ensure_organ

pytestmark = pytest.mark.django_db

SHANGHAI = ZoneInfo("Asia/Shanghai")


def test_a_batch_is_stored_traced_and_read_back(organ, store, current):
    batch = store(organ, ("H1", "张三"), ("H2", "李四"))
    assert (batch.rows, batch.duplicates, batch.superseded) == (2, 0, 0)
    assert current() == [("H1", "张三", "成都市公安局"), ("H2", "李四", "成都市公安局")]
    (entry,) = entries_about(f"batch:{batch.id}")
    assert entry.act == "batch.stored"
    assert entry.facts["counts"] == {"rows": 2, "accepted": 2, "duplicates": 0, "superseded": 0}
    assert verify_segments() == []


def test_a_row_equal_to_the_current_record_is_a_duplicate_and_not_stored(organ, store, current):
    store(organ, ("H1", "张三"))
    batch = store(organ, ("H1", "张三"), ("H2", "李四"))
    assert (batch.rows, batch.duplicates, batch.superseded) == (1, 1, 0)
    assert [row[0] for row in current()] == ["H1", "H2"]


def test_within_one_file_the_later_row_replaces_the_earlier_and_may_bring_back_an_old_content(organ, store, current):
    store(organ, ("H1", "张三"))
    batch = store(organ, ("H1", "张三"), ("H1", "张叁"), ("H1", "张叁"), ("H1", "张三"))
    assert (batch.rows, batch.duplicates, batch.superseded) == (2, 2, 2)
    assert current() == [("H1", "张三", "成都市公安局")]


def test_records_of_two_organs_with_one_key_are_both_current(organ, store, current, actor, now):
    other = ensure_organ(actor=actor, name="绵阳市公安局", now=now)
    store(organ, ("H1", "张三"))
    assert store(other, ("H1", "李四")).superseded == 0
    assert current() == [("H1", "张三", "成都市公安局"), ("H1", "李四", "绵阳市公安局")]


def test_as_known_at_shows_what_was_known_then(organ, store, current):
    first, second = (datetime(2026, 6, day, 9, tzinfo=SHANGHAI) for day in (1, 20))
    store(organ, ("H1", "张三"), at=first)
    store(organ, ("H1", "张叁"), ("H2", "李四"), at=second)
    assert current(as_known_at=datetime(2026, 6, 10, tzinfo=SHANGHAI)) == [("H1", "张三", "成都市公安局")]
    assert current(as_known_at=second) == [("H1", "张叁", "成都市公安局"), ("H2", "李四", "成都市公安局")]
    assert current(as_known_at=datetime(2026, 5, 31, tzinfo=SHANGHAI)) == []


def test_a_batch_of_duplicates_only_has_no_segment(organ, store, home):
    store(organ, ("H1", "张三"))
    assert store(organ, ("H1", "张三")).path == ""
    assert len(list((home / "library").rglob("*.parquet"))) == 1


def test_locate_names_dataset_key_batch_organ_and_instant(organ, store, home, now):
    first = store(organ, ("H1", "张三"), ("H2", "李|四"))
    second = store(organ, ("H1", "张叁"), numbers=[7])
    with open_library(snapshot_now(), home / "library") as library:
        found = library.locate([(first.seq << 32) + 1, (second.seq << 32) + 7, 5])
    assert {ref: (one.dataset, one.key, one.batch, one.organ, one.received_at) for ref, one in found.items()} == {
        (first.seq << 32) + 1: ("hotel_stays", "H1", str(first.id), "成都市公安局", now),
        (second.seq << 32) + 7: ("hotel_stays", "H1", str(second.id), "成都市公安局", now),
    }
