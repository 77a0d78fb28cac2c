"""What a ZIP container holds, and its parts unpacked within limits: nothing is unpacked that could fill memory or disk."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory
from typing import IO, Final

from zhiheng.schema.errors import UnusableInputError

MOST_FILES: Final = 500
MOST_BYTES: Final = 2 << 30
MOST_RATIO: Final = 200
_CHUNK: Final = 1 << 20
_UTF8_NAME: Final = 0x800


def kind_of_package(path: Path) -> str:
    """xlsx, xlsb, ods or zip by the parts inside; empty where the directory cannot be read."""
    try:
        with zipfile.ZipFile(path) as archive:
            names = {part.filename.replace("\\", "/").lstrip("/") for part in archive.infolist()[:20_000]}
            if "mimetype" in names and b"opendocument.spreadsheet" in archive.read("mimetype")[:200]:
                return "ods"
    except (zipfile.BadZipFile, NotImplementedError, EOFError, ValueError, OSError, RuntimeError):
        return ""
    if "xl/workbook.bin" in names:
        return "xlsb"
    return "xlsx" if any(name.startswith("xl/") for name in names) or "[Content_Types].xml" in names else "zip"


def name_in(part: zipfile.ZipInfo) -> str:
    """The name of a part as its writer meant it: without the flag of UTF-8 it is read as GB18030 where it can be."""
    if part.flag_bits & _UTF8_NAME:
        return part.filename.replace("\\", "/")
    raw = part.orig_filename.encode("cp437", "replace")
    for encoding in ("utf-8", "gb18030"):
        try:
            return raw.decode(encoding).replace("\\", "/")
        except UnicodeDecodeError:
            continue
    return part.filename.replace("\\", "/")


def with_plain_names(path: Path) -> IO[bytes]:
    """The workbook as a file object; parts named with backslashes get the names they should have."""
    with zipfile.ZipFile(path) as archive:
        if not any("\\" in part.orig_filename for part in archive.infolist()):
            return path.open("rb")
        made = io.BytesIO()
        with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as mended:
            for part in archive.infolist():
                mended.writestr(part.orig_filename.replace("\\", "/"), archive.read(part))
    made.seek(0)
    return made


@contextmanager
def unpacked(path: Path, label: str) -> Iterator[list[tuple[str, Path]]]:
    """The files of a ZIP as (name inside, path), in the order of their names, removed with the block.

    Raises UnusableInputError where it is damaged, has a password, is an exchange package, or would unpack to too much.
    """
    with TemporaryDirectory(prefix="zhiheng-unpacked-") as place:
        try:
            with zipfile.ZipFile(path) as archive:
                parts = sorted(_parts(archive, path, label), key=lambda named: named[0])
                yield [(name, _unpack(archive, part, Path(place) / str(number), path)) for number, (name, part) in enumerate(parts)]
        except (zipfile.BadZipFile, NotImplementedError, EOFError, RuntimeError) as error:
            raise _unusable(path, "压缩包不完整、已损坏或者加了密码", "请重新压缩，或者解压后报送其中的数据文件") from error


def _parts(archive: zipfile.ZipFile, path: Path, label: str) -> list[tuple[str, zipfile.ZipInfo]]:
    named = [(name_in(part), part) for part in archive.infolist() if not part.is_dir()]
    named = [(name, part) for name, part in named if not _is_rubbish(name)]
    if any(PurePosixPath(name).name.lower() == "ywxx.xml" for name, _ in named):
        raise _unusable(path, f"“{label}”是系统之间的业务数据包", "请从数据包入口报送；只报送数据时请解压后报送其中的数据文件")
    heavy = any(part.file_size > MOST_RATIO * max(part.compress_size, 1) and part.file_size > 16 * _CHUNK for _, part in named)
    if heavy or sum(part.file_size for _, part in named) > MOST_BYTES or len(named) > MOST_FILES:
        raise _unusable(path, "解压后大得不合常理（疑似压缩炸弹），或者文件过多", "请解压后分批报送其中的数据文件")
    if not named:
        raise _unusable(path, "压缩包里没有文件", "请重新压缩，或者解压后报送其中的数据文件")
    return named


def _is_rubbish(name: str) -> bool:
    path = PurePosixPath(name)
    return any(part.startswith((".", "~$", "__MACOSX")) for part in path.parts)


def _unpack(archive: zipfile.ZipFile, part: zipfile.ZipInfo, place: Path, path: Path) -> Path:
    """One part written below the place, at most as long as its directory says; names inside never become paths."""
    place.mkdir()
    target = place / f"file{PurePosixPath(name_in(part)).suffix.lower()[:12]}"
    left = part.file_size
    with archive.open(part) as packed, target.open("wb") as file:
        while piece := packed.read(_CHUNK):
            left -= len(piece)
            if left < 0:
                raise _unusable(path, "解压后比声明的更大（疑似压缩炸弹）", "请解压后报送其中的数据文件")
            file.write(piece)
    return target


def _unusable(path: Path, reason: str, remedy: str) -> UnusableInputError:
    return UnusableInputError("文件", str(path), reason, remedy)
