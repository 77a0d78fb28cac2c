"""The current view against the plainest implementation there is: a dictionary fed row by row."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from uuid import UUID

import pyarrow as pa
from hypothesis import given, settings
from hypothesis import strategies as st

from zhiheng.records.core.current import current_records
from zhiheng.records.core.files import write_segment
from zhiheng.records.core.library import connect, open_library
from zhiheng.records.core.replacing import NONE, compare
from zhiheng.records.core.segment import keys_of, with_keys
from zhiheng.records.core.snapshot import Segment, Snapshot
from zhiheng.schema import DATASETS

ROWS = st.lists(st.tuples(st.sampled_from(["H1", "H2", "H|3", "H\\4"]), st.sampled_from(["张三", "李四", None])), max_size=8)
BATCHES = st.lists(st.tuples(st.sampled_from(["甲公安局", "乙公安局"]), ROWS), max_size=6)


def moment(number: int) -> datetime:
    return datetime(2026, 1, 1 + number, tzinfo=UTC)


def table_of(rows: list[tuple[str, str | None]]) -> pa.Table:
    given_columns = {"stay_no": [number for number, _ in rows], "name": [name for _, name in rows]}
    fields = DATASETS["hotel_stays"].fields.values()
    return pa.table({field.name: pa.array(given_columns.get(field.name, [None] * len(rows)), field.arrow_type) for field in fields})


def stored(root: Path, seq: int, organ: str, rows: list[tuple[str, str | None]], before: list[Segment]) -> tuple[Segment | None, int, int]:
    """What the writer does, without a database."""
    connection = connect(root)
    table, numbers = table_of(rows), pa.array(range(1, len(rows) + 1), pa.int32())
    keyed = with_keys("hotel_stays", table, keys_of(connection, "hotel_stays", table), numbers, seq)
    own = [segment for segment in before if segment.organ == organ]
    outcome = compare(keyed, current_records(connection, root, own, keyed["_key"]))
    connection.close()
    if not outcome.stored.any():
        return None, outcome.duplicates, outcome.superseded
    kept = keyed.append_column("_supersedes", pa.array(outcome.supersedes, mask=outcome.supersedes == NONE)).filter(
        pa.array(outcome.stored)
    )
    written = write_segment(root, f"hotel_stays/{seq}.parquet", kept)
    batch = str(UUID(int=seq))
    segment = Segment("hotel_stays", written.path, batch, seq, organ, moment(seq), kept.num_rows, written.digest, outcome.superseded)
    return segment, outcome.duplicates, outcome.superseded


def replay(batches: list[tuple[str, list[tuple[str, str | None]]]]) -> tuple[dict[tuple[str, str], str | None], list[tuple[int, int]]]:
    """Current name by organ and key; duplicates and superseded of each batch."""
    current: dict[tuple[str, str], str | None] = {}
    counts = []
    for organ, rows in batches:
        duplicates = superseded = 0
        for number, name in rows:
            known = (organ, number) in current
            same = known and current[organ, number] == name
            duplicates, superseded = duplicates + same, superseded + (known and not same)
            current[organ, number] = name
        counts.append((duplicates, superseded))
    return current, counts


def read(snapshot: Snapshot, root: Path, at: datetime | None = None) -> list[tuple[str, str, str | None]]:
    with open_library(snapshot, root, datasets=["hotel_stays"], as_known_at=at) as library:
        rows = library.connection.sql("select _organ, stay_no, name from hotel_stays").fetchall()
    return sorted(rows, key=repr)


@settings(max_examples=25, deadline=None)
@given(BATCHES)
def test_current_and_as_known_at_equal_a_replay_row_by_row(batches):
    with TemporaryDirectory() as folder:
        root, segments, counts = Path(folder), [], []
        for seq, (organ, rows) in enumerate(batches):
            segment, duplicates, superseded = stored(root, seq, organ, rows, segments)
            segments += [segment] if segment else []
            counts.append((duplicates, superseded))
        assert counts == replay(batches)[1]
        for until in range(len(batches)):
            expected = sorted(((organ, key, name) for (organ, key), name in replay(batches[: until + 1])[0].items()), key=repr)
            assert read(Snapshot.of(segments), root, moment(until)) == expected
        expected = sorted(((organ, key, name) for (organ, key), name in replay(batches)[0].items()), key=repr)
        assert read(Snapshot.of(segments), root) == expected
