"""Merkle tree of RFC 6962 section 2.1 and RFC 9162 section 2.1: hashes, roots, proofs, and a compact range to append in O(log n).

A tree is a list of leaf hashes; proofs are lists of 32-byte hashes, nearest the leaf first. Indexes count from 0.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256

EMPTY_ROOT = sha256(b"").digest()


def leaf_hash(data: bytes) -> bytes:
    """Hash of one leaf's bytes."""
    return sha256(b"\x00" + data).digest()


def inner_hash(left: bytes, right: bytes) -> bytes:
    """Hash of two subtrees."""
    return sha256(b"\x01" + left + right).digest()


def root_of(leaves: Sequence[bytes]) -> bytes:
    """Root of the tree over these leaf hashes (section 2.1)."""
    return CompactRange().extended(leaves).root()


def split_of(size: int) -> int:
    """The largest power of two smaller than `size` (at least 2 leaves)."""
    return 1 << ((size - 1).bit_length() - 1)


def inclusion_proof(index: int, leaves: Sequence[bytes]) -> list[bytes]:
    """Path that leads from leaf `index` to the root (section 2.1.3.1 of RFC 9162)."""
    if not 0 <= index < len(leaves):
        raise IndexError(f"leaf {index} is not in a tree of {len(leaves)}")
    if len(leaves) == 1:
        return []
    split = split_of(len(leaves))
    if index < split:
        return [*inclusion_proof(index, leaves[:split]), root_of(leaves[split:])]
    return [*inclusion_proof(index - split, leaves[split:]), root_of(leaves[:split])]


def inclusion_ranges(index: int, size: int) -> list[tuple[int, int]]:
    """Ranges of leaves whose roots are the inclusion proof of leaf `index` in a tree of `size`, nearest first."""
    if not 0 <= index < size:
        raise IndexError(f"leaf {index} is not in a tree of {size}")
    first, last = 0, size
    ranges = []
    while last - first > 1:
        middle = first + split_of(last - first)
        ranges.append((middle, last) if index < middle else (first, middle))
        first, last = (first, middle) if index < middle else (middle, last)
    return ranges[::-1]


def consistency_ranges(before: int, size: int) -> list[tuple[int, int]]:
    """Ranges of leaves whose roots are the proof that a tree of `size` extends one of `before`, nearest first."""
    if not 0 < before <= size:
        raise IndexError(f"a tree of {size} does not extend one of {before}")
    first, last = 0, size
    ranges = []
    while before != last:
        middle = first + split_of(last - first)
        ranges.append((middle, last) if before <= middle else (first, middle))
        first, last = (first, middle) if before <= middle else (middle, last)
    return [*([(first, last)] if first else []), *ranges[::-1]]


def subtrees(first: int, last: int) -> list[tuple[int, int]]:
    """The complete subtrees (level, index) that make up the leaves of a range of a proof, largest first."""
    found = []
    while first < last:
        level = (last - first).bit_length() - 1
        found.append((level, first >> level))
        first += 1 << level
    return found


def joined(roots: Sequence[bytes]) -> bytes:
    """Root over the complete subtrees of a range, largest first."""
    reached = roots[-1]
    for root in reversed(roots[:-1]):
        reached = inner_hash(root, reached)
    return reached


def included(leaf: bytes, index: int, size: int, proof: Sequence[bytes], root: bytes) -> bool:
    """Whether the proof shows `leaf` at `index` of the tree with this size and root (section 2.1.3.2)."""
    if not 0 <= index < size:
        return False
    at, last, reached = index, size - 1, leaf
    for step in proof:
        if last == 0:
            return False
        if at & 1 or at == last:
            reached = inner_hash(step, reached)
            while at and not at & 1:
                at, last = at >> 1, last >> 1
        else:
            reached = inner_hash(reached, step)
        at, last = at >> 1, last >> 1
    return last == 0 and reached == root


def consistency_proof(first: int, leaves: Sequence[bytes]) -> list[bytes]:
    """Path that shows the tree of the first `first` leaves to be a beginning of this one (section 2.1.4.1)."""
    if not 0 < first <= len(leaves):
        raise IndexError(f"a tree of {len(leaves)} does not extend one of {first}")
    return _consistency(first, leaves, whole=True)


def _consistency(first: int, leaves: Sequence[bytes], *, whole: bool) -> list[bytes]:
    if first == len(leaves):
        return [] if whole else [root_of(leaves)]
    split = split_of(len(leaves))
    if first <= split:
        return [*_consistency(first, leaves[:split], whole=whole), root_of(leaves[split:])]
    return [*_consistency(first - split, leaves[split:], whole=False), root_of(leaves[:split])]


def consistent(first: int, second: int, proof: Sequence[bytes], first_root: bytes, second_root: bytes) -> bool:
    """Whether the proof shows that the tree of `second` leaves extends the tree of `first` (section 2.1.4.2)."""
    if first == second:
        return not proof and first_root == second_root
    if not 0 < first < second or not proof:
        return False
    path = [first_root, *proof] if first & (first - 1) == 0 else list(proof)
    return _climb(first - 1, second - 1, path) == (first_root, second_root)


def _climb(at: int, last: int, path: Sequence[bytes]) -> tuple[bytes, bytes] | None:
    while at & 1:
        at, last = at >> 1, last >> 1
    old = new = path[0]
    for step in path[1:]:
        if last == 0:
            return None
        if at & 1 or at == last:
            old, new = inner_hash(step, old), inner_hash(step, new)
            while at and not at & 1:
                at, last = at >> 1, last >> 1
        else:
            new = inner_hash(new, step)
        at, last = at >> 1, last >> 1
    return (old, new) if last == 0 else None


@dataclass(frozen=True)
class CompactRange:
    """What must be kept of a tree to append to it: its size and the roots of its complete subtrees, largest first."""

    size: int = 0
    peaks: tuple[bytes, ...] = ()

    def appended(self, leaf: bytes) -> CompactRange:
        """The range with one leaf more; O(log n)."""
        return self.grown(leaf)[0]

    def grown(self, leaf: bytes) -> tuple[CompactRange, list[bytes]]:
        """The range with one leaf more, and the roots of the subtrees of two leaves and more that it completes, smallest first."""
        peaks, reached, size = list(self.peaks), leaf, self.size
        subroots = []
        while size & 1:
            reached, size = inner_hash(peaks.pop(), reached), size >> 1
            subroots.append(reached)
        return CompactRange(self.size + 1, (*peaks, reached)), subroots

    def extended(self, leaves: Sequence[bytes]) -> CompactRange:
        """The range with these leaves more."""
        grown = self
        for leaf in leaves:
            grown = grown.appended(leaf)
        return grown

    def root(self) -> bytes:
        """Root of the whole tree."""
        return joined(self.peaks) if self.peaks else EMPTY_ROOT
