"""The tree against the vectors that the Certificate Transparency project publishes for RFC 6962, and its proofs for random sizes."""

from __future__ import annotations

from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhiheng.ledger.core.tree import (
    EMPTY_ROOT,
    CompactRange,
    consistency_proof,
    consistency_ranges,
    consistent,
    included,
    inclusion_proof,
    inclusion_ranges,
    joined,
    leaf_hash,
    root_of,
    subtrees,
)

INPUTS = ["", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"]
LEAVES = [leaf_hash(bytes.fromhex(text)) for text in INPUTS]
ROOTS = [
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]
LEAF_1 = "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7"
PAIR_1 = "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e"
LEAF_4 = "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b"
PAIR_2 = "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a"
PAIR_3 = "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0"
RIGHT = "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4"


def test_the_empty_tree_has_the_hash_of_nothing():
    assert root_of([]) == EMPTY_ROOT == sha256(b"").digest()


@pytest.mark.parametrize("size", range(1, 9))
def test_published_roots(size):
    assert root_of(LEAVES[:size]).hex() == ROOTS[size - 1]


@pytest.mark.parametrize(
    ("index", "size", "path"),
    [
        (0, 1, []),
        (0, 8, [LEAF_1, PAIR_1, RIGHT]),
        (5, 8, [LEAF_4, PAIR_3, ROOTS[3]]),
        (2, 3, [ROOTS[1]]),
        (1, 5, [ROOTS[0], PAIR_1, LEAF_4]),
    ],
)
def test_published_inclusion_proofs(index, size, path):
    proof = inclusion_proof(index, LEAVES[:size])
    assert [step.hex() for step in proof] == path
    assert included(LEAVES[index], index, size, proof, bytes.fromhex(ROOTS[size - 1]))


@pytest.mark.parametrize(
    ("first", "second", "path"),
    [(1, 1, []), (1, 8, [LEAF_1, PAIR_1, RIGHT]), (6, 8, [PAIR_2, PAIR_3, ROOTS[3]]), (2, 5, [PAIR_1, LEAF_4])],
)
def test_published_consistency_proofs(first, second, path):
    proof = consistency_proof(first, LEAVES[:second])
    assert [step.hex() for step in proof] == path
    assert consistent(first, second, proof, bytes.fromhex(ROOTS[first - 1]), bytes.fromhex(ROOTS[second - 1]))


def leaves_of(size: int) -> list[bytes]:
    return [leaf_hash(str(number).encode()) for number in range(size)]


@given(st.integers(1, 300), st.data())
def test_every_leaf_is_provably_in_the_tree_and_no_other(size, data):
    index = data.draw(st.integers(0, size - 1))
    leaves = leaves_of(size)
    root, proof = root_of(leaves), inclusion_proof(index, leaves)
    assert included(leaves[index], index, size, proof, root)
    assert not included(leaf_hash(b"other"), index, size, proof, root)
    assert not included(leaves[index], index + 1, size, proof, root)
    assert not included(leaves[index], index, size, [*proof, bytes(32)], root)


@given(st.integers(1, 300), st.data())
def test_a_longer_tree_provably_extends_a_shorter_one_and_a_changed_one_does_not(second, data):
    first = data.draw(st.integers(1, second))
    leaves = leaves_of(second)
    proof = consistency_proof(first, leaves)
    assert consistent(first, second, proof, root_of(leaves[:first]), root_of(leaves))
    changed = data.draw(st.integers(0, first - 1))
    forged = [*leaves[:changed], leaf_hash(b"forged"), *leaves[changed + 1 :]]
    assert not consistent(first, second, consistency_proof(first, forged), root_of(leaves[:first]), root_of(forged))


@given(st.integers(0, 200))
def test_appending_needs_only_the_roots_of_complete_subtrees(size):
    grown = CompactRange()
    for leaf in leaves_of(size):
        grown = CompactRange(grown.size, grown.peaks).appended(leaf)
    assert grown.root() == root_of(leaves_of(size))
    assert len(grown.peaks) == size.bit_count()
    assert naive_root(leaves_of(size)) == grown.root()


def naive_root(leaves: list[bytes]) -> bytes:
    """Section 2.1 of RFC 6962 word by word."""
    if len(leaves) <= 1:
        return leaves[0] if leaves else sha256(b"").digest()
    split = 1
    while split * 2 < len(leaves):
        split *= 2
    return sha256(b"\x01" + naive_root(leaves[:split]) + naive_root(leaves[split:])).digest()


@given(st.integers(1, 300), st.data())
def test_proofs_from_kept_subtree_roots_are_the_proofs_from_all_leaves(size, data):
    index, before = data.draw(st.integers(0, size - 1)), data.draw(st.integers(1, size))
    leaves, kept, grown = leaves_of(size), {}, CompactRange()
    for place, leaf in enumerate(leaves):
        grown, subroots = grown.grown(leaf)
        kept[(0, place)] = leaf
        kept |= {(level, ((place + 1) >> level) - 1): root for level, root in enumerate(subroots, start=1)}

    def roots(ranges):
        return [joined([kept[part] for part in subtrees(first, last)]) for first, last in ranges]

    assert roots(inclusion_ranges(index, size)) == inclusion_proof(index, leaves)
    assert roots(consistency_ranges(before, size)) == consistency_proof(before, leaves)
