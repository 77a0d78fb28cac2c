"""Many small files become a large one: snapshots, digests, references and proofs stay what they were."""

from __future__ import annotations

from pathlib import Path

import pyarrow.parquet as pq
import pytest

from zhiheng.ledger.selectors import entries_about, verify
from zhiheng.ledger.services import checkpoint
from zhiheng.records import services
from zhiheng.records.core.files import write_segment
from zhiheng.records.core.library import open_library
from zhiheng.records.core.merging import part_of, whole_table
from zhiheng.records.core.snapshot import Snapshot
from zhiheng.records.models import Batch, Bundle, BundlePart
from zhiheng.records.selectors import batch_rows, placed, snapshot_now, unnamed_segments, verify_segments
from zhiheng.records.services import merge_segments, sweep_merged, sweep_orphans
from zhiheng.registry.selectors import COMMAND_LINE

pytestmark = pytest.mark.django_db
DAY = 24 * 3600


@pytest.fixture()
def many(organ, store):
    """Four small batches; the third mends a record of the first."""
    return [
        store(organ, ("H1", "张三"), ("H2", "李四")),
        store(organ, ("H3", "王五")),
        store(organ, ("H1", "张叁")),
        store(organ, ("H4", "赵六")),
    ]


def later(now, seconds):
    return now.fromtimestamp(now.timestamp() + seconds, now.tzinfo)


def files_of(home):
    return len(list((home / "library").glob("*/*.parquet")))


def test_everything_reads_as_before_and_the_own_files_go_a_day_later(many, current, home, actor, now):
    before, rows, first = snapshot_now(), current(), batch_rows(many[0].id, COMMAND_LINE)
    (bundle,) = merge_segments(actor=actor, now=now, least=2)
    assert (bundle.batches, bundle.rows, files_of(home)) == (4, 5, 5)
    assert sweep_merged(actor=actor, now=later(now, DAY - 1)) == 0
    assert sweep_merged(actor=actor, now=later(now, DAY)) == 4
    assert files_of(home) == 1
    assert snapshot_now().digest == before.digest
    assert (current(), batch_rows(many[0].id, COMMAND_LINE)) == (rows, first)
    assert (verify_segments(), unnamed_segments(later(now, 10 * DAY)), verify().ok) == ([], [], True)
    assert sweep_orphans(actor=actor, now=later(now, 10 * DAY)) == []


def test_an_earlier_snapshot_and_a_part_of_a_bundle_read_what_they_did(many, home, actor, now):
    earlier = Snapshot.of(snapshot_now().segments[:2])
    kept = earlier.to_json()
    merge_segments(actor=actor, now=now, least=2)
    sweep_merged(actor=actor, now=later(now, DAY))
    again = placed(Snapshot.from_json(kept))
    assert (again, again.digest) == (earlier, earlier.digest)
    with open_library(again, home / "library", datasets=["hotel_stays"]) as library:
        names = library.connection.sql("select name from hotel_stays order by all").fetchall()
        refs = library.locate([(many[0].seq << 32) + 1, (many[3].seq << 32) + 1])
    assert names == [("张三",), ("李四",), ("王五",)]
    assert {one.batch for one in refs.values()} == {str(many[0].id)}


def test_every_batch_comes_out_of_the_bundle_to_the_byte(many, home, actor, now):
    (bundle,) = merge_segments(actor=actor, now=now, least=2)
    whole = whole_table(home / "library" / bundle.path)
    for batch in Batch.objects.all():
        own = pq.read_schema(home / "library" / batch.path)
        made = write_segment(home / "library", f"hotel_stays/again-{batch.seq}.parquet", part_of(whole, batch.seq, own))
        assert made.digest == batch.segment_digest


def test_the_entry_names_each_batch_with_the_digest_its_own_entry_has(many, actor, now):
    signed = checkpoint(actor=actor, now=now)
    (bundle,) = merge_segments(actor=actor, now=now, least=2)
    (entry,) = entries_about(f"bundle:{bundle.pk}")
    told = {row["id"]: row["digest"] for row in ({"id": one, "digest": two} for one, two in entry.facts["batches"])}
    assert told == {str(one.id): entries_about(f"batch:{one.id}")[0].facts["segment"] for one in many}
    assert entry.facts["segment"] == bundle.digest
    assert verify(signed).ok


def test_later_batches_are_compared_with_merged_ones(many, organ, store, current, actor, now):
    merge_segments(actor=actor, now=now, least=2)
    sweep_merged(actor=actor, now=later(now, DAY))
    again = store(organ, ("H3", "王五"), ("H4", "赵陆"))
    assert (again.duplicates, again.superseded) == (1, 1)
    assert [row[:2] for row in current()] == [("H1", "张叁"), ("H2", "李四"), ("H3", "王五"), ("H4", "赵陆")]


def test_a_spoilt_bundle_is_found_for_each_of_its_batches_and_is_not_swept_for(many, home, actor, now):
    (bundle,) = merge_segments(actor=actor, now=now, least=2)
    place = home / "library" / bundle.path
    content = bytearray(place.read_bytes())
    content[100] ^= 1
    place.write_bytes(bytes(content))
    assert len(verify_segments()) == 4
    with pytest.raises(Exception, match="被改动过"):
        sweep_merged(actor=actor, now=later(now, DAY))
    assert files_of(home) == 5


@pytest.mark.parametrize("moment", ["write_bundle", "append"])
def test_a_merge_that_is_stopped_changes_nothing_and_leaves_a_file_that_is_swept(many, home, actor, now, monkeypatch, moment, current):
    rows, real = current(), getattr(services, moment)

    def stopped(*given, **told):
        real(*given, **told)
        raise KeyboardInterrupt

    monkeypatch.setattr(services, moment, stopped)
    with pytest.raises(KeyboardInterrupt):
        merge_segments(actor=actor, now=now, least=2)
    monkeypatch.undo()
    assert (Bundle.objects.count(), BundlePart.objects.count(), current(), verify_segments()) == (0, 0, rows, [])
    sweep_orphans(actor=actor, now=later(now, 1e10))
    assert files_of(home) == 4
    assert len(merge_segments(actor=actor, now=now, least=2)) == 1


def test_a_merge_that_would_change_a_row_is_refused(many, home, actor, now, monkeypatch):
    from zhiheng.records.core import merging

    real = merging.part_of
    monkeypatch.setattr(merging, "part_of", lambda whole, seq, schema: real(whole, seq, schema).slice(1))
    with pytest.raises(Exception, match="不一致"):
        merge_segments(actor=actor, now=now, least=2)
    assert (files_of(home), Bundle.objects.count()) == (4, 0)


def test_few_or_large_ones_stay(many, actor, now):
    assert merge_segments(actor=actor, now=now) == []
    assert merge_segments(actor=actor, now=now, least=2, small_rows=1)[0].batches == 3
    assert merge_segments(actor=actor, now=now, least=2) == []


def test_a_batch_of_a_spoilt_bundle_is_restored_from_its_original(many, organ, home, actor, now, current):
    import pyarrow as pa

    from tests.records.conftest import stays

    rows = current()
    (bundle,) = merge_segments(actor=actor, now=now, least=2)
    sweep_merged(actor=actor, now=later(now, DAY))
    Path(home / "library" / bundle.path).write_bytes(b"spoilt")
    for batch, given in zip(
        Batch.objects.order_by("seq"), ([("H1", "张三"), ("H2", "李四")], [("H3", "王五")], [("H1", "张叁")], [("H4", "赵六")]), strict=True
    ):
        numbers = pa.array(range(1, len(given) + 1), pa.int32())
        assert services.restore_segment(actor=actor, now=now, batch=batch, table=stays(*given), row_numbers=numbers)
    assert (current(), verify_segments()) == (rows, [])


@pytest.mark.django_db(transaction=True)
def test_a_backup_takes_the_bundle_in_the_place_of_what_it_holds(organ, store, home, actor, now, tmp_path_factory):
    from zhiheng.operation.services import back_up

    batches = [store(organ, (f"H{number}", "张三")) for number in range(3)]
    (bundle,) = merge_segments(actor=actor, now=now, least=2)
    made = back_up(actor=actor, now=later(now, 1), target=tmp_path_factory.mktemp("backups"))
    segments = [one.path for one in made.manifest.files if one.path.endswith(".parquet")]
    assert (made.manifest.faults, segments) == ((), [f"home/library/{bundle.path}"])
    assert len(batches) == 3
