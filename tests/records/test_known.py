"""Comparing a batch with the segments that may hold its keys finds what comparing it with all of them finds."""

from itertools import pairwise

import numpy as np
import pytest
from django.db import transaction
from hypothesis import given
from hypothesis import strategies as st

from zhiheng.records.core import known
from zhiheng.records.core.known import Shelf

KEYS = st.lists(st.integers(0, 40), max_size=30)


@given(st.lists(KEYS, max_size=12), KEYS)
def test_a_shelf_names_every_segment_that_holds_a_key_and_no_other(segments, wanted):
    shelf = Shelf()
    for place, keys in enumerate(segments):
        shelf.add(np.array(keys, np.uint64), np.full(len(keys), place, np.int32))
    expected = {place for place, keys in enumerate(segments) if set(keys) & set(wanted)}
    assert shelf.holding(np.unique(np.array(wanted, np.uint64))) == expected
    assert shelf.size == sum(map(len, segments))


@given(st.lists(st.integers(1, 50), max_size=60))
def test_runs_stay_few(sizes):
    shelf = Shelf()
    for size in sizes:
        shelf.add(np.arange(size, dtype=np.uint64), np.zeros(size, np.int32))
    lengths = [len(hashes) for hashes, _ in shelf.runs]
    assert all(longer >= 2 * shorter for longer, shorter in pairwise(lengths))


@pytest.mark.django_db()
@pytest.mark.parametrize("most_keys", [0, known.MOST_KEYS])
def test_many_batches_are_compared_as_one_after_the_other(organ, store, current, monkeypatch, most_keys):
    monkeypatch.setattr(known, "MOST_KEYS", most_keys)
    for turn in range(12):
        batch = store(organ, ("H1", "张三" if turn % 3 else "张叁"), (f"H{turn + 2}", "李四"))
        assert (batch.duplicates, batch.superseded) == (int(turn % 3 == 2), int(turn > 0 and turn % 3 != 2))
    assert current()[0] == ("H1", "张三", "成都市公安局")
    assert len(current()) == 13


@pytest.mark.django_db()
def test_a_batch_that_was_taken_back_is_not_remembered(organ, store, current):
    store(organ, ("H0", "张三"))
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        store(organ, ("H1", "张三"))
        store(organ, ("H1", "张叁"))
        raise ZeroDivisionError
    batch = store(organ, ("H1", "张三"), ("H2", "李四"))
    assert (batch.rows, batch.duplicates, batch.superseded) == (2, 0, 0)
    again = store(organ, ("H1", "张叁"), ("H0", "张三"))
    assert (again.rows, again.duplicates, again.superseded) == (1, 1, 1)
    assert [row[:2] for row in current()] == [("H0", "张三"), ("H1", "张叁"), ("H2", "李四")]


@pytest.mark.django_db()
def test_a_segment_just_written_is_not_read_again_for_its_keys(organ, store, monkeypatch):
    store(organ, ("H1", "张三"))
    monkeypatch.setattr(known, "_read", lambda *_given: pytest.fail("the segment was read"))
    assert store(organ, ("H1", "张三"), ("H2", "李四")).duplicates == 1
    assert store(organ, ("H2", "李思")).superseded == 1


@pytest.mark.django_db()
def test_keys_of_a_process_before_are_read_from_its_segments(organ, store, monkeypatch):
    store(organ, ("H1", "张三"))
    monkeypatch.setattr(known, "_shelves", known.OrderedDict())
    assert store(organ, ("H1", "张三"), ("H2", "李四")).duplicates == 1


@pytest.mark.django_db()
def test_a_damaged_segment_that_holds_a_key_is_named(organ, store, home):
    from zhiheng.schema.errors import UnusableInputError

    first = store(organ, ("H1", "张三"))
    store(organ, ("H2", "李四"))
    (home / "library" / first.path).write_bytes(b"PAR1")
    with pytest.raises(UnusableInputError, match="已损坏"):
        store(organ, ("H1", "张叁"))
