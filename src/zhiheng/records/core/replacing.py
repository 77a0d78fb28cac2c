"""Which rows of a batch are new, which repeat the current record of their key, which replace it: as if they came one after the other."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

NONE = -1


@dataclass(frozen=True)
class Comparison:
    """Rows of a batch against the current records of its organ.

    stored      bool per row: False for a row equal to the current record of its key
    supersedes  int64 per row: `_ref` of the record replaced, -1 for none
    """

    stored: npt.NDArray[np.bool_]
    supersedes: npt.NDArray[np.int64]

    @property
    def duplicates(self) -> int:
        """Rows equal to the current record of their key."""
        return int((~self.stored).sum())

    @property
    def superseded(self) -> int:
        """Rows that replace a different earlier record of their key."""
        return int((self.supersedes != NONE).sum())


def all_new(rows: int) -> Comparison:
    """Rows whose keys are all different, and none of them known."""
    return Comparison(np.ones(rows, np.bool_), np.full(rows, NONE, np.int64))


def distinct_and_doubled(hashes: npt.NDArray[np.uint64]) -> tuple[npt.NDArray[np.uint64], npt.NDArray[np.int64]]:
    """The distinct hashes in order, and the places of the rows that share theirs with another row, in order."""
    order = np.argsort(hashes)
    ranked = hashes[order]
    again = np.zeros(len(ranked) + 1, np.bool_)
    again[1:-1] = ranked[1:] == ranked[:-1]
    return ranked[~again[:-1]], np.sort(order[again[:-1] | again[1:]])


def compare_among(incoming: pa.Table, rows: npt.NDArray[np.int64]) -> Comparison:
    """Compare rows of which only those at these places may share a key with another, and none is known; see `compare`."""
    outcome = all_new(incoming.num_rows)
    if len(rows):
        few = incoming.select(["_key", "_content", "_ref"]).take(pa.array(rows))
        part = compare(few, few.slice(0, 0))
        outcome.stored[rows], outcome.supersedes[rows] = part.stored, part.supersedes
    return outcome


def compare(incoming: pa.Table, current: pa.Table) -> Comparison:
    """Compare in one pass over sorted keys, no loop over rows.

    incoming  `_key`, `_content` (16 bytes), `_ref` in the order of the file
    current   the same columns, one row for each key that is already known
    """
    encoded = incoming["_key"].combine_chunks().dictionary_encode()
    codes = encoded.indices.to_numpy(zero_copy_only=False)
    known_ref, known_content = _known(encoded.dictionary, current)
    order = np.argsort(codes, kind="stable")
    code, content = codes[order], _words(incoming["_content"])[order]
    ref = incoming["_ref"].to_numpy()[order]
    first = np.ones(len(order), bool)
    first[1:] = code[1:] != code[:-1]
    before = np.where(first[:, None], known_content[code], np.roll(content, 1, axis=0))
    has_before = ~first | (known_ref[code] != NONE)
    stored = ~(has_before & (before == content).all(axis=1))
    replaced = np.where(stored & has_before, _last_stored(stored, first, ref, known_ref[code]), NONE)
    return Comparison(_unsorted(stored, order), _unsorted(replaced, order))


def also_replacing(outcome: Comparison, refs: npt.NDArray[np.int64], replaces: Mapping[int, int]) -> Comparison:
    """The comparison where some rows take the place of an earlier record of another key: a mended key field.

    refs      `_ref` of the rows; replaces: `_ref` of a row -> `_ref` of the earlier record
    A row that is not stored, or replaces a record of its own key already, stays as it is.
    """
    supersedes = outcome.supersedes.copy()
    for place in np.flatnonzero(outcome.stored & (supersedes == NONE) & np.isin(refs, list(replaces))):
        supersedes[place] = replaces[int(refs[place])]
    return Comparison(outcome.stored, supersedes)


def _last_stored(
    stored: npt.NDArray[np.bool_], first: npt.NDArray[np.bool_], ref: npt.NDArray[np.int64], known: npt.NDArray[np.int64]
) -> npt.NDArray[np.int64]:
    """For each row in key order: the reference of the record of its key before it."""
    place = np.arange(len(ref))
    start = np.maximum.accumulate(np.where(first, place, 0))
    latest = np.maximum.accumulate(np.where(stored, place, NONE))
    before = np.concatenate([[NONE], latest[:-1]])[: len(ref)]
    return np.where(before >= start, ref[np.maximum(before, 0)] if len(ref) else ref, known)


def _known(keys: pa.Array, current: pa.Table) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.uint64]]:
    """Reference and content of the current record of each key, -1 and zeros where there is none."""
    refs, contents = np.full(len(keys), NONE, np.int64), np.zeros((len(keys), 2), np.uint64)
    if current.num_rows:
        places = pc.index_in(current["_key"].combine_chunks(), keys).to_numpy(zero_copy_only=False)
        refs[places], contents[places] = current["_ref"].to_numpy(), _words(current["_content"])
    return refs, contents


def _words(contents: pa.ChunkedArray) -> npt.NDArray[np.uint64]:
    """16-byte digests as pairs of words."""
    joined = contents.cast(pa.binary()).combine_chunks()
    data = joined.buffers()[2] if len(joined) else None
    return np.frombuffer(data or b"", np.uint64, count=2 * len(joined)).reshape(-1, 2)


def _unsorted(values: npt.NDArray[Any], order: npt.NDArray[np.int64]) -> npt.NDArray[Any]:
    back = np.empty_like(values)
    back[order] = values
    return back
