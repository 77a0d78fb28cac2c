"""Readable copies of enciphered files, in memory alone: for readers that open files by themselves, such as DuckDB.

They lie in a folder of a file system that lives in memory, for this account alone, named by the digest of their content.
"""

from __future__ import annotations

import hashlib
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from zhiheng.ledger.core import at_rest
from zhiheng.schema.errors import UnusableInputError

THING: Final = "加密数据的读取目录"
IN_MEMORY: Final = frozenset({"tmpfs", "ramfs"})
_place: list[Path] = []


def use(place: Path | None) -> None:
    """Keep readable copies below this folder; None: there are none to be made."""
    _place[:] = [place] if place else []


def place() -> Path | None:
    """The folder of readable copies; None where there is none."""
    return _place[0] if _place else None


def make_place(given: Path) -> None:
    """Make the folder; refused where it is not in memory, or not this account's alone."""
    remedy = "请用 ZHIHENG_DATA_CLEAR 指明内存文件系统（tmpfs）上本账号专用的目录"
    try:
        given.mkdir(mode=0o700, parents=True, exist_ok=True)
        state = given.lstat()
    except OSError as error:
        raise UnusableInputError(THING, str(given), "不能建立", remedy) from error
    if given.is_symlink() or state.st_uid != os.geteuid() or state.st_mode & 0o077:
        raise UnusableInputError(THING, str(given), "不是本账号专用的目录", remedy)
    if _kind_of(given) not in IN_MEMORY:
        raise UnusableInputError(THING, str(given), "不在内存里，解密的内容会落到磁盘上", remedy)


def path_of(source: Path, digest: str) -> Path:
    """What a reader opens: the file itself, or the readable copy of an enciphered one (see `make_copy`)."""
    copies = place()
    if copies is None or not source.is_file() or not at_rest.is_enciphered(source):
        return source
    return copies / digest


def make_copy(source: Path, digest: str) -> str:
    """Make the readable copy of an enciphered file whose content has this digest; returns the digest that its content has."""
    target = _copies() / digest
    made = target.with_name(f".{digest}.{secrets.token_hex(4)}")
    hashed = hashlib.sha256()
    try:
        with made.open("xb") as file:
            for piece in at_rest.pieces(source):
                hashed.update(piece)
                file.write(piece)
        if hashed.hexdigest() == digest:
            made.replace(target)
    except at_rest.DamagedError:
        return ""
    finally:
        made.unlink(missing_ok=True)
    return hashed.hexdigest()


@contextmanager
def readable(source: Path) -> Iterator[Path]:
    """A file as a path that can be read: itself, or a copy that goes with the block."""
    if not at_rest.is_enciphered(source):
        yield source
        return
    passing = _copies() / f"passing-{secrets.token_hex(8)}{source.suffix}"
    try:
        with passing.open("xb") as file:
            file.writelines(at_rest.pieces(source))
        yield passing
    finally:
        passing.unlink(missing_ok=True)


def sweep(named: frozenset[str], before_seconds: float) -> int:
    """Remove copies of files that no batch names any more, and passing ones untouched since; returns how many."""
    copies, count = place(), 0
    for one in copies.iterdir() if copies and copies.is_dir() else ():
        if one.is_file() and one.name not in named and one.stat().st_mtime < before_seconds:
            one.unlink(missing_ok=True)
            count += 1
    return count


def _copies() -> Path:
    copies = place()
    if copies is None:
        raise UnusableInputError(
            THING, "ZHIHENG_DATA_KEY", "没有给出数据密钥，加密的文件不能读取", "请用 ZHIHENG_DATA_KEY 指明数据密钥文件"
        )
    make_place(copies)
    return copies


def _kind_of(asked: Path) -> str:
    """The kind of file system on which a folder lies, by the kernel's own list."""
    best, kind, resolved = "", "", asked.resolve()
    try:
        lines = Path("/proc/mounts").read_text(encoding="utf-8", errors="surrogateescape").splitlines()
    except OSError:
        return ""
    for line in lines:
        _, mounted, told, *_ = line.split(" ")
        if len(mounted) >= len(best) and resolved.is_relative_to(mounted):
            best, kind = mounted, told
    return kind
