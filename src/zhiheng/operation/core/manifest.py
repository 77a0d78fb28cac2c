"""What a backup consists of: each file with its length and SHA-256, the program, the shape of the database, the head of the trace."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass
from pathlib import Path, PurePosixPath
from typing import Any

from zhiheng.schema.errors import UnusableInputError

MANIFEST = "manifest.json"
CHECKPOINT = "checkpoint.txt"
DATABASE = "database"
HOME = "home"
FORMAT = 1
REMEDY = "请改用 zhiheng backup 做成的完整备份（含 manifest.json 的文件夹）"


@dataclass(frozen=True, order=True)
class BackupFile:
    """A file below the backup's folder: its path with slashes, its length, its SHA-256 in hex."""

    path: str
    bytes: int
    sha256: str


@dataclass(frozen=True)
class Manifest:
    """A whole backup.

    made_at   instant, ISO with offset; program: version that made it
    schema    the newest migration of each room, by its name
    database  sqlite or postgresql
    entries   of the trace in the copy of the database; root: of their tree, in hex
    checkpoint_size  entries that the checkpoint beside it covers
    faults    in Chinese, what was found amiss while copying
    """

    made_at: str
    program: str
    schema: dict[str, str]
    database: str
    entries: int
    root: str
    checkpoint_size: int
    faults: tuple[str, ...]
    files: tuple[BackupFile, ...]

    def text(self) -> str:
        """The manifest as it is written."""
        return json.dumps({"format": FORMAT, **asdict(self)}, ensure_ascii=False, indent=1, sort_keys=True) + "\n"

    @property
    def digest(self) -> str:
        """SHA-256 of the text, in hex."""
        return hashlib.sha256(self.text().encode()).hexdigest()

    @property
    def names(self) -> list[str]:
        """What stands directly below the home."""
        parts = [PurePosixPath(one.path).parts for one in self.files]
        return sorted({found[1] for found in parts if found[0] == HOME})


def read_manifest(place: Path) -> Manifest:
    """The manifest of a backup; raises UnusableInputError where the folder holds none."""
    try:
        given = json.loads((place / MANIFEST).read_text(encoding="utf-8"))
        if given.pop("format") != FORMAT:
            raise UnusableInputError("备份", str(place), "格式不认识，可能是更新的程序做的", "请使用做成备份的那个版本或更新的程序")
        return _manifest(given)
    except FileNotFoundError as error:
        raise UnusableInputError("备份", str(place), "没有清单 manifest.json，不是完整的备份", REMEDY) from error
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise UnusableInputError("备份", str(place / MANIFEST), "清单不能读取", REMEDY) from error


def _manifest(given: dict[str, Any]) -> Manifest:
    files = tuple(BackupFile(str(one["path"]), int(one["bytes"]), str(one["sha256"])) for one in given.pop("files"))
    if strange := [one.path for one in files if not _is_inside(one.path)]:
        raise UnusableInputError("备份", strange[0], "清单中的路径指向备份之外", REMEDY)
    return Manifest(**{**given, "faults": tuple(given["faults"])}, files=files)


def _is_inside(path: str) -> bool:
    """Whether the path stays within the folder and is of a kind that a backup has."""
    parts = PurePosixPath(path).parts
    return bool(parts) and not path.startswith("/") and ".." not in parts and parts[0] in {DATABASE, HOME, CHECKPOINT}
