"""Checkpoints, proofs and leaves, as outsiders ask for them."""

from __future__ import annotations

from zhiheng.ledger.core import tree
from zhiheng.ledger.core.notes import read_note
from zhiheng.ledger.models import Checkpoint, Entry

LOOKED_AT = 300
"""So many of the newest checkpoints are looked through for one that witnesses have signed."""


def newest_note() -> str:
    """The newest checkpoint in C2SP's form, with its witnesses' signatures; empty where there is none."""
    return Checkpoint.objects.exclude(note="").order_by("-size", "-id").values_list("note", flat=True).first() or ""


def leaf_at(seq: int) -> str:
    """Leaf hash of an entry, in hex."""
    return str(Entry.objects.values_list("leaf", flat=True).get(seq=seq))


def checkpoint_covering(seq: int) -> Checkpoint | None:
    """The newest checkpoint in C2SP's form that covers the entry; one that witnesses have signed comes first."""
    found = list(Checkpoint.objects.exclude(note="").filter(size__gte=seq).order_by("-size", "-id")[:LOOKED_AT])
    return next((point for point in found if len(read_note(point.note).signatures) > 1), found[0] if found else None)


def inclusion(seq: int, size: int) -> list[bytes]:
    """Proof that the entry stands in the tree of the first `size` entries, checked by `tree.included(leaf, seq - 1, size, proof, root)`."""
    return _roots(tree.inclusion_ranges(seq - 1, size))


def consistency(first: int, second: int) -> list[bytes]:
    """Proof that the tree of the first `second` entries extends that of the first `first`, checked by `tree.consistent`."""
    return _roots(tree.consistency_ranges(first, second))


def root_at(size: int) -> bytes:
    """Root of the tree of the first `size` entries."""
    return _roots([(0, size)])[0] if size else tree.EMPTY_ROOT


def _roots(ranges: list[tuple[int, int]]) -> list[bytes]:
    """Roots of these ranges of leaves, from the complete subtrees that the entries keep: one query, whatever the size."""
    parts = [tree.subtrees(first, last) for first, last in ranges]
    wanted = {(index + 1) << level for part in parts for level, index in part}
    kept = {seq: (leaf, subroots) for seq, leaf, subroots in Entry.objects.filter(seq__in=wanted).values_list("seq", "leaf", "subroots")}
    return [tree.joined([_node(kept, level, index) for level, index in part]) for part in parts]


def _node(kept: dict[int, tuple[str, str]], level: int, index: int) -> bytes:
    leaf, subroots = kept[(index + 1) << level]
    return bytes.fromhex(subroots[(level - 1) * 64 : level * 64] if level else leaf)
