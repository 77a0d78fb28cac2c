"""Reads the whole trace once, re-hashes every entry and says what was changed, removed, moved or inserted.

Three things must agree: each entry with its own leaf hash, each entry with the one before it (link), and the tree over the re-hashed
entries with the head and with every signed checkpoint.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

from zhiheng.ledger.core.event import FIRST_LINK, Event, details_digest, link
from zhiheng.ledger.core.note import SignedCheckpoint
from zhiheng.ledger.core.rows import digest_of
from zhiheng.ledger.core.tree import CompactRange
from zhiheng.ledger.core.verdict import Finding, Verdict, run_of, runs_of

NEAR = 300  # so many suspicious places are compared with each other; beyond, only neighbours


@dataclass(frozen=True)
class Kept:
    """An entry as the database holds it; hashes in hex; None where it cannot be read."""

    event: Event
    details: str | None
    salt: str | None
    leaf: str
    link: str
    rows: str | None = None
    subroots: str | None = None


@dataclass(frozen=True)
class HeadKept:
    """The head as the database holds it; peaks: roots of the complete subtrees, hex, from which the next root is made."""

    size: int
    root: str
    link: str
    peaks: str


@dataclass
class Reading:
    """What one pass over the entries gathers."""

    checkpoints: dict[int, list[SignedCheckpoint]]
    size: int = 0
    tree: CompactRange = field(default_factory=CompactRange)
    before: str = FIRST_LINK.hex()
    last: int = 0
    missing: list[int] = field(default_factory=list)
    strangers: dict[int, Kept] = field(default_factory=dict)
    unlinked: list[int] = field(default_factory=list)
    blanked: list[int] = field(default_factory=list)
    misjoined: list[int] = field(default_factory=list)
    mismatched: list[SignedCheckpoint] = field(default_factory=list)

    def take(self, kept: Kept) -> None:
        """One entry more, in the order of sequence numbers."""
        seq = kept.event.seq
        self.missing += range(self.last + 1, seq)
        leaf = leaf_of(kept.event)
        if leaf is None or leaf.hex() != kept.leaf or not self.details_agree(kept) or not self.rows_agree(kept):
            self.strangers[seq] = kept
        self.check_link(kept, seq)
        self.size, self.last, self.before = self.size + 1, max(seq, self.last), kept.link
        self.tree, subroots = self.tree.grown(leaf or bytes(32))
        if kept.subroots is not None and kept.subroots != "".join([root.hex() for root in subroots]):
            self.misjoined.append(seq)
        root = self.tree.root().hex() if self.size in self.checkpoints else ""
        self.mismatched += [point for point in self.checkpoints.get(self.size, []) if point.root != root]

    def details_agree(self, kept: Kept) -> bool:
        """Whether the details are those of the leaf; blank ones are noted, their erasure must be in the trace."""
        if kept.details is None:
            self.blanked.append(kept.event.seq)
            return True
        try:
            return details_digest(kept.salt or "", kept.details) == kept.event.details_digest
        except ValueError:
            return False

    def rows_agree(self, kept: Kept) -> bool:
        """Whether the binding of rows is that of the leaf; a blank one is noted, its erasure must be in the trace."""
        if kept.rows is None and kept.event.rows_digest:
            self.blanked.append(kept.event.seq)
            return True
        return digest_of(kept.rows or "") == kept.event.rows_digest

    def check_link(self, kept: Kept, seq: int) -> None:
        """Notes an entry that does not follow the one before it."""
        try:
            tied = link(bytes.fromhex(self.before), bytes.fromhex(kept.leaf)).hex() == kept.link
        except ValueError:
            tied = False
        if not tied or seq < 1:
            self.unlinked.append(seq)


def leaf_of(event: Event) -> bytes | None:
    """Leaf hash, None where a column no longer holds what can be hashed."""
    try:
        return event.leaf()
    except (TypeError, ValueError):
        return None


def audit(
    entries: Iterable[Kept], head: HeadKept | None, checkpoints: Iterable[SignedCheckpoint], erased: Callable[[], frozenset[int]]
) -> Verdict:
    """The verdict over the whole trace.

    checkpoints  those of the database and those brought from outside
    erased       numbers of the entries whose erasure is in the trace, asked for after the entries were read
    """
    points = list(checkpoints)
    genuine = [point for point in points if point.is_genuine()]
    by_size: dict[int, list[SignedCheckpoint]] = {}
    for point in genuine:
        by_size.setdefault(point.size, []).append(point)
    reading = Reading(by_size)
    for kept in entries:
        reading.take(kept)
    permitted = erased() if reading.blanked else frozenset()
    reading.blanked = sorted({seq for seq in reading.blanked if seq not in permitted})
    claimed = max([head.size if head else reading.last, *(point.size for point in genuine)])
    findings = [*_forged_points(points, genuine), *_about_entries(reading, claimed)]
    findings += _about_whole(reading, head, by_size, found=bool(findings))
    return Verdict(not findings, reading.size, reading.tree.root().hex(), findings)


def _forged_points(points: list[SignedCheckpoint], genuine: list[SignedCheckpoint]) -> Iterator[Finding]:
    for point in points:
        if point not in genuine:
            yield Finding("checkpoint", None, f"{point.at} 的检查点签名无效：检查点被改动过")


def _about_entries(reading: Reading, claimed: int) -> list[Finding]:
    """Names the entries: moved, changed, removed, inserted, blanked."""
    tail = range(reading.last + 1, claimed + 1)
    origins = _origins(reading, {*reading.missing, *reading.strangers, *tail})
    came = set(origins.values())
    changed = [seq for seq in reading.strangers if seq not in origins]
    doubled = [seq for seq in came if seq not in origins and 0 < seq <= reading.last and seq not in reading.missing]
    gone = sorted({*reading.missing, *tail, *(seq for seq in origins if seq <= claimed)} - came)
    inserted = sorted({*doubled, *_beyond(reading, claimed, origins)})
    findings = [Finding("changed", seq, f"第 {seq} 条的内容被改动过") for seq in changed if seq not in inserted]
    findings += [Finding("removed", first, f"{run_of(first, last)}被删去") for first, last in runs_of(gone)]
    findings += [Finding("inserted", first, f"{run_of(first, last)}是后来插入的") for first, last in runs_of(inserted)]
    findings += _moves(origins)
    findings += [
        Finding("blanked", seq, f"第 {seq} 条的细节被清除，但没有清除记录") for seq in reading.blanked if seq not in reading.strangers
    ]
    known = {*reading.strangers, *inserted, *(seq + 1 for seq in (*reading.strangers, *reading.missing, *inserted))}
    findings += [_unlinked(first, last) for first, last in runs_of(seq for seq in reading.unlinked if seq not in known)]
    return findings


def _unlinked(first: int, last: int) -> Finding:
    """An entry that fits neither the one before nor the one after was replaced; one break alone lies between two."""
    if last > first:
        return Finding("unlinked", first, f"{run_of(first, last - 1)}被整体替换")
    return Finding("unlinked", first, f"第 {first} 条与前一条接不上：这两条中有一条被整体替换")


def _beyond(reading: Reading, claimed: int, origins: dict[int, int]) -> list[int]:
    extra = [seq for seq in range(claimed + 1, reading.last + 1) if seq not in origins and seq not in reading.missing]
    return extra + [seq for seq in reading.unlinked if seq < 1]


def _origins(reading: Reading, places: set[int]) -> dict[int, int]:
    """For each entry whose hash is that of another place: which place."""
    found: dict[int, int] = {}
    shift = 0
    suspects = places | {seq + step for seq in reading.strangers for step in (-1, 1)}
    for seq, kept in reading.strangers.items():
        candidates = suspects if len(suspects) <= NEAR else range(seq - 3, seq + 4)
        for place in (seq + shift, *sorted(candidates)):
            if place != seq and _hash_at(kept, place) == kept.leaf:
                found[seq], shift = place, place - seq
                break
    return found


def _hash_at(kept: Kept, place: int) -> str:
    leaf = leaf_of(Event(**{**kept.event.__dict__, "seq": place}))
    return leaf.hex() if leaf else ""


def _moves(origins: dict[int, int]) -> list[Finding]:
    """Entries moved by the same distance in a row are said at once."""
    findings = []
    for distance in sorted({origin - seq for seq, origin in origins.items()}):
        for first, last in runs_of(sorted(seq for seq, origin in origins.items() if origin - seq == distance)):
            was = run_of(first + distance, last + distance)
            findings.append(Finding("reordered", first, f"{run_of(first, last)}原是{was}：次序被改动过"))
    return findings


def _about_whole(reading: Reading, head: HeadKept | None, by_size: dict[int, list[SignedCheckpoint]], *, found: bool) -> list[Finding]:
    """What only the head or a checkpoint shows: entries rewritten together with all that follows them, a head that was changed."""
    findings = []
    if reading.mismatched:
        point = reading.mismatched[0]
        sound = max((size for size in by_size if size < point.size), default=0)
        findings.append(Finding("rewritten", None, f"第 {sound + 1} 至 {point.size} 条与 {point.at} 签名的检查点不符：其中有条目被改写"))
    if not found and not findings and reading.misjoined:
        where = "、".join(run_of(*run) for run in runs_of(reading.misjoined))
        findings.append(Finding("subroots", reading.misjoined[0], f"{where}所存的子树根与条目不符：由它们给出的证明不能用"))
    if not found and not findings and _head_differs(reading, head):
        findings.append(
            Finding("head", None, f"账首记载与条目不符：条目共 {reading.size} 条，账首记 {head.size if head else '（缺失）'} 条")
        )
    return findings


def _head_differs(reading: Reading, head: HeadKept | None) -> bool:
    if head is None:
        return reading.size > 0
    peaks = " ".join(peak.hex() for peak in reading.tree.peaks)
    return (head.size, head.root, head.link, head.peaks) != (reading.size, reading.tree.root().hex(), reading.before, peaks)
