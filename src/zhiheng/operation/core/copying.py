"""Copies files so that they are whole and on the disk, and says what they hold."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from pathlib import Path

from zhiheng.operation.core.manifest import BackupFile

PIECE = 1 << 20
LEFT_OUT = frozenset(
    {
        "zhiheng.sqlite3", "zhiheng.sqlite3-wal", "zhiheng.sqlite3-shm", "zhiheng.sqlite3-journal",
        "library", "static", "sandbox", "incoming", "used.json", "worker.json", "restored.json",
    }
)  # fmt: skip
"""What lies directly below a home and is copied otherwise or not at all: database, segments, what the program makes anew, passing files."""


def copy_file(source: Path, target: Path, path: str) -> BackupFile:
    """Copy and write through to the disk; `path` is what the manifest calls it. An error of writing names the target."""
    target.parent.mkdir(parents=True, exist_ok=True)
    hashed, length = hashlib.sha256(), 0
    try:
        with source.open("rb") as read, target.open("xb") as written:
            while piece := read.read(PIECE):
                hashed.update(piece)
                written.write(piece)
                length += len(piece)
            written.flush()
            os.fsync(written.fileno())
    except OSError as error:
        raise error if error.filename else OSError(error.errno, error.strerror, str(target)) from error
    return BackupFile(path, length, hashed.hexdigest())


def write_file(target: Path, content: bytes, path: str) -> BackupFile:
    """Write the content through to the disk."""
    target.parent.mkdir(parents=True, exist_ok=True)
    with target.open("xb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    return BackupFile(path, len(content), hashlib.sha256(content).hexdigest())


def file_of(target: Path, path: str) -> BackupFile:
    """What a file that another program wrote holds; it is written through to the disk."""
    with target.open("rb") as file:
        os.fsync(file.fileno())
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    return BackupFile(path, target.stat().st_size, digest)


def read_of(place: Path, path: str) -> BackupFile:
    """What a file holds, as it is read now."""
    with place.open("rb") as file:
        return BackupFile(path, place.stat().st_size, hashlib.file_digest(file, "sha256").hexdigest())


def sync_directories(root: Path) -> None:
    """Write the folders below through to the disk, so that the names of their files are there after a power cut."""
    for place in [root, *(one for one in root.rglob("*") if one.is_dir())]:
        sync_directory(place)


def sync_directory(place: Path) -> None:
    """Write a folder's names through to the disk."""
    opened = os.open(place, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)


def plain_files(home: Path) -> Iterator[Path]:
    """Files of a home that are copied as they are: neither database, segments, keys nor what passes; relative to the home, in order."""
    for place in sorted(home.rglob("*")):
        path = place.relative_to(home)
        passing = path.parts[0] in LEFT_OUT or any(part.startswith(".") for part in path.parts)
        if not passing and not is_key(path) and place.is_file():
            yield path


def key_files(home: Path) -> list[Path]:
    """Private keys below a home, relative to it, in order."""
    found = (place.relative_to(home) for pattern in ("*.key", "*.key.*", "keys/**/*") for place in home.glob(pattern) if place.is_file())
    return sorted({path for path in found if is_key(path) and not any(part.startswith(".") for part in path.parts)})


def is_key(path: Path) -> bool:
    """Whether a file of a home is a private key: those directly below it, and all of `keys/` but certificates."""
    if len(path.parts) == 1:
        return path.suffix == ".key" or ".key." in path.name
    return path.parts[0] == "keys" and path.suffix not in {".crt", ".pub", ".pem"}
