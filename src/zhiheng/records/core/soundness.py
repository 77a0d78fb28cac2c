"""Whether files of the theme library still are what was stored: a flipped bit in a data page is read without a word by every reader.

Each file is hashed once in a process: as long as length, time of change and inode stay, it is not hashed again.
"""

from __future__ import annotations

from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from zhiheng.law.moments import SHANGHAI
from zhiheng.ledger.core import at_rest, clear
from zhiheng.records.core.faults import WORDS, MachineFault, open_files_allowed, raise_if_of_machine
from zhiheng.records.core.files import digest_of
from zhiheng.records.core.snapshot import Segment
from zhiheng.schema import DATASETS
from zhiheng.schema.errors import UnusableInputError

AT_ONCE = 4
SPARE_FILES = 120
"""Handles left to everything else: database, libraries, spill files."""
LOST, CHANGED = "批次文件不存在", "批次文件被改动过或者已损坏，内容与入库时不符"
REMEDY = "请从备份恢复该文件，或用 zhiheng import 重新导入该批次的原文件（内容须与当时相同），文件会恢复原样；在此之前不使用这些数据"
_hashed: dict[tuple[str, int, int, int], str] = {}


@dataclass(eq=False)
class SegmentUnsound(UnusableInputError):  # noqa: N818 - it is the segment that is
    """A file of the library is gone or not what was stored; nothing was read from it. segments: all that are unsound."""

    segments: tuple[Segment, ...] = ()


def demand_sound(root: Path, segments: Iterable[Segment]) -> None:
    """Raise SegmentUnsound where a segment's file is gone or its SHA-256 is another than the one stored; it names batch and organ."""
    given = list(segments)
    faults = _faults(root, given)
    found = [(segment, fault) for segment, fault in zip(given, faults, strict=True) if fault]
    if not found:
        return
    first, fault = found[0]
    received_on = first.received_at.astimezone(SHANGHAI).date()
    whose = f"批次 {first.batch}，{first.organ}，{DATASETS[first.dataset].zh}，{received_on} 收到"
    others = f"，另有 {len(found) - 1} 个批次文件也是如此" if len(found) > 1 else ""
    raise SegmentUnsound("数据主题库", first.path, f"{fault}（{whose}）{others}", REMEDY, tuple(segment for segment, _ in found))


def _faults(root: Path, given: list[Segment]) -> list[str]:
    """What is wrong with each file; threads are not worth their start for one."""
    if len(given) <= 1:
        return [fault_of(root / segment.file, segment.file_digest) for segment in given]
    with ThreadPoolExecutor(AT_ONCE) as hashing:
        return list(hashing.map(lambda segment: fault_of(root / segment.file, segment.file_digest), given))


def demand_readable(root: Path, segments: Iterable[Segment]) -> None:
    """Raise UnusableInputError unless every file is what was stored and all of one dataset may be open at once.

    DuckDB ends the whole process where it is refused a file handle in the middle of its work; so this is asked before.
    """
    given = list(segments)
    files = len({segment.file for segment in given})
    if files + SPARE_FILES > open_files_allowed():
        reason, _ = WORDS["open_files"]
        limit = 1 << (files + SPARE_FILES).bit_length()
        remedy = f"请用 zhiheng storage merge 合并小文件，或提高打开文件数的限额（ulimit -n {limit} 以上），然后重新运行同一操作"
        raise MachineFault("数据主题库", str(root), f"{reason}（一个数据集有 {files} 个批次文件）", remedy, "open_files")
    demand_sound(root, given)


def fault_of(place: Path, digest: str) -> str:
    """What is wrong with a file: LOST, CHANGED, or nothing."""
    try:
        return "" if _digest(place, digest) == digest else CHANGED
    except FileNotFoundError:
        return LOST
    except OSError as error:
        raise_if_of_machine(error)
        return LOST


def _digest(place: Path, digest: str) -> str:
    state = place.stat()
    known = (str(place), state.st_size, state.st_mtime_ns, state.st_ino)
    if known not in _hashed:
        _hashed[known] = _content_digest(place, digest)
    elif (copy := clear.path_of(place, digest)) != place and not copy.is_file() and at_rest.ring():
        _hashed[known] = clear.make_copy(place, digest)
    return _hashed[known]


def _content_digest(place: Path, digest: str) -> str:
    """Digest of a file's content; of an enciphered one the readable copy is made, and who has no key judges that."""
    copy = clear.path_of(place, digest)
    if copy == place:
        return digest_of(place)
    return clear.make_copy(place, digest) if at_rest.ring() else digest_of(copy)
