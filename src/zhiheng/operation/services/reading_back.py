"""Reads a backup back: every file against its manifest, the copy of the database against what the manifest says of it."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.db import transaction

from zhiheng.ledger.core.actor import Actor
from zhiheng.ledger.services import append
from zhiheng.operation.core import copying, postgres
from zhiheng.operation.core.manifest import DATABASE, MANIFEST, Manifest, read_manifest
from zhiheng.operation.core.snapshot import read_copied
from zhiheng.operation.services.backing_up import turn, whole_backups
from zhiheng.schema.errors import UnusableInputError

READ_BACK = "backup.read_back"


@dataclass(frozen=True)
class ReadBack:
    """A backup that was read back: its folder, its manifest, in Chinese what is not as the manifest says."""

    place: Path
    manifest: Manifest
    faults: tuple[str, ...]


def read_back(*, actor: Actor, now: datetime, target: Path) -> ReadBack:
    """Read the newest whole backup below `target` and say in the trace how it stands; a disk that loses bits tells nobody by itself."""
    target = target.resolve()
    if not target.is_dir() or not (whole := whole_backups(target)):
        raise UnusableInputError("备份目录", str(target), "里面没有完整的备份", "请先运行 zhiheng backup，或改用存放备份的目录")
    with turn(target):
        place = whole[0]
        manifest = read_manifest(place)
        faults = tuple(_faults(place, manifest))
        _tell(place, manifest, faults, actor, now)
    return ReadBack(place, manifest, faults)


@transaction.atomic
def _tell(place: Path, manifest: Manifest, faults: tuple[str, ...], actor: Actor, now: datetime) -> None:
    details = {"manifest": manifest.digest, "made_at": manifest.made_at, "files": len(manifest.files), "faults": len(faults)}
    append(actor=actor, act=READ_BACK, thing=f"backup:{place.name}", details=details, now=now)


def _faults(place: Path, manifest: Manifest) -> Iterator[str]:
    listed = {one.path: one for one in manifest.files}
    for path, one in listed.items():
        try:
            if copying.read_of(place / path, path) != one:
                yield f"与清单不符：{path}"
        except FileNotFoundError:
            yield f"缺少：{path}"
        except OSError as error:
            yield f"读不出（{error.strerror}）：{path}"
    there = {one.relative_to(place).as_posix() for one in place.rglob("*") if one.is_file()}
    yield from (f"清单上没有：{path}" for path in sorted(there - {*listed, MANIFEST}))
    yield from _faults_of_database(place, manifest)


def _faults_of_database(place: Path, manifest: Manifest) -> Iterator[str]:
    """The copy must open, and hold the trace that the manifest says."""
    copy = next((place / one.path for one in manifest.files if one.path.startswith(f"{DATABASE}/")), place / DATABASE)
    if not copy.is_file():
        return
    try:
        if manifest.database == "postgresql":
            postgres.contents(copy)
            return
        with closing(sqlite3.connect(f"file:{copy}?mode=ro&immutable=1", uri=True)) as opened:
            told = [row[0] for row in opened.execute("pragma integrity_check(5)")]
            held = read_copied(lambda sql: opened.execute(sql).fetchall())
    except (sqlite3.Error, UnusableInputError) as error:
        yield f"数据库副本打不开：{error}"
        return
    if told != ["ok"] or (held.entries, held.root) != (manifest.entries, manifest.root):
        yield f"数据库副本与清单不符：{copy.name}"
