"""Writers of the trace. Every writer of every room calls `append` in its own transaction: an act and its entry stand or fall together."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Mapping
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.conf import settings
from django.db import connection, transaction

from zhiheng import VERSION
from zhiheng.ledger.binding import bindings, take_written
from zhiheng.ledger.capture import Keys
from zhiheng.ledger.core import note
from zhiheng.ledger.core.actor import Actor
from zhiheng.ledger.core.acts import BOUND, CHECKPOINTED, COSIGNED, ERASED, KEY_CHANGED, ROWS
from zhiheng.ledger.core.at_rest_text import cover, seal_kept
from zhiheng.ledger.core.event import FIRST_LINK, PRESENT, Event, details_digest, instant, link, spelt_details
from zhiheng.ledger.core.notes import LOG, Key, Note, read_note, read_point
from zhiheng.ledger.core.rows import Fold, digest_of
from zhiheng.ledger.core.tree import EMPTY_ROOT
from zhiheng.ledger.core.used import remember
from zhiheng.ledger.coverage import covered
from zhiheng.ledger.keys import interval_seconds, key_in, origin_made, origin_set, rotate, signing_key
from zhiheng.ledger.models import Checkpoint, Entry, Head, ProgramVersion
from zhiheng.ledger.selectors.checking import fold_after, unsound_keys
from zhiheng.schema.errors import UnusableInputError

COLUMNS = (
    "seq", "at", "actor", "actor_name", "organ", "via", "act", "thing", "details_digest", "rows_digest", "version",
    "details", "salt", "rows", "leaf", "link", "subroots",
)  # fmt: skip
INSERT = f"INSERT INTO ledger_entry ({', '.join(COLUMNS)}) VALUES ({', '.join(['%s'] * len(COLUMNS))})"  # noqa: S608 - names of our own columns
"""Many entries go in at once; the model would spend as long on each as all hashing does."""
HEAD = ("id", "size", "peaks", "root", "link")
HELD = f"SELECT {', '.join(HEAD)} FROM ledger_head WHERE id = 1"  # noqa: S608 - names of our own columns
MOVED = f"UPDATE ledger_head SET {', '.join(f'{name} = %s' for name in HEAD[1:])} WHERE id = 1"  # noqa: S608 - the same
"""The head is read and moved with every act: plain statements, for the model would spend longer on them than the database does."""


class OutsideTransactionError(RuntimeError):
    """An entry was to be written apart from its act."""


def hold_head() -> None:
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
    return writing.write()


def append_bindings(*, actor: Actor, texts: Iterable[str], now: datetime) -> int:
    """Write entries that bind rows and say nothing else; returns the number of the last."""
    writing = Writing(_locked_head(), actor, now)
    writing.bind(texts)
    return writing.write()


class Writing:
    """Entries that go in together behind the locked head."""

    def __init__(self, head: Head, actor: Actor, now: datetime) -> None:
        self.head, self.actor, self.now = head, actor, now
        self.at = connection.ops.adapt_datetimefield_value(now)
        self.tree, self.tied = head.range(), bytes.fromhex(head.link)
        self.entries: list[tuple[Any, ...]] = []

    def add(self, act: str, thing: str, details: Mapping[str, object], rows: str) -> None:
        """One entry more."""
        text, salt, by = spelt_details(details), secrets.token_hex(32), self.actor
        seq, digest = self.tree.size + 1, details_digest(salt, text)
        event = Event(seq, self.now, by.id, by.name, by.organ, by.via, act, thing, digest, digest_of(rows), PRESENT)
        leaf = event.leaf()
        self.tree, subroots = self.tree.grown(leaf)
        self.tied = link(self.tied, leaf)
        kept = (seal_kept(text), salt, rows or None, leaf.hex(), self.tied.hex(), "".join([root.hex() for root in subroots]))
        self.entries.append((seq, self.at, cover(by.id), by.name, by.organ, by.via, act, thing, digest, event.rows_digest, PRESENT, *kept))

    def bind(self, texts: Iterable[str]) -> None:
        """Entries that bind rows and say nothing else."""
        for text in texts:
            self.add(BOUND, ROWS, {}, text)

    def write(self) -> int:
        """Write them and the head that follows; returns the number of the last."""
        head = self.head
        head.size, head.root, head.link = self.tree.size, self.tree.root().hex(), self.tied.hex()
        head.peaks = " ".join(peak.hex() for peak in self.tree.peaks)
        with connection.cursor() as cursor:
            if self.entries:
                cursor.executemany(INSERT, self.entries)
            cursor.execute(MOVED, [head.size, head.peaks, head.root, head.link])
        return self.tree.size


def note_program(*, version: str, now: datetime) -> None:
    """Note that this version of the program has opened the database."""
    if not ProgramVersion.objects.filter(version=version).exists():
        ProgramVersion.objects.get_or_create(version=version, defaults={"first_at": now})


def _locked_head() -> Head:
    lock = f" {connection.ops.for_update_sql()}" if connection.features.has_select_for_update else ""
    with connection.cursor() as cursor:
        cursor.execute(HELD + lock)
        kept = cursor.fetchone()
    return Head.from_db(connection.alias, HEAD, kept) if kept else _first_head()


def _first_head() -> Head:
    """The head of a trace that has none yet, under its lock."""
    empty = {"root": EMPTY_ROOT.hex(), "link": FIRST_LINK.hex()}
    head, _ = Head.objects.select_for_update().get_or_create(pk=1, defaults=empty)
    return head


@transaction.atomic
def checkpoint(*, actor: Actor, now: datetime) -> note.SignedCheckpoint:
    """Sign what the trace is now, keep it, and return it for an outside organ to hold."""
    _locked_head()  # before the key is read: another process may be changing it, and its former key signs nothing more
    key = signing_key()
    return _sign(key, name_of_log(key), actor, now)


def _sign(private: Ed25519PrivateKey, name: str, actor: Actor, now: datetime) -> note.SignedCheckpoint:
    head = _locked_head()
    signed = note.sign(private, name, head.size, head.root, instant(now))
    kept = {"key": signed.key, "signature": signed.signature, "note": signed.text}
    Checkpoint.objects.create(size=signed.size, root=signed.root, at=now, **kept)
    append(actor=actor, act=CHECKPOINTED, thing=f"entry:{head.size}", details={"size": head.size, "root": head.root}, now=now)
    beside = partial(remember, Path(settings.HOME), entries=head.size + 1, at=now, version=VERSION)
    transaction.on_commit(beside, robust=True)  # a server runs for weeks: an older database must not pass for this one
    return signed


def log_key() -> Key:
    """The public key of this trace under its name, as outsiders pin it."""
    private = signing_key()
    return Key(name_of_log(private), LOG, private.public_key().public_bytes_raw())


def cosigned(text: str) -> Note:
    """A note with signatures; raises UnusableInputError where the text is none."""
    try:
        given = read_note(text)
        read_point(given.body)
    except ValueError as error:
        raise UnusableInputError("见证签名", "", str(error), "请提交检查点全文，连同见证签名") from error
    return given


def name_of_log(key: Ed25519PrivateKey) -> str:
    """The name under which this trace signs: as set, else as the newest checkpoint has it, else made from the key."""
    newest = Checkpoint.objects.exclude(note="").order_by("-size", "-id").first()
    return origin_set() or (newest.note.partition("\n")[0] if newest else origin_made(key))


def checkpoint_if_due(*, actor: Actor, now: datetime) -> note.SignedCheckpoint | None:
    """Sign where there are new entries and the newest checkpoint is older than the set interval; None where it is not due."""
    newest = Checkpoint.objects.order_by("-size", "-id").first()
    size = Head.objects.filter(pk=1).values_list("size", flat=True).first() or 0
    if newest is None:
        return checkpoint(actor=actor, now=now) if size else None
    fresh = Entry.objects.filter(seq__gt=newest.size + 1).exclude(act=CHECKPOINTED).exists()
    return checkpoint(actor=actor, now=now) if fresh and (now - newest.at).total_seconds() >= interval_seconds() else None


@transaction.atomic
def keep_cosignature(*, actor: Actor, text: str, now: datetime) -> int:
    """Keep the signatures of witnesses on one of our checkpoints; returns how many were new. Raises UnusableInputError for another's."""
    _locked_head()
    given, kept = cosigned(text), None
    for point in Checkpoint.objects.exclude(note="").filter(size=read_point(given.body).size):
        kept = point if read_note(point.note).body == given.body else kept
    if kept is None:
        raise UnusableInputError("见证签名", read_point(given.body).origin, "不是本系统签署的检查点", "请对本系统给出的检查点签名")
    before = read_note(kept.note)
    after = before.with_signatures([one for one in given.signatures if one.name != read_point(given.body).origin])
    kept.note = str(after)
    kept.save(update_fields=["note"])
    names = sorted({one.name for one in after.signatures} - {one.name for one in before.signatures})
    append(actor=actor, act=COSIGNED, thing=f"entry:{kept.size}", details={"witnesses": names, "size": kept.size}, now=now)
    return len(after.signatures) - len(before.signatures)


@transaction.atomic
def rotate_key(*, actor: Actor, now: datetime) -> Path:
    """Put a new key in the place of the signing key, and sign with both: the former signs the entry that names the new one."""
    head, former = _locked_head(), log_key()
    aside = rotate()
    fresh = Key(former.name, LOG, signing_key().public_key().public_bytes_raw())
    append(actor=actor, act=KEY_CHANGED, thing=f"entry:{head.size}", details={"former": str(former), "key": str(fresh)}, now=now)
    for private in (key_in(aside), signing_key()):
        _sign(private, former.name, actor, now)
    return aside


@transaction.atomic
def erase_details(*, actor: Actor, seqs: Iterable[int], reason: str, order: str = "", now: datetime) -> int:
    """Erase details, salts and bindings of these entries, each with an entry that says so; returns how many. Proofs stay valid.

    order: 文号 of the approval. Rows that only these entries bind are bound anew, once they are certainly as they were bound.
    """
    if not reason.strip():
        raise UnusableInputError("清除留痕细节", "", "没有写明理由", "请写明依据和理由")
    _locked_head()
    kept = Entry.objects.select_for_update().filter(seq__in=list(seqs), details__isnull=False)
    numbers = sorted(entry.seq for entry in kept)
    again = still_bound_by(frozenset(numbers))
    Entry.objects.filter(seq__in=numbers).update(details=None, salt=None, rows=None)
    acts = [(ERASED, f"entry:{number}", {"reason": reason, "order": order}) for number in numbers]
    append_all(actor=actor, acts=acts, now=now)
    append_bindings(actor=actor, texts=bindings(again), now=now)
    return len(numbers)


def still_bound_by(numbers: frozenset[int]) -> Keys:
    """Keys of rows whose newest binding is in one of these entries, by table; raises UnusableInputError where a row is not as bound."""
    fold = Fold()
    fold_after(fold, 0)
    found = {
        table: keys
        for table, rows in fold.last.items()
        if table in covered() and (keys := [key for key, bound in rows.items() if bound.digest and bound.seq in numbers])
    }
    for table, keys in found.items():
        if amiss := sorted(set(keys) & set(unsound_keys(covered()[table], fold))):
            remedy = "请先核对（zhiheng ledger verify），查明改动后再清除"
            raise UnusableInputError("清除留痕细节", f"{table} {amiss[0]}", "这一行与留痕所记不符，清除后不能再查出", remedy)
    return found
