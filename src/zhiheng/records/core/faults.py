"""Faults of the machine (disk, memory, open files, database) told from errors of the work, and put into words an administrator can act on.

Every reader and writer lets such an error through; the entry points (command line, pages, API) ask `refusal_of` and say it once.
"""

from __future__ import annotations

import errno
import os
import shutil
import sqlite3
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from zhiheng.schema.errors import UnusableInputError

SCARCE_BYTES = 1 << 20
"""Less free space than this counts as a full disk, whatever words the library below finds for it."""
GONE = "请确认数据库正在运行且能够连接，然后重新运行同一操作；未完成的部分没有留下任何数据"
WORDS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "full": ("磁盘已满", "请腾出空间或者扩容，然后重新运行同一操作：已完成的部分保留，未完成的没有留下任何数据，不会重复"),
        "read_only": ("只读，不能写入", "请以可写方式重新挂载，或用 --home 指定可写的目录，然后重新运行同一操作"),
        "denied": ("没有读写权限", "请用有权限的系统账号运行，或把该位置的所有者改为运行制衡的账号"),
        "open_files": ("同时打开的文件过多，超过系统限额", "请提高打开文件数的限额（ulimit -n，建议 65536 以上），然后重新运行同一操作"),
        "memory": ("内存不足", "请关闭其他程序或增加内存；文件很大的，可以拆成几个文件再报送。未完成的部分没有留下任何数据"),
        "busy": ("数据库正被另一操作占用，等待超时", "请等另一操作（如大批量导入）完成后，重新运行同一操作"),
        "damaged": ("数据库文件已损坏", "请停止使用，从备份恢复数据库文件，再用 zhiheng ledger verify --library 检查"),
        "gone": ("数据库连接中断或者连接不上", GONE),
        "device": ("磁盘读写出错", "请检查磁盘或者存储设备；数据有疑问的，用 zhiheng ledger verify --library 检查"),
        "missing": ("目录或者文件不存在", "请检查该位置是否被移走、存储是否已挂载，然后重新运行同一操作"),
    }
)
_ERRNO = {
    errno.ENOSPC: "full", errno.EDQUOT: "full", errno.EROFS: "read_only", errno.EACCES: "denied", errno.EPERM: "denied",
    errno.EMFILE: "open_files", errno.ENFILE: "open_files", errno.ENOMEM: "memory", errno.EIO: "device", errno.ENOENT: "missing",
}  # fmt: skip
_SQLITE = {
    sqlite3.SQLITE_FULL: "full", sqlite3.SQLITE_READONLY: "read_only", sqlite3.SQLITE_CANTOPEN: "denied", sqlite3.SQLITE_PERM: "denied",
    sqlite3.SQLITE_BUSY: "busy", sqlite3.SQLITE_LOCKED: "busy", sqlite3.SQLITE_CORRUPT: "damaged", sqlite3.SQLITE_NOTADB: "damaged",
    sqlite3.SQLITE_IOERR: "device", sqlite3.SQLITE_NOMEM: "memory",
}  # fmt: skip
_SQLSTATE = {
    "53100": "full",
    "53200": "memory",
    "53300": "gone",
    "25006": "read_only",
    "55P03": "busy",
    "58030": "device",
    "XX001": "damaged",
}
_SAID = (
    ("no space left", "full"),
    ("max_temp_directory_size", "full"),
    ("too many open files", "open_files"),
    ("read-only file system", "read_only"),
    ("permission denied", "denied"),
    ("cannot allocate memory", "memory"),
    ("out of memory", "memory"),
    ("bad_alloc", "memory"),
    ("malloc of size", "memory"),
    ("realloc of size", "memory"),
    ("failed to allocate", "memory"),
    ("thread creation failed", "memory"),
    ("resource temporarily unavailable", "memory"),
    ("can't start new thread", "memory"),
    ("input/output error", "device"),
    ("server closed the connection", "gone"),
    ("connection refused", "gone"),
    ("connection is closed", "gone"),
    ("connection failed", "gone"),
    ("connection is lost", "gone"),
)
OF_MACHINE = frozenset({"full", "read_only", "open_files", "memory", "device"})


@dataclass(eq=False)
class MachineFault(UnusableInputError):  # noqa: N818 - a fault is the word for it
    """The machine did not let the work be done. kind: a key of WORDS; the work left nothing half done."""

    kind: str = ""

    @property
    def status(self) -> int:
        """The HTTP status: 507 for a full disk, else 503."""
        return 507 if self.kind == "full" else 503


def refusal_of(error: BaseException, thing: str, home: Path) -> MachineFault | None:
    """The fault of the machine behind an error, or None where the error is another one's (then it must not be hidden).

    thing  what was being done, as the message begins
    home   named where the error names no place; its free space settles unclear words
    """
    for one in _behind(error):
        kind = _kind(one)
        if kind:
            place = _place(one) or str(home)
            kind = "full" if kind == "device" and is_full(home) else kind
            reason, remedy = WORDS[kind]
            return MachineFault(thing, place, reason, remedy, kind)
    return None


def raise_if_of_machine(error: Exception) -> None:
    """For readers, which may call a file unusable only where the machine is sound: a fault of the machine goes on as it is."""
    if any(_kind(one) in OF_MACHINE for one in _behind(error)):
        raise error


def is_full(home: Path) -> bool:
    """Whether the disk that the folder stands on has no room left."""
    there = next((place for place in (home, *home.parents) if place.exists()), Path("/"))
    return shutil.disk_usage(there).free < SCARCE_BYTES


def open_files_allowed() -> int:
    """How many files the process may hold open, after asking for as many as the system grants it."""
    import resource

    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft != hard:
        resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    return hard if hard != resource.RLIM_INFINITY else 1 << 20


def _behind(error: BaseException) -> Iterator[BaseException]:
    """The error and what it was raised from, the outermost first; what was merely being handled meanwhile is not its cause."""
    seen: set[int] = set()
    one: BaseException | None = error
    while one is not None and id(one) not in seen:
        seen.add(id(one))
        yield one
        one = one.__cause__


def _kind(error: BaseException) -> str:
    if isinstance(error, MemoryError):
        return "memory"
    if isinstance(error, OSError) and error.errno in _ERRNO:
        return _ERRNO[error.errno]
    if isinstance(error, sqlite3.Error):
        return _SQLITE.get(getattr(error, "sqlite_errorcode", 0) & 0xFF, "")
    state = getattr(error, "sqlstate", None)
    if isinstance(state, str):
        return _SQLSTATE.get(state, "gone" if state[:2] in {"08", "57"} else "")
    return _kind_by_words(error)


def _kind_by_words(error: BaseException) -> str:
    """The kind by the words of a library that has no numbers for it."""
    words = str(error).lower()
    return next((kind for part, kind in _SAID if part in words), "")


def _place(error: BaseException) -> str:
    named = getattr(error, "filename", None)
    return os.fsdecode(named) if isinstance(named, (str, bytes)) else ""
