"""Tables of cases, remembered between two readings in one process: only cases that went on since are folded anew.

A row says what the events of a case say, so that it holds as long as the newest of them is the same. Nothing is remembered inside a
transaction (what it wrote may be taken back), and no more than `MOST_BYTES`: the tables read longest ago go first.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from threading import Lock
from uuid import UUID

import pyarrow as pa
from django.db import connection

MOST_BYTES = 256 * 2**20
Stamp = tuple[Hashable, ...]
Rows = Callable[[list[UUID]], pa.Table]


@dataclass(frozen=True)
class Kept:
    """A table as it was read: where the rows of each case stand, and what the case bore then."""

    table: pa.Table
    places: dict[UUID, range]
    stamps: dict[UUID, Stamp]


_kept: OrderedDict[Hashable, Kept] = OrderedDict()
_turn = Lock()


def remembered(name: Hashable, cases: Sequence[tuple[UUID, Stamp]], rows: Rows) -> pa.Table:
    """The rows of these cases in their order.

    name    whatever else the rows depend on
    cases   each case with what changes whenever its row may
    rows    makes the rows of some cases, those of one beside each other, with the case in the column `case`
    """
    before = None if connection.in_atomic_block else _kept_before(name)
    known = before.stamps if before else {}
    fresh = [case for case, stamp in cases if known.get(case) != stamp]
    if before and not fresh and list(known) == [case for case, _ in cases]:
        return before.table
    made = rows(fresh)
    if before is None:
        table, places = made, _places(made)
    else:
        table = pa.concat_tables([before.table, made])
        places = before.places | _places(made, before.table.num_rows)
    in_order = [places.get(case, range(0)) for case, _ in cases]
    table = table.take(pa.array((place for some in in_order for place in some), pa.int64())).combine_chunks()
    if not connection.in_atomic_block:
        _keep(name, Kept(table, _places(table), dict(cases)))
    return table


def forget() -> None:
    """Remember nothing any more."""
    with _turn:
        _kept.clear()


def _places(table: pa.Table, first: int = 0) -> dict[UUID, range]:
    """Where the rows of each case stand, counted from `first`."""
    found: dict[str, range] = {}
    for place, case in enumerate(table.column("case").to_pylist(), first):
        found[case] = range(found[case].start if case in found else place, place + 1)
    return {UUID(case): places for case, places in found.items()}


def _kept_before(name: Hashable) -> Kept | None:
    with _turn:
        if name in _kept:
            _kept.move_to_end(name)
        return _kept.get(name)


def _keep(name: Hashable, kept: Kept) -> None:
    with _turn:
        _kept[name] = kept
        _kept.move_to_end(name)
        while _kept and sum(one.table.nbytes for one in _kept.values()) > MOST_BYTES:
            _kept.popitem(last=False)
