"""What a witness of another organ demands before it signs: the pinned key, and a tree that only grew since the last time."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from zhiheng.ledger.core import tree
from zhiheng.ledger.core.notes import LOG, WITNESS, Key, Note, Point, cosignature_of, read_key, read_note, read_point

Proof = Callable[[int, int], Sequence[bytes]]
"""Given the former and the present size, the consistency proof."""


class NotWitnessedError(Exception):
    """Why a checkpoint is not signed, in Chinese; grave: the log has shown different trees."""

    def __init__(self, reason: str, *, grave: bool = False) -> None:
        super().__init__(reason)
        self.grave = grave


@dataclass(frozen=True)
class Logged:
    """A log as a witness knows it: its pinned key and the last checkpoint signed; None before the first."""

    key: Key
    held: Note | None


def examine(log: Logged, given: Note, proof: Proof) -> Point:
    """What the checkpoint says, once it may be signed; raises NotWitnessedError."""
    point = read_point(given.body)
    if point.origin != log.key.name:
        raise NotWitnessedError(f"检查点属于 {point.origin}，约定的是 {log.key.name}")
    if not given.signed_by(log.key):
        raise NotWitnessedError("检查点不是约定的公钥签的：签名无效，或者换了公钥")
    if log.held is None:
        return point
    before = read_point(log.held.body)
    if point.size < before.size:
        raise NotWitnessedError(f"检查点只有 {point.size} 条，上次见证时已有 {before.size} 条：留痕被截短或者被换掉", grave=True)
    if point.size == before.size and point.root != before.root:
        raise NotWitnessedError(f"同样 {point.size} 条，根与上次见证的不同：对不同的人给出了不同的留痕", grave=True)
    if before.size in (0, point.size):
        return point
    if not tree.consistent(before.size, point.size, proof(before.size, point.size), before.root, point.root):
        raise NotWitnessedError(f"前 {before.size} 条与上次见证的不一致：留痕被改写过", grave=True)
    return point


def contradiction(one: Note, other: Note, key: Key) -> str:
    """Why two checkpoints of the same log prove that it showed different trees; empty where they do not."""
    first, second = read_point(one.body), read_point(other.body)
    if not (one.signed_by(key) and other.signed_by(key)):
        return ""
    if first.size == second.size and first.root != second.root:
        return f"同样 {first.size} 条，根不同，两份都由 {key.name} 签署：对不同的人给出了不同的留痕"
    return ""


class Desk:
    """The desk of a witness: its key, and for each log the pinned key and what was signed."""

    def __init__(self, place: Path) -> None:
        self.place = place

    def found(self, name: str, private: Ed25519PrivateKey) -> Key:
        """Make the witness's key, readable by its owner only."""
        self.place.mkdir(parents=True, exist_ok=True, mode=0o700)
        key = Key(name, WITNESS, private.public_key().public_bytes_raw())
        kept = self.place / "witness.key"
        kept.touch(mode=0o600, exist_ok=False)
        kept.write_text(f"{private.private_bytes_raw().hex()}\n", encoding="utf-8")
        (self.place / "witness.pub").write_text(f"{key}\n", encoding="utf-8")
        return key

    def key(self) -> tuple[Key, Ed25519PrivateKey]:
        """The witness's key."""
        private = Ed25519PrivateKey.from_private_bytes(bytes.fromhex((self.place / "witness.key").read_text(encoding="utf-8").strip()))
        return read_key((self.place / "witness.pub").read_text(encoding="utf-8")), private

    def log(self, given: Key | None) -> Logged:
        """The log of this key, or the only one known; raises NotWitnessedError where the key is not the pinned one."""
        if given is not None and given.kind != LOG:
            raise NotWitnessedError("所给的不是留痕的公钥")
        known = [read_key(pinned.read_text(encoding="utf-8")) for pinned in sorted(self.place.glob("*/log.pub"))]
        if given is None and len(known) != 1:
            raise NotWitnessedError("请用 --log 写明留痕的公钥：" + ("还没有见证过任何留痕" if not known else "见证着不止一个留痕"))
        key = given or known[0]
        if rival := next((one for one in known if one.name == key.name and one != key), None):
            raise NotWitnessedError(
                f"{key.name} 已经约定的公钥是 {rival}，所给的是另一把；确已更换的，请核实后改写 {self._kept_at(key) / 'log.pub'}"
            )
        held = self._kept_at(key) / "checkpoint.txt"
        return Logged(key, read_note(held.read_text(encoding="utf-8")) if held.is_file() else None)

    def sign(self, log: Logged, given: Note, at_seconds: int) -> Note:
        """Sign and keep a checkpoint that was examined."""
        key, private = self.key()
        signed = given.with_signatures([cosignature_of(given.body, key.name, private, at_seconds)])
        kept, size = self._kept_at(log.key), read_point(given.body).size
        (kept / "history").mkdir(parents=True, exist_ok=True)
        (kept / "log.pub").write_text(f"{log.key}\n", encoding="utf-8")
        for place in (kept / "history" / f"{size:012}.txt", kept / "checkpoint.txt"):
            part = place.with_suffix(".part")
            part.write_text(str(signed), encoding="utf-8")
            part.replace(place)
        return signed

    def keep_refused(self, log: Logged, given: Note, at_seconds: int) -> Path:
        """Keep a checkpoint that contradicts what was signed: together they prove it."""
        kept = self._kept_at(log.key)
        kept.mkdir(parents=True, exist_ok=True)
        place = kept / f"refused-{at_seconds}.txt"
        place.write_text(str(given), encoding="utf-8")
        return place

    def history(self, log: Logged) -> list[Note]:
        """Every checkpoint signed of a log, oldest first."""
        return [read_note(place.read_text(encoding="utf-8")) for place in sorted((self._kept_at(log.key) / "history").glob("*.txt"))]

    def _kept_at(self, key: Key) -> Path:
        return self.place / re.sub(r"[^\w.-]", "_", key.name)
