"""What a home remembers of its use, beside the database: so that an emptied or missing database is never taken for a new one."""

from __future__ import annotations

import fcntl
import json
import os
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

from zhiheng.schema.errors import UnusableInputError

MARK, KEY = "used.json", "ledger.key"
RESTORE = "请从备份恢复数据库（见 docs/operate.md、docs/upgrade.md）；要另起炉灶，请用 --home 指定一个空目录"


@dataclass(frozen=True)
class Used:
    """entries: how many the trace had at least; at: when that was noted; version: of the program then."""

    entries: int
    at: str
    version: str


def remembered(home: Path) -> Used | None:
    """What was noted; None where nothing was. A note that cannot be read still says that the home was used."""
    try:
        content = json.loads((home / MARK).read_text(encoding="utf-8"))
        return Used(int(content["entries"]), str(content["at"]), str(content["version"]))
    except FileNotFoundError:
        return None
    except (ValueError, KeyError, TypeError):
        return Used(1, "", "")


def remember(home: Path, *, entries: int, at: datetime, version: str) -> None:
    """Note that the trace has so many entries; never fewer than were noted before, by whichever process."""
    if not entries:
        return
    lock = os.open(home, os.O_RDONLY)  # the folder itself: nothing is left behind
    try:
        fcntl.flock(lock, fcntl.LOCK_EX)
        before = remembered(home)
        if before and before.entries >= entries:
            return
        part = home / f".{MARK}.part"
        part.write_text(json.dumps(asdict(Used(entries, at.isoformat(), version))), encoding="utf-8")
        part.replace(home / MARK)
    finally:
        os.close(lock)


def signs_of_use(home: Path) -> list[str]:
    """In Chinese, what shows that the home was used; empty for a new one."""
    return list(_signs(home))


def _signs(home: Path) -> Iterator[str]:
    noted = remembered(home)
    if noted:
        yield f"使用记录写明留痕至少有 {noted.entries} 条"
    segments = sum(1 for _ in (home / "library").glob("*/*.parquet"))
    if segments:
        yield f"数据主题库有 {segments} 个批次文件"
    files = sum(1 for place in (home / "files").rglob("*") if place.is_file())
    if files:
        yield f"存有 {files} 个文书和附件文件"
    if (home / KEY).exists():
        yield "有签署检查点的密钥"


def findings(home: Path, entries: int, noted: Used | None, *, new: bool = True) -> list[str]:
    """What is amiss between the trace and what the home remembers.

    noted: what was remembered before the entries were counted; what others note meanwhile is of entries not counted.
    new: the database has no tables yet. One that has them and no entry was made by a first act that did not come to its end:
    only what was noted beside it, and the key that signs entries, say that it was used.
    """
    if not entries and not new and noted is None and not (home / KEY).exists():
        return []
    if not entries:
        return [f"留痕是空的，但这个目录使用过：{'；'.join(signs)}。{RESTORE}"] if (signs := signs_of_use(home)) else []
    if noted and noted.entries > entries:
        return [f"留痕只有 {entries} 条，此前至少有 {noted.entries} 条，数据库被换成了较早的或别的。{RESTORE}"]
    return []


def demand_database(home: Path, count: Callable[[], int], place: str, *, new: bool) -> None:
    """Refuse to go on with a database that is gone, was emptied, or is an older one than the home was used with."""
    noted = remembered(home)
    found = findings(home, count(), noted, new=new)
    if found:
        raise UnusableInputError("数据库", place, found[0].partition(RESTORE)[0].rstrip("。"), RESTORE)
