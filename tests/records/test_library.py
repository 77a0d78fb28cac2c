"""The opened library: typed views, nothing else in reach; and the readers of the manifest."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from hashlib import sha256
from pathlib import Path
from zoneinfo import ZoneInfo

import duckdb
import pyarrow as pa
import pytest

from zhiheng.records import selectors
from zhiheng.records.core.library import open_library
from zhiheng.records.core.snapshot import Snapshot
from zhiheng.records.selectors import snapshot_now
from zhiheng.records.services import store_batch
from zhiheng.registry.services import appoint, enlist, ensure_organ
from zhiheng.schema import DATASETS, Field
from zhiheng.schema.errors import UnusableInputError

pytestmark = pytest.mark.django_db

SHANGHAI = ZoneInfo("Asia/Shanghai")
SYSTEM = ["_ref", "_row", "_key", "_organ", "_batch", "_received_at"]
SOME = {
    "str": "文本",
    "division": "510104",
    "int": 12,
    "bool": True,
    "date": date(2026, 1, 31),
    "datetime": datetime(2026, 1, 31, 23, 59, 58, tzinfo=SHANGHAI),
    "list": ["甲、乙", "丙"],
}


def one_row(name: str) -> pa.Table:
    """A row of the dataset with a value in every column."""
    columns = {}
    for field in DATASETS[name].fields.values():
        value = Decimal("1234.50") if field.type == "decimal" and field.places == 2 else Decimal("104.066541")
        columns[field.name] = pa.array([SOME.get(field.type, value)], field.arrow_type)
    return pa.table(columns)


@pytest.fixture()
def every_dataset(home, organ, actor, now):
    for name in DATASETS:
        store_batch(
            actor=actor,
            now=now,
            organ=organ,
            dataset=name,
            table=one_row(name),
            row_numbers=pa.array([1], pa.int32()),
            source_name=f"{name}.csv",
            content_digest=sha256(name.encode()).hexdigest(),
            counts={},
        )


def test_every_dataset_comes_back_as_it_was_stored(every_dataset, home):
    with open_library(snapshot_now(), home / "library") as library:
        for name, dataset in DATASETS.items():
            found = library.connection.sql(f'select * from "{name}"').to_arrow_table()
            assert found.column_names == [*dataset.fields, *SYSTEM]
            assert found.select(list(dataset.fields)).cast(dataset.arrow_schema()) == one_row(name)


def test_a_dataset_without_a_segment_is_an_empty_view_of_the_same_shape(every_dataset, home):
    with open_library(snapshot_now(), home / "library") as full, open_library(Snapshot(), home / "library") as empty:
        for name in DATASETS:
            kinds = [one.connection.sql(f'describe select * from "{name}"').fetchall() for one in (full, empty)]
            assert [row[:2] for row in kinds[0]] == [row[:2] for row in kinds[1]]
            assert empty.connection.sql(f'select count(*) from "{name}"').fetchall() == [(0,)]


def test_keys_are_joined_and_instants_of_keys_are_of_shanghai(every_dataset, home):
    with open_library(snapshot_now(), home / "library") as library:
        keys = {name: library.connection.sql(f'select _key from "{name}"').fetchall()[0][0] for name in DATASETS}
    assert keys["sentences"] == "文本|文本"
    assert keys["custody_records"] == "文本|文本|2026-01-31"
    assert keys["checkins"] == "文本|2026-01-31T23:59:58"


def test_days_of_instants_are_of_shanghai(every_dataset, home):
    with open_library(snapshot_now(), home / "library", datasets=["hotel_stays"]) as library:
        assert library.connection.sql("select checkin_at::date from hotel_stays").fetchall() == [(date(2026, 1, 31),)]


def test_a_column_newer_than_the_segments_is_null(store, organ, home, monkeypatch):
    store(organ, ("H1", "张三"))
    kept = DATASETS["hotel_stays"]
    later = replace(kept, fields={**kept.fields, "room_no": Field(name="room_no", zh="房号", type="str")})
    monkeypatch.setattr("zhiheng.records.core.library.DATASETS", {**DATASETS, "hotel_stays": later})
    with open_library(snapshot_now(), home / "library", datasets=["hotel_stays"]) as library:
        assert library.connection.sql("select stay_no, room_no from hotel_stays").fetchall() == [("H1", None)]


@pytest.mark.parametrize(
    "sql",
    [
        "select * from read_csv('/etc/passwd')",
        "copy (select 1) to '../outside.csv'",
        "attach '../outside.duckdb'",
        "install httpfs",
        "load httpfs",
        "set enable_external_access = true",
        "set memory_limit = '100GB'",
    ],
)
def test_nothing_but_the_library_is_in_reach(store, organ, home, sql):
    store(organ, ("H1", "张三"))
    with open_library(snapshot_now(), home / "library") as library, pytest.raises(duckdb.Error):
        library.connection.execute(sql)
    assert not list(Path("..").glob("outside.*"))


def test_more_than_fits_into_memory_is_spilled_below_the_library(store, organ, home):
    store(organ, ("H1", "张三"))
    with open_library(snapshot_now(), home / "library", memory="100MB") as library:
        numbered = "select row_number() over (order by md5(i::varchar)) as n from range(3000000) t(i)"
        assert library.connection.execute(f"select max(n) from ({numbered})").fetchall() == [(3000000,)]
    assert not list((home / "library").glob(".spill/*"))


def test_numpy_functions_can_be_registered(store, organ, home):
    store(organ, ("H1", "张三"))
    with open_library(snapshot_now(), home / "library") as library:
        library.connection.create_function("twice", lambda column: pa.compute.add(column, column), ["bigint"], "bigint", type="arrow")
        assert library.connection.sql("select twice(21)").fetchall() == [(42,)]


def test_a_lost_file_is_said_by_batch_and_organ(store, organ, home):
    batch = store(organ, ("H1", "张三"))
    (home / "library" / batch.path).unlink()
    with (
        pytest.raises(UnusableInputError, match=f"批次文件不存在.*{batch.id}.*成都市公安局"),
        open_library(snapshot_now(), home / "library"),
    ):
        pass


def test_a_snapshot_survives_json_and_names_what_it_reads(store, organ, home):
    store(organ, ("H1", "张三"))
    first = snapshot_now()
    store(organ, ("H1", "张叁"))
    second = snapshot_now()
    assert Snapshot.from_json(first.to_json()) == first
    assert first.digest != second.digest
    assert (first.rows, second.rows) == (1, 2)
    with open_library(first, home / "library", datasets=["hotel_stays"]) as library:
        assert library.connection.sql("select name from hotel_stays").fetchall() == [("张三",)]
    assert second.of_datasets(["sentences"]).segments == ()
    assert snapshot_now(["sentences"]).segments == ()
    assert snapshot_now(as_known_at=datetime(2026, 1, 1, tzinfo=SHANGHAI)).segments == ()


def test_a_clock_set_back_does_not_put_a_batch_before_the_one_it_follows(store, organ, current):
    later, earlier = datetime(2026, 6, 20, tzinfo=SHANGHAI), datetime(2026, 6, 10, tzinfo=SHANGHAI)
    store(organ, ("H1", "张三"), at=later)
    assert store(organ, ("H1", "张叁"), at=earlier).received_at == later
    assert [row[1] for row in current(as_known_at=later)] == ["张叁"]
    assert current(as_known_at=earlier) == []


@pytest.fixture()
def officers(actor, now):
    def seated(username, organ, role):
        office = ensure_organ(actor=actor, name=organ, now=now)
        officer = enlist(actor=actor, now=now, username=username, name=username, organ=office)
        appoint(actor=actor, now=now, officer=officer, role=role, from_on=date(2020, 1, 1))
        return officer

    return {
        "own": seated("own", "成都市公安局", "organ_handler"),
        "other": seated("other", "绵阳市公安局", "organ_handler"),
        "province": seated("province", "四川省检察院", "prosecutor"),
        "city": seated("city", "成都市检察院", "prosecutor"),
    }


def test_batches_and_rows_are_seen_by_those_they_concern(store, organ, officers):
    batch = store(organ, ("H1", "张三"), ("H2", "李四"))
    seen = {name: [one.id for one in selectors.batches_seen_by(officer)] for name, officer in officers.items()}
    assert seen == {"own": [batch.id], "other": [], "province": [batch.id], "city": [batch.id]}
    rows = selectors.batch_rows(batch.id, officers["own"], offset=1, limit=1)
    assert [(row["_row"], row["_key"], row["name"]) for row in rows] == [(2, "H2", "李四")]
    assert selectors.batch_rows(batch.id, officers["other"]) == []


def test_counts_of_what_the_viewer_may_see(store, organ, officers, now):
    store(organ, ("H1", "张三"), ("H2", "李四"))
    store(organ, ("H1", "张叁"))
    (row,) = selectors.counts_by_dataset_and_organ(officers["province"])
    assert row.pop("bytes") > 0
    assert row == {
        "dataset": "hotel_stays",
        "organ": "成都市公安局",
        "batches": 2,
        "rows": 3,
        "superseded": 1,
        "current": 2,
        "last_received_at": now,
    }
    assert selectors.counts_by_dataset_and_organ(officers["other"]) == []


def test_a_batch_is_found_by_the_content_it_was_made_from(store, organ, actor, now):
    batch = store(organ, ("H1", "张三"))
    digest = sha256(repr((("H1", "张三"),)).encode()).hexdigest()
    assert selectors.batch_with_content(digest, organ=organ, dataset="hotel_stays").id == batch.id
    assert selectors.batch_with_content(digest, organ=organ, dataset="journeys") is None


def test_a_library_is_opened_by_a_relative_path_too(store, organ, home, monkeypatch):
    store(organ, ("H1", "张三"))
    monkeypatch.chdir(home)
    with open_library(snapshot_now(), Path("library"), datasets=["hotel_stays"]) as library:
        assert library.connection.sql("select stay_no from hotel_stays").fetchall() == [("H1",)]
