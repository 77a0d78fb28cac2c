"""Files by the digest of their content: written under a temporary name, flushed, renamed; never changed, read with their digest checked."""

from __future__ import annotations

import hashlib
import os
import secrets
from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from zhiheng.dossier.core.errors import DocumentRefused
from zhiheng.ledger.core import at_rest

AT_ONCE = 8


def keep(root: Path, content: bytes) -> str:
    """Keep the content and return its SHA-256; content already kept is left as it is."""
    digest = hashlib.sha256(content).hexdigest()
    place = place_of(root, digest)
    if place.is_file():
        return digest
    place.parent.mkdir(parents=True, exist_ok=True)
    writing = place.with_name(f".{digest}.{secrets.token_hex(4)}")
    try:
        with at_rest.writing(writing) as file:
            file.write(content)
        writing.replace(place)
    finally:
        writing.unlink(missing_ok=True)
    _flush_directory(place.parent)
    return digest


def keep_all(root: Path, contents: Sequence[bytes]) -> None:
    """Keep many small contents, several at once: the disk is waited for by each, not by all in turn."""
    with ThreadPoolExecutor(AT_ONCE) as pool:
        list(pool.map(lambda one: keep(root, one), contents))


def keep_pieces(root: Path, pieces: Iterable[bytes]) -> tuple[str, int]:
    """Keep content that comes in pieces; returns its SHA-256 and its length. A refusal among the pieces leaves nothing behind."""
    incoming = root / "incoming"
    incoming.mkdir(parents=True, exist_ok=True)
    writing = incoming / f".{secrets.token_hex(8)}"
    try:
        with at_rest.writing(writing) as file:
            for piece in pieces:
                file.write(piece)
        place = place_of(root, file.digest)
        place.parent.mkdir(parents=True, exist_ok=True)
        writing.replace(place)
    finally:
        writing.unlink(missing_ok=True)
    _flush_directory(place.parent)
    return file.digest, file.length


def read(root: Path, digest: str, name: str) -> bytes:
    """The content of that digest; raises DocumentRefused when it is gone or no longer what it was."""
    try:
        content = at_rest.read(place_of(root, digest))
    except OSError as error:
        raise DocumentRefused("文件", name, "存储的文件不见了", "请从备份恢复文件目录") from error
    except at_rest.DamagedError:
        content = b""
    if hashlib.sha256(content).hexdigest() != digest:
        raise DocumentRefused("文件", name, "存储的文件与摘要不符，内容被改动过", "请从备份恢复，并核查改动原因")
    return content


def place_of(root: Path, digest: str) -> Path:
    """Where content of that digest lies."""
    return root / digest[:2] / digest


def _flush_directory(place: Path) -> None:
    handle = os.open(place, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
