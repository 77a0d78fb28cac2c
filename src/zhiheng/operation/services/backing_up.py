"""Makes a backup while others work: a checkpoint, one view of the database, then the files that this view names."""

from __future__ import annotations

import fcntl
import os
import shutil
import sqlite3
import zipfile
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection, transaction

from zhiheng import VERSION
from zhiheng.ledger.core import at_rest
from zhiheng.ledger.core.actor import Actor
from zhiheng.ledger.core.note import SignedCheckpoint
from zhiheng.ledger.keys import key_place
from zhiheng.ledger.selectors import entries_about, size
from zhiheng.ledger.selectors.proofs import root_at
from zhiheng.ledger.services import append, checkpoint
from zhiheng.operation.core import copying, postgres
from zhiheng.operation.core.manifest import CHECKPOINT, DATABASE, HOME, MANIFEST, BackupFile, Manifest, read_manifest
from zhiheng.operation.core.snapshot import Copied, read_copied
from zhiheng.schema.errors import UnusableInputError

BACKED_UP = "backup.made"
NAMED = "zhiheng-"
TURN = ".backing-up"
DIGEST_LENGTH = 64


@dataclass(frozen=True)
class Backup:
    """A finished backup: its folder, its manifest, where the keys went, names of older ones that were removed.

    swept  names of what killed backups and removals had left
    """

    place: Path
    manifest: Manifest
    keys: Path | None
    removed: tuple[str, ...]
    swept: tuple[str, ...] = ()


def back_up(*, actor: Actor, now: datetime, target: Path, keys: Path | None = None, keep: int = 0) -> Backup:
    """Make a backup in a new folder below `target`, whole or not at all.

    keys  a ZIP file for the private keys, outside `target`; without it they are not copied
    keep  so many newest backups stay, older ones are removed once the new one is whole; 0: all stay
    """
    target = target.resolve()
    demand_apart(target, keys)
    target.mkdir(parents=True, exist_ok=True)
    with turn(target):
        swept = _clear_parts(target)
        _tell_late(target, actor, now)
        signed = checkpoint(actor=actor, now=now)
        place = target / f"{NAMED}{now.astimezone(UTC):%Y%m%dT%H%M%SZ}"
        if place.exists():
            raise UnusableInputError("备份", str(place), "同名的备份已经存在", "请过一秒再做")
        part = target / f".{place.name}.part"
        try:
            manifest = _filled(part, signed, now)
            part.rename(place)
        finally:
            shutil.rmtree(part, ignore_errors=True)
        copying.sync_directory(target)
        kept = _keep_keys(keys) if keys else None
        _tell(place, manifest, actor, now, keys=bool(kept))
        return Backup(place, manifest, kept, _removed(target, keep), swept)


@transaction.atomic
def _tell(place: Path, manifest: Manifest, actor: Actor, now: datetime, **more: bool) -> None:
    """The entry of a backup."""
    counts = {"entries": manifest.entries, "files": len(manifest.files), "faults": len(manifest.faults)}
    details = {"manifest": manifest.digest, **counts, **more}
    append(actor=actor, act=BACKED_UP, thing=f"backup:{place.name}", details=details, now=now)


def _tell_late(target: Path, actor: Actor, now: datetime) -> None:
    """Tell of whole backups of this trace whose maker was killed before it could."""
    for place in sorted(one.parent for one in target.glob(f"{NAMED}*/{MANIFEST}")):
        with suppress(UnusableInputError):
            manifest = read_manifest(place)
            ours = 0 < manifest.entries <= size() and root_at(manifest.entries).hex() == manifest.root
            if ours and not entries_about(f"backup:{place.name}").filter(act=BACKED_UP).exists():
                _tell(place, manifest, actor, now, late=True)


def demand_apart(target: Path, keys: Path | None) -> None:
    """Refuse a backup within the home, keys within the backup, and a home with nothing to lose."""
    home = Path(settings.HOME).resolve()
    if target == home or home in target.parents:
        raise UnusableInputError("备份目录", str(target), "在数据目录之内，磁盘损坏时会一同丢失", "请改用另一块磁盘上的目录")
    if keys and (target in keys.resolve().parents or home in keys.resolve().parents):
        raise UnusableInputError("密钥文件", str(keys), "不能与备份或数据放在一起", "请改用另一处，由另一人保管")
    if keys and not keys.resolve().parent.is_dir():
        raise UnusableInputError("密钥文件", str(keys), "所在目录不存在", "请先建立该目录")


@contextmanager
def turn(target: Path) -> Iterator[None]:
    """One backup at a time in a folder."""
    with (target / TURN).open("a") as turn:
        try:
            fcntl.flock(turn, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise UnusableInputError("备份目录", str(target), "另一个备份正在进行", "请等它完成") from error
        yield


def _clear_parts(target: Path) -> tuple[str, ...]:
    """Remove what backups and removals that were stopped left behind; returns their names."""
    parts = sorted(target.glob(f".{NAMED}*.part"))
    for part in parts:
        shutil.rmtree(part, ignore_errors=True)
    return tuple(part.name for part in parts)


def _filled(part: Path, signed: SignedCheckpoint, now: datetime) -> Manifest:
    """Fill the folder; its manifest, which makes it whole, is written last."""
    part.mkdir(mode=0o700)
    with _view(part / DATABASE) as (database, copied):
        if not copied.entries:
            raise UnusableInputError("备份", str(settings.HOME), "这个目录还没有使用过，没有可备份的内容", "请用 --home 指定在用的目录")
        home = Path(settings.HOME)
        segments, amiss = _copied_segments(Path(settings.LIBRARY), part, copied.segments)
        plain = [copying.copy_file(home / path, part / HOME / path, f"{HOME}/{path.as_posix()}") for path in _still_there(home)]
        note = copying.write_file(part / CHECKPOINT, signed.to_text().encode(), CHECKPOINT)
    faults = (*amiss, *_faults_of_files(part, plain))
    files = tuple(sorted([database, note, *segments, *plain]))
    size = signed.size
    manifest = Manifest(now.isoformat(), VERSION, copied.schema, connection.vendor, copied.entries, copied.root, size, faults, files)
    copying.write_file(part / MANIFEST, manifest.text().encode(), MANIFEST)
    copying.sync_directories(part)
    return manifest


def _still_there(home: Path) -> Iterator[Path]:
    """Files to copy; one that was removed since the folder was read is passed over."""
    return (path for path in copying.plain_files(home) if (home / path).is_file())


@contextmanager
def _view(directory: Path) -> Iterator[tuple[BackupFile, Copied]]:
    """Copy the database as it is at one instant; yields the copy and what it says."""
    directory.mkdir(parents=True)
    make = _postgresql_view if connection.vendor == "postgresql" else _sqlite_view
    with make(directory) as (place, copied):
        yield copying.file_of(place, f"{DATABASE}/{place.name}"), copied


@contextmanager
def _sqlite_view(directory: Path) -> Iterator[tuple[Path, Copied]]:
    """SQLite's own online copy: writers go on, the side log is taken in, the copy is one file."""
    place = directory / "zhiheng.sqlite3"
    with closing(_sqlite_source()) as source, closing(sqlite3.connect(place)) as made:
        source.backup(made)
        made.execute("pragma journal_mode=delete")
        told = [row[0] for row in made.execute("pragma quick_check(5)")]
        if told != ["ok"]:
            raise UnusableInputError("数据库", str(settings.HOME), "数据库文件已损坏，备份没有做成", "请从较早的备份恢复，保留现有文件备查")
        copied = read_copied(lambda sql: made.execute(sql).fetchall())
    yield place, copied


def _sqlite_source() -> sqlite3.Connection:
    """A connection of its own to the database's file."""
    name = str(connection.settings_dict["NAME"])
    database: dict[str, Any] = settings.DATABASES["default"]
    return sqlite3.connect(name, uri=name.startswith("file:"), timeout=float(database["OPTIONS"]["timeout"]))


@contextmanager
def _postgresql_view(directory: Path) -> Iterator[tuple[Path, Copied]]:
    """A snapshot exported by a transaction that stays open while pg_dump reads it."""
    from psycopg import IsolationLevel

    place, own = directory / "zhiheng.dump", connection.copy()
    own.settings_dict = {
        **own.settings_dict,
        "OPTIONS": {**own.settings_dict["OPTIONS"], "isolation_level": IsolationLevel.REPEATABLE_READ},
    }
    try:
        with transaction_of(own), own.cursor() as cursor:
            ((snapshot,),) = _rows(cursor, "select pg_export_snapshot()")
            copied = read_copied(lambda sql: _rows(cursor, sql))
            postgres.dump(connection.settings_dict, snapshot, place)
        yield place, copied
    finally:
        own.close()


@contextmanager
def transaction_of(own: Any) -> Iterator[None]:
    """A transaction that only reads and is rolled back at its end."""
    own.ensure_connection()
    own.set_autocommit(False)
    try:
        yield
    finally:
        own.rollback()
        own.set_autocommit(True)


def _rows(cursor: Any, sql: str) -> list[tuple[Any, ...]]:
    cursor.execute(sql)
    return list(cursor.fetchall())


def _copied_segments(library: Path, part: Path, named: dict[str, str]) -> tuple[list[BackupFile], list[str]]:
    """Copy the segments that the view names; those that are gone or no longer as stored are told."""
    copied, amiss = [], []
    for path, digest in sorted(named.items()):
        try:
            made = copying.copy_file(library / path, part / HOME / "library" / path, f"{HOME}/library/{path}")
        except FileNotFoundError:
            amiss.append(f"批次文件不见了：{path}")
            continue
        copied.append(made)
        same = digest in {made.sha256, at_rest.digest_of(part / HOME / "library" / path)}
        amiss += [] if same else [f"批次文件与入库时不一致：{path}"]
    return copied, amiss


def _faults_of_files(part: Path, plain: list[BackupFile]) -> Iterator[str]:
    """Kept files are named after their digest: those that are not what their name says."""
    for one in plain:
        name = one.path.rpartition("/")[2]
        if (
            one.path.startswith(f"{HOME}/files/")
            and len(name) == DIGEST_LENGTH
            and name not in {one.sha256, at_rest.digest_of(part / one.path)}
        ):
            yield f"文书或附件文件被改动过：{one.path.removeprefix(f'{HOME}/')}"


def _keep_keys(place: Path) -> Path:
    """Write every private key into one ZIP file that its owner alone may read, whole or not at all."""
    home, signing = Path(settings.HOME), key_place()
    named = {path.as_posix(): home / path for path in copying.key_files(home)}
    outside = [signing, *signing.parent.glob(f"{signing.name}.*")]
    named |= {one.name.replace(signing.name, "ledger.key", 1): one for one in outside if one.is_file()}
    part = place.with_name(f".{place.name}.part")
    part.unlink(missing_ok=True)
    with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        with zipfile.ZipFile(file, "w") as archive:
            for name, source in sorted(named.items()):
                archive.write(source, name)
        file.flush()
        os.fsync(file.fileno())
    part.replace(place)
    return place


def whole_backups(target: Path) -> list[Path]:
    """The whole backups of a folder, the newest first."""
    return sorted((place for place in target.glob(f"{NAMED}*") if (place / MANIFEST).is_file()), reverse=True)


def _removed(target: Path, keep: int) -> tuple[str, ...]:
    """Remove whole backups beyond the newest `keep`; the name goes first, so that half of one is never taken for a backup."""
    old = whole_backups(target)[keep:] if keep > 0 else []
    for place in old:
        shutil.rmtree(place.rename(target / f".{place.name}.part"))
    return tuple(place.name for place in old)
