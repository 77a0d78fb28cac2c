"""Writers of the trace. Every writer of every room calls `append` in its own transaction: an act and its entry stand or fall together."""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterable, Mapping
from datetime import datetime
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.conf import settings
from django.db import connection, transaction

from zhiheng.ledger.binding import BOUND, take_written
from zhiheng.ledger.core import note
from zhiheng.ledger.core.actor import Actor
from zhiheng.ledger.core.event import FIRST_LINK, PRESENT, Event, details_digest, instant, link, spelt_details
from zhiheng.ledger.core.rows import digest_of
from zhiheng.ledger.core.tree import EMPTY_ROOT
from zhiheng.ledger.models import Checkpoint, Entry, Head, ProgramVersion
from zhiheng.schema.errors import UnusableInputError

ERASED = "details.erased"
BATCH = 500
ROWS = "rows:written"
"""The thing of an entry that binds rows and says nothing else."""


class OutsideTransactionError(RuntimeError):
    """An entry was to be written apart from its act."""


def hold() -> None:
    """Take the lock of the trace's head until the caller's commit: whoever locks rows after the head (see decision 0005) takes it first."""
    if not connection.in_atomic_block:
        raise OutsideTransactionError("留痕的锁须在事务中取得")
    _locked_head()


def append(*, actor: Actor, act: str, thing: str, details: Mapping[str, object], now: datetime) -> int:
    """Write an entry and return its sequence number (from 1); appends are serialised by a lock on the head until the caller's commit.

    The entry binds the rows that the transaction has written since its last one. details: canonical JSON values, dates, instants,
    decimals, UUIDs. Raises OutsideTransactionError outside a transaction.
    """
    return append_all(actor=actor, acts=[(act, thing, details)], now=now)


def append_all(*, actor: Actor, acts: Iterable[tuple[str, str, Mapping[str, object]]], now: datetime) -> int:
    """Write an entry for each (act, thing, details) and return the number of the last; the first binds the rows written before it."""
    if not connection.in_atomic_block:
        raise OutsideTransactionError("留痕必须与所记的行为在同一事务中写入")
    writing = Writing(_locked_head(), actor, now)
    rows = take_written()
    for act, thing, details in acts:
        writing.bind(rows[:-1])
        writing.add(act, thing, details, rows[-1] if rows else "")
        rows = []
    writing.bind(rows)
    return writing.done()


def append_bindings(*, actor: Actor, texts: Iterable[str], now: datetime) -> int:
    """Write entries that bind rows and say nothing else; returns the number of the last."""
    writing = Writing(_locked_head(), actor, now)
    writing.bind(texts)
    return writing.done()


class Writing:
    """Entries that go in together behind the locked head."""

    def __init__(self, head: Head, actor: Actor, now: datetime) -> None:
        self.head, self.actor, self.now = head, actor, now
        self.tree, self.tied = head.range(), bytes.fromhex(head.link)
        self.entries: list[Entry] = []

    def add(self, act: str, thing: str, details: Mapping[str, object], rows: str) -> None:
        """One entry more."""
        text, salt, by = spelt_details(details), secrets.token_hex(32), self.actor
        seq, digest = self.tree.size + 1, details_digest(salt, text)
        event = Event(seq, self.now, by.id, by.name, by.organ, by.via, act, thing, digest, digest_of(rows), PRESENT)
        leaf = event.leaf()
        self.tree, nodes = self.tree.grown(leaf)
        self.tied = link(self.tied, leaf)
        kept = {"details": text, "salt": salt, "rows": rows or None, "leaf": leaf.hex(), "link": self.tied.hex()}
        self.entries.append(Entry(**event.__dict__, **kept, nodes="".join(node.hex() for node in nodes)))

    def bind(self, texts: Iterable[str]) -> None:
        """Entries that bind rows and say nothing else."""
        for text in texts:
            self.add(BOUND, ROWS, {}, text)

    def done(self) -> int:
        """Write them and the head that follows; returns the number of the last."""
        Entry.objects.bulk_create(self.entries, batch_size=BATCH)
        head = self.head
        head.size, head.root, head.link = self.tree.size, self.tree.root().hex(), self.tied.hex()
        head.peaks = " ".join(peak.hex() for peak in self.tree.peaks)
        head.save()
        return self.tree.size


def note_program(*, version: str, now: datetime) -> None:
    """Note that this version of the program has opened the database."""
    if not ProgramVersion.objects.filter(version=version).exists():
        ProgramVersion.objects.get_or_create(version=version, defaults={"first_at": now})


def hold_head() -> None:
    """Take the head's lock now, for writers that lock something further which others lock after their append (series of numbers)."""
    if not connection.in_atomic_block:
        raise OutsideTransactionError("hold_head: 只能在事务中锁定")
    _locked_head()


def _locked_head() -> Head:
    empty = {"root": EMPTY_ROOT.hex(), "link": FIRST_LINK.hex()}
    head, _ = Head.objects.select_for_update().get_or_create(pk=1, defaults=empty)
    return head


@transaction.atomic
def checkpoint(*, actor: Actor, now: datetime) -> note.SignedCheckpoint:
    """Sign what the trace is now, keep it, and return it for an outside organ to hold."""
    head = _locked_head()
    signed = note.sign(signing_key(), head.size, head.root, instant(now))
    Checkpoint.objects.create(size=signed.size, root=signed.root, at=now, key=signed.key, signature=signed.signature)
    append(actor=actor, act="ledger.checkpointed", thing=f"entry:{head.size}", details={"size": head.size, "root": head.root}, now=now)
    return signed


@transaction.atomic
def erase_details(*, actor: Actor, seqs: Iterable[int], reason: str, now: datetime) -> int:
    """Erase the details and salts of these entries, each with an entry that says so; returns how many were erased. Proofs stay valid."""
    if not reason.strip():
        raise UnusableInputError("清除留痕细节", "", "没有写明理由", "请写明依据和理由")
    kept = Entry.objects.select_for_update().filter(seq__in=list(seqs), details__isnull=False)
    numbers = sorted(entry.seq for entry in kept)
    Entry.objects.filter(seq__in=numbers).update(details=None, salt=None)
    for number in numbers:
        append(actor=actor, act=ERASED, thing=f"entry:{number}", details={"reason": reason}, now=now)
    return len(numbers)


def signing_key() -> Ed25519PrivateKey:
    """The key of this home, made at first use and readable by its owner only."""
    place = Path(settings.HOME) / "ledger.key"
    if not place.exists():
        place.parent.mkdir(parents=True, exist_ok=True)
        _keep_key(place)
    return Ed25519PrivateKey.from_private_bytes(bytes.fromhex(place.read_text().strip()))


def _keep_key(place: Path) -> None:
    """Write a new key whole or not at all; where another process was first, its key stays."""
    made = place.with_name(f"{place.name}.{secrets.token_hex(4)}")
    with os.fdopen(os.open(made, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(Ed25519PrivateKey.generate().private_bytes_raw().hex())
        file.flush()
        os.fsync(file.fileno())
    try:
        os.link(made, place)
    except FileExistsError:
        return
    finally:
        made.unlink()
