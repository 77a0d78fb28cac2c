"""Puts a backup into an empty home: first into `.restoring` below it, whole and compared, then into its place.

While `.restoring` is there, nothing opens the home. A restore that was stopped is begun anew by the same command.
"""

from __future__ import annotations

import json
import os
import shutil
import zipfile
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from zhiheng.operation.core import copying
from zhiheng.operation.core.manifest import CHECKPOINT, DATABASE, HOME, BackupFile, Manifest
from zhiheng.schema.errors import UnusableInputError

RESTORING = ".restoring"
PASSED = ".restored"
STATE = "state.json"
FILE = "zhiheng.sqlite3"
REMEDY = "请重新运行 zhiheng restore；不再恢复的，请删去整个目录"


@dataclass(frozen=True)
class Restoration:
    """Where a restore stands: the home, and what a stopped one had begun with (the digest of its manifest; empty where none had)."""

    home: Path
    begun: str

    @property
    def made(self) -> Path:
        """The home that is being made."""
        return self.home / RESTORING / HOME


def refuse_half_restored(home: Path) -> None:
    """Refuse a home whose restore has not come to its end."""
    if (home / RESTORING).exists():
        raise UnusableInputError("数据目录", str(home), "恢复没有完成", REMEDY)


def begin(home: Path, manifest: Manifest) -> Restoration:
    """Take an unused home, or one where a restore was stopped: what that one left is removed first."""
    begun, names = _state(home)
    there = sorted(one.name for one in home.iterdir() if one.name != RESTORING) if home.is_dir() else []
    if strange := [name for name in there if name not in names]:
        raise UnusableInputError(
            "数据目录", str(home), f"不是空的（{'、'.join(strange[:3])}）", "恢复只在空目录进行，请用 --home 指定另一目录"
        )
    for name in there:
        _remove(home / name)
    shutil.rmtree(home / RESTORING / HOME, ignore_errors=True)
    (home / RESTORING).mkdir(parents=True, exist_ok=True)
    _write_state(home, manifest)
    return Restoration(home, begun)


def _state(home: Path) -> tuple[str, list[str]]:
    try:
        content = json.loads((home / RESTORING / STATE).read_text(encoding="utf-8"))
        return str(content["manifest"]), [str(name) for name in content["names"]]
    except FileNotFoundError:
        return "", []
    except (ValueError, KeyError, TypeError) as error:
        raise UnusableInputError("数据目录", str(home), "上次恢复的记录不能读取", "请用 --home 指定另一个空目录") from error


def _write_state(home: Path, manifest: Manifest) -> None:
    names = sorted({*manifest.names, FILE, "used.json", "restored.json", "keys", "secret.key", "ledger.key"})
    part = home / RESTORING / f".{STATE}"
    part.write_text(json.dumps({"manifest": manifest.digest, "names": names}), encoding="utf-8")
    part.replace(home / RESTORING / STATE)


def _remove(place: Path) -> None:
    if place.is_dir() and not place.is_symlink():
        shutil.rmtree(place)
    else:
        place.unlink()


def put_files(source: Path, restoration: Restoration, manifest: Manifest) -> None:
    """Copy every file but the database and compare it with the manifest; all that is amiss is told together."""
    amiss = []
    for one in manifest.files:
        place = source / one.path
        if not one.path.startswith(f"{HOME}/"):
            amiss += [] if _is_as_listed(place, one) else [one.path]
            continue
        target = restoration.made / PurePosixPath(one.path).relative_to(HOME)
        try:
            amiss += [] if copying.copy_file(place, target, one.path) == one else [one.path]
        except FileNotFoundError:
            amiss.append(one.path)
    restoration.made.mkdir(parents=True, exist_ok=True)
    if amiss:
        words = f"{len(amiss)} 个文件缺失或者与清单不符：{'、'.join(amiss[:5])}"
        raise UnusableInputError("备份", str(source), words, "请改用另一份备份；没有恢复任何内容")


def _is_as_listed(place: Path, one: BackupFile) -> bool:
    return place.is_file() and copying.file_of(place, one.path) == one


def database_of(source: Path, manifest: Manifest) -> Path:
    """The copy of the database in a backup."""
    return source / next(one.path for one in manifest.files if one.path.startswith(f"{DATABASE}/"))


def put_database(source: Path, restoration: Restoration, manifest: Manifest) -> None:
    """Copy SQLite's file into the home that is being made."""
    place = database_of(source, manifest)
    copying.copy_file(place, restoration.made / FILE, place.name)


def checkpoint_of(source: Path) -> Path:
    """The checkpoint that was signed when the backup was made."""
    return source / CHECKPOINT


def put_keys(archive: Path, restoration: Restoration, signing: Path | None) -> list[str]:
    """Put private keys in their places; returns their names. signing: where the signing key lies, if outside the home."""
    remedy = "请使用 zhiheng backup --keys 写出的原文件"
    try:
        with zipfile.ZipFile(archive) as file:
            content = {name: file.read(name) for name in file.namelist()}
    except (OSError, zipfile.BadZipFile) as error:
        raise UnusableInputError("密钥文件", str(archive), "不能读取，或者内容已损坏", remedy) from error
    for name, text in content.items():
        path = PurePosixPath(name)
        if path.is_absolute() or ".." in path.parts or not copying.is_key(Path(name)):
            raise UnusableInputError("密钥文件", f"{archive} {name}", "含有不是密钥的内容", remedy)
        outside = signing is not None and name.startswith("ledger.key")
        target = signing.with_name(name.replace("ledger.key", signing.name, 1)) if outside and signing else restoration.made / name
        if not (outside and target.exists()):
            _write_key(target, text)
    return sorted(content)


def _write_key(place: Path, text: bytes) -> None:
    place.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with os.fdopen(os.open(place, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())


def into_place(restoration: Restoration) -> None:
    """Move the finished home into its place; only then may it be opened."""
    copying.sync_directories(restoration.made)
    for one in sorted(restoration.made.iterdir(), key=lambda place: place.name == FILE):
        one.rename(restoration.home / one.name)
    copying.sync_directory(restoration.home)
    (restoration.home / RESTORING).rename(restoration.home / PASSED)
    shutil.rmtree(restoration.home / PASSED)


def sweep(home: Path) -> None:
    """Remove what a restore left that was killed when all was in place."""
    shutil.rmtree(home / PASSED, ignore_errors=True)


def abandon(restoration: Restoration) -> None:
    """Leave nothing of a restore that was refused."""
    shutil.rmtree(restoration.home / RESTORING, ignore_errors=True)
