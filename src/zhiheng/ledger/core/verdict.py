"""What an audit of the trace answers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, field


@dataclass(frozen=True)
class Finding:
    """Something wrong.

    kind  changed, removed, inserted, reordered, blanked, unlinked, rewritten, head, subroots, checkpoint;
          row_changed, row_added, row_removed, row_unknown, file
    seq   first entry concerned, where known
    """

    kind: str
    seq: int | None
    message: str


@dataclass(frozen=True)
class Verdict:
    """ok: nothing found; size: entries read; root: hex root over the re-hashed entries.

    covered      rows compared with the trace, by table
    not_covered  tables and columns that the trace leaves out, with the reason
    erased       whose details were erased and by which order, a sentence each
    """

    ok: bool
    size: int
    root: str
    findings: list[Finding] = field(default_factory=list)
    covered: dict[str, int] = field(default_factory=dict)
    not_covered: dict[str, str] = field(default_factory=dict)
    erased: list[str] = field(default_factory=list)

    def to_json(self) -> dict[str, object]:
        """As `zhiheng ledger verify --json` writes it."""
        return asdict(self)


def runs_of(numbers: Iterable[int]) -> Iterator[tuple[int, int]]:
    """Ascending numbers as (first, last) of each unbroken run."""
    first = last = None
    for number in numbers:
        if last is not None and first is not None and number != last + 1:
            yield first, last
            first = number
        first = number if first is None else first
        last = number
    if first is not None and last is not None:
        yield first, last


def run_of(first: int, last: int) -> str:
    """Entries of a run in words."""
    return f"第 {first} 条" if first == last else f"第 {first} 至 {last} 条"
