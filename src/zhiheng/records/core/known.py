"""Which of an organ's segments may hold a key, so that a batch is compared with those alone, however many came before it.

Every key of a shelf (an organ's dataset) is remembered by a hash of 64 bits; a hash may point to a segment too many, never to one too few.
Kept by each process for the shelves it used last; what is not there is read from the files again.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from threading import Lock
from typing import Final

import duckdb
import numpy as np
import numpy.typing as npt

from zhiheng.records.core.library import files_sql
from zhiheng.records.core.segment import ROW_BITS
from zhiheng.records.core.snapshot import Segment
from zhiheng.records.core.soundness import demand_readable

MOST_KEYS: Final = 8_000_000
"""Keys remembered by a process: about 100 MB."""
AT_ONCE: Final = 200
"""Files read together."""
Hashes = npt.NDArray[np.uint64]
Places = npt.NDArray[np.int32]


@dataclass
class Shelf:
    """places: path → its number; runs: (sorted hashes, number of the segment of each), every run at least twice as long as the next."""

    places: dict[str, int] = field(default_factory=dict)
    runs: list[tuple[Hashes, Places]] = field(default_factory=list)

    @property
    def size(self) -> int:
        """Keys remembered."""
        return sum(len(hashes) for hashes, _ in self.runs)

    def add(self, hashes: Hashes, places: Places) -> None:
        """Remember keys; each is sorted anew only as often as the logarithm of their number."""
        while self.runs and len(self.runs[-1][0]) < 2 * len(hashes):
            more, numbers = self.runs.pop()
            hashes, places = np.concatenate([more, hashes]), np.concatenate([numbers, places])
        order = np.argsort(hashes, kind="stable")
        self.runs.append((hashes[order], places[order]))

    def holding(self, wanted: Hashes) -> set[int]:
        """Numbers of the segments in which one of these hashes occurs."""
        found: set[int] = set()
        for hashes, places in self.runs:
            first, last = (np.searchsorted(hashes, wanted, side=side) for side in ("left", "right"))
            while len(first := first[(within := first < last)]):
                last = last[within]
                found.update(np.unique(places[first]).tolist())
                first = first + 1
        return found


_shelves: OrderedDict[tuple[str, str, str], Shelf] = OrderedDict()
_lock = Lock()


def segments_holding(connection: duckdb.DuckDBPyConnection, root: Path, segments: Sequence[Segment], wanted: Hashes) -> list[Segment]:
    """Of one shelf's segments those that may hold one of the keys; all of them where they have more keys than are remembered.

    wanted   distinct hashes of the keys, see `segment.keys_of`
    raises   UnusableInputError where a file that has to be read is gone or not what was stored
    """
    if not segments or not len(wanted):
        return []
    if sum(segment.rows for segment in segments) > MOST_KEYS:
        return list(segments)
    with _lock:
        shelf = _shelf_of(str(root), segments[0].dataset, segments[0].organ)
        fresh = [segment for segment in segments if segment.path not in shelf.places]
        for start in range(0, len(fresh), AT_ONCE):
            _read(connection, root, shelf, fresh[start : start + AT_ONCE])
        found = shelf.holding(wanted)
        _forget()
    return [segment for segment in segments if shelf.places[segment.path] in found]


def remember(root: Path, dataset: str, organ: str, path: str, hashes: Hashes) -> None:
    """Remember the keys of a segment just written, so that it need not be read for them.

    Where it is not named in the end, nobody will ask about it. hashes: of its keys, others may be among them
    """
    with _lock:
        shelf = _shelf_of(str(root), dataset, organ)
        if shelf.size + len(hashes) <= MOST_KEYS:
            place = shelf.places.setdefault(path, len(shelf.places))
            shelf.add(np.sort(hashes), np.full(len(hashes), place, np.int32))
        _forget()


def _shelf_of(root: str, dataset: str, organ: str) -> Shelf:
    named = (root, dataset, organ)
    shelf = _shelves.setdefault(named, Shelf())
    _shelves.move_to_end(named)
    return shelf


def _forget() -> None:
    """Drop the shelves used longest ago until the rest is small enough."""
    while len(_shelves) > 1 and sum(shelf.size for shelf in _shelves.values()) > MOST_KEYS:
        _shelves.popitem(last=False)


def _read(connection: duckdb.DuckDBPyConnection, root: Path, shelf: Shelf, fresh: Sequence[Segment]) -> None:
    demand_readable(root, fresh)
    sql = f"select hash(_key) as _hash, (_ref >> {ROW_BITS}) as _seq from {files_sql(root, fresh)}"  # noqa: S608 - paths of our own manifest
    read = connection.sql(sql).to_arrow_table()
    numbers = range(len(shelf.places), len(shelf.places) + len(fresh))
    shelf.places.update(zip((segment.path for segment in fresh), numbers, strict=True))
    seqs = np.array([segment.seq for segment in fresh], np.int64)
    by_seq = np.argsort(seqs)
    places = by_seq[np.searchsorted(seqs[by_seq], read["_seq"].to_numpy())] + numbers.start
    shelf.add(read["_hash"].to_numpy(), places.astype(np.int32))
