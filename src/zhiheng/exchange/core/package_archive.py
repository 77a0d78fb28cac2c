"""The ZIP of an exchange package: opened within limits, its names read as their writer meant them, nothing hostile let through."""

from __future__ import annotations

import re
import shutil
import stat
import unicodedata
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from itertools import pairwise
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory
from typing import IO, Final

from zhiheng.exchange.core.package_xml import MOST_BYTES as MOST_XML
from zhiheng.exchange.core.package_xml import refused
from zhiheng.exchange.core.packed import name_in
from zhiheng.ledger.core import at_rest

MOST_ENTRIES: Final = 20_000
MOST_UNPACKED: Final = 8 << 30
MOST_RATIO: Final = 200
SMALL: Final = 16 << 20
MOST_PARTS: Final = 12
PIECE: Final = 1 << 20
YWXX: Final = "ywxx.xml"
_ABSOLUTE: Final = re.compile(r"^(/|[A-Za-z]:)")
BROKEN = (zipfile.BadZipFile, zipfile.LargeZipFile, NotImplementedError, EOFError, RuntimeError, ValueError, OSError)
DAMAGED = (zipfile.BadZipFile, NotImplementedError, EOFError, RuntimeError, zlib.error)


class Archive:
    """An opened package: `entries` are its files by name, folders left out."""

    def __init__(self, file: zipfile.ZipFile, name: str, outer: Archive | None = None) -> None:
        self.file, self.name, self.outer = file, name, outer
        self.entries = _entries(file.infolist(), name)
        self.branches = {PurePosixPath(name_in(part)).parts[0].upper() for part in file.infolist() if name_in(part).strip("/")}

    def only(self, wanted: str) -> zipfile.ZipInfo | None:
        """The file of this name at the root, without regard to capitals."""
        return next((part for name, part in self.entries.items() if name.lower() == wanted), None)

    def read(self, part: zipfile.ZipInfo, most: int = MOST_XML) -> bytes:
        """A small part whole."""
        if part.file_size > most:
            raise refused(self.name, f"{name_in(part)} 超过 {most >> 20} MB", "请由来件单位核对后重新打包")
        with self.opened(part) as content:
            found = content.read(most + 1)
            if len(found) != part.file_size:
                raise refused(self.name, f"{name_in(part)} 的长度与目录不符", "请重新传送")
            return found

    @contextmanager
    def opened(self, part: zipfile.ZipInfo) -> Iterator[IO[bytes]]:
        """A part to be read piece by piece; its checksum is checked at its end."""
        damaged = refused(self.name, f"{name_in(part)} 已损坏，读不完整", "请重新传送")
        try:
            content = self.file.open(part)
        except BROKEN as error:
            raise damaged from error
        with content:
            try:
                yield content
            except DAMAGED as error:
                raise damaged from error

    def check(self, part: zipfile.ZipInfo) -> None:
        """Read a part to its end: as long as the directory says, and no less."""
        length = 0
        with self.opened(part) as content:
            while piece := content.read(PIECE):
                length += len(piece)
        if length != part.file_size:
            raise refused(self.name, f"{name_in(part)} 的长度与目录不符", "请重新传送")


@contextmanager
def opened(path: Path, name: str) -> Iterator[Archive]:
    """The package as a ZIP that holds ywxx.xml; of the older form of two levels the inner one, with its envelope as `xtxx.xml` beside."""
    with _zip(path, name) as outer:
        archive = Archive(outer, name)
        packed = archive.only("ywxx.zip")
        if archive.only(YWXX) or packed is None:
            yield archive
            return
        with TemporaryDirectory(prefix="zhiheng-package-") as place:
            inner = Path(place) / "ywxx.zip"
            with archive.opened(packed) as content, inner.open("wb") as target:
                shutil.copyfileobj(content, target, PIECE)
            with _zip(inner, f"{name}/ywxx.zip") as file:
                yield Archive(file, f"{name}/ywxx.zip", archive)


@contextmanager
def _zip(path: Path, name: str) -> Iterator[zipfile.ZipFile]:
    try:
        file = zipfile.ZipFile(path)
    except BROKEN as error:
        raise refused(name, "不是 ZIP，或者压缩包不完整", "请重新传送") from error
    with file:
        yield file


def _entries(parts: list[zipfile.ZipInfo], name: str) -> dict[str, zipfile.ZipInfo]:
    files = [(name_in(part), part) for part in parts if not part.is_dir() and not name_in(part).endswith("/")]
    whole = sum(part.file_size for _, part in files)
    packed = sum(part.compress_size for _, part in files)
    if len(parts) > MOST_ENTRIES or whole > MOST_UNPACKED or whole > 8 * SMALL + MOST_RATIO * packed:
        raise refused(name, "文件过多，或者解压后大得不合常理（疑似压缩炸弹）", "请由来件单位核对后分包发送")
    if _overlap(parts):
        raise refused(name, "条目在包里互相重叠（疑似压缩炸弹）", "请由来件单位重新打包")
    seen: set[str] = set()
    for inner, part in files:
        if fault := _fault(inner, part):
            raise refused(name, f"条目“{inner[:120]}”{fault}", "请由来件单位改正后重新打包")
        key = unicodedata.normalize("NFKC", inner).casefold()
        if key in seen:
            raise refused(name, f"条目“{inner[:120]}”出现两次，不能确定以哪一个为准", "请由来件单位改正后重新打包")
        seen.add(key)
    return dict(files)


def _overlap(parts: list[zipfile.ZipInfo]) -> bool:
    """Whether two entries share bytes."""
    placed = sorted((part.header_offset, part.header_offset + 30 + part.compress_size) for part in parts)
    return any(end > start for (_, end), (start, _) in pairwise(placed))


def _fault(inner: str, part: zipfile.ZipInfo) -> str:
    """What is hostile or not certain about an entry; empty where nothing is."""
    pieces = inner.split("/")
    kind = stat.S_IFMT(part.external_attr >> 16)
    doubts = (
        (_ABSOLUTE.match(inner) or ".." in pieces or "." in pieces or "" in pieces, "的路径指向包外，或者不是正常的路径"),
        (any(ord(sign) < 32 or ord(sign) == 127 or sign == "\ufffd" for sign in part.orig_filename + inner), "的名称含控制字符或者乱码"),
        (len(pieces) > MOST_PARTS or len(inner) > 500, "的路径过深或者过长"),
        (kind not in {0, stat.S_IFREG}, "是链接或者特殊文件"),
        (part.flag_bits & 0x1, "加了密码"),
        (part.compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}, "用了本平台不接收的压缩方法"),
        (part.file_size > max(SMALL, MOST_RATIO * max(part.compress_size, 1)), "压缩得不合常理（疑似压缩炸弹）"),
    )
    return next((words for wrong, words in doubts if wrong), "")


def write(target: Path, parts: Iterable[tuple[str, Path | bytes]], moment: datetime) -> None:
    """Write a package piece by piece: folders WS and JZ always stand in it, as some receivers look for them."""
    stamp = moment.timetuple()[:6]
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in parts:
            info = zipfile.ZipInfo(name, stamp)
            info.compress_type = zipfile.ZIP_STORED if name.lower().endswith((".jpg", ".jpeg", ".png", ".zip")) else zipfile.ZIP_DEFLATED
            info.external_attr = 0o644 << 16
            with file.open(info, "w", force_zip64=True) as packed:
                for piece in (content,) if isinstance(content, bytes) else at_rest.pieces(content):
                    packed.write(piece)
        for branch in ("WS/", "JZ/"):
            file.writestr(zipfile.ZipInfo(branch, stamp), b"")
