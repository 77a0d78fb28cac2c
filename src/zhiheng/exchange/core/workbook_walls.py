"""The walls around a workbook (.xlsx): its zip directory and parts are looked at before a reader unpacks anything."""

from __future__ import annotations

import re
import zipfile
import zlib
from collections.abc import Iterator
from typing import IO

import pyarrow as pa
import pyarrow.compute as pc

from zhiheng.exchange.core.source import Source, unusable

MOST_UNPACKED_BYTES = 1 << 30
MOST_RATIO = 200  # unpacked to packed, of a part of more than 16 MB
SMALL_PART_BYTES = 16 << 20
MOST_CELLS = 40_000_000
_CHUNK_BYTES = 1 << 20
_OVERLAP_BYTES = 64
_FAR_REFERENCE = re.compile(rb'r\s?=\s?["\'](?:[A-Z]{2,}[0-9]|[A-Z]?[0-9]{7})')  # beyond column Z or row 999 999; no \b, which costs thrice
_REFERENCE = re.compile(rb'\br\s?=\s?["\']([A-Z]*)([0-9]+)')
_FAULTY = r'<(?:\w+:)?(?:f|strike)[\s>/]|\bt\s*=\s*["\']e["\']|\bhidden\s*=\s*["\'](?:1|true)'  # for RE2, a tenth of the time of re


def inspect(source: Source) -> set[str]:
    """Refuse a workbook that is damaged, or that would unpack to more than a workbook of records can hold.

    Returns the names of the sheets' parts in which formulas or error values stand, or something is hidden.
    """
    faulty: set[str] = set()
    try:
        with zipfile.ZipFile(source.path) as archive:
            parts = archive.infolist()
            _weigh(source, parts)
            if len({part.filename.replace("\\", "/").lower() for part in parts}) < len(parts):
                raise unusable(source.path, "工作簿中有重名的部件，不能确定哪一个是真的", "请用 Excel 打开核对，另存为 .xlsx 后再报送")
            if source.kind == "xlsx" and not any(part.filename.replace("\\", "/").startswith("xl/") for part in parts):
                raise unusable(source.path, "内容不是 Excel 工作簿", "请另存为 .xlsx 后再报送")
            with source.path.open("rb") as file:
                faulty = {part.filename.replace("\\", "/") for part in parts if _unpack_in_passing(source, file, part)}
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, EOFError) as error:
        raise damaged(source) from error
    return faulty


def _weigh(source: Source, parts: list[zipfile.ZipInfo]) -> None:
    """Judge by what the directory says; what it hides is found in passing."""
    heavy = any(part.file_size > SMALL_PART_BYTES and part.file_size > MOST_RATIO * max(part.compress_size, 1) for part in parts)
    if heavy or sum(part.file_size for part in parts) > MOST_UNPACKED_BYTES:
        raise _bomb(source)


def _unpack_in_passing(source: Source, file: IO[bytes], part: zipfile.ZipInfo) -> bool:
    """Unpack a part piece by piece without keeping it: its length must be as stated, and a sheet's cells few enough.

    Returns whether it is a sheet with formulas or error values.
    """
    length, far, faulty = 0, False, False
    is_sheet = part.filename.replace("\\", "/").startswith("xl/worksheets/")
    for piece in _overlapping(file, part):
        length += len(piece) - _OVERLAP_BYTES
        if length > part.file_size:
            raise _bomb(source)
        far = far or _FAR_REFERENCE.search(piece) is not None
        faulty = faulty or (is_sheet and _is_faulty(piece))
    if far and is_sheet and _cells(_overlapping(file, part)) > MOST_CELLS:
        reason = f"工作表占用的区域超过 {MOST_CELLS // 10_000} 万格"
        raise unusable(source.path, reason, "请删除远处的空白行列，或者拆成几个文件报送")
    return faulty


def _is_faulty(piece: bytes) -> bool:
    return bool(pc.match_substring_regex(pa.array([piece], pa.binary()), _FAULTY)[0].as_py())


def _cells(pieces: Iterator[bytes]) -> int:
    """Cells up to the lower right corner of a sheet's XML: a reader reserves room for all of them."""
    rows, columns = 1, 1
    for piece in pieces:
        for letters, number in _REFERENCE.findall(piece):
            rows = max(rows, int(number[:10]))
            columns = max(columns, _column_number(letters[:8]))
    return rows * columns


def _overlapping(file: IO[bytes], part: zipfile.ZipInfo) -> Iterator[bytes]:
    """The pieces of a part, each with the end of the one before in front of it, so that no reference is cut in two."""
    before = bytes(_OVERLAP_BYTES)
    for piece in _pieces(file, part):
        whole = before + piece
        yield whole
        before = whole[-_OVERLAP_BYTES:]


def _pieces(file: IO[bytes], part: zipfile.ZipInfo) -> Iterator[bytes]:
    """The unpacked bytes of a part, at most a megabyte at a time whatever the directory says."""
    file.seek(part.header_offset)
    head = file.read(30)
    if len(head) < 30 or not head.startswith(b"PK\x03\x04"):
        raise zipfile.BadZipFile(part.filename)
    file.seek(part.header_offset + 30 + int.from_bytes(head[26:28], "little") + int.from_bytes(head[28:30], "little"))
    left, unpacker = part.compress_size, zlib.decompressobj(-zlib.MAX_WBITS)
    while left > 0 and (packed := file.read(min(left, _CHUNK_BYTES))):
        left -= len(packed)
        if part.compress_type == zipfile.ZIP_STORED:
            yield packed
            continue
        while packed:
            yield unpacker.decompress(packed, _CHUNK_BYTES)
            packed = unpacker.unconsumed_tail
    if left > 0:
        raise zipfile.BadZipFile(part.filename)


def _column_number(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


def _bomb(source: Source) -> Exception:
    return unusable(source.path, "解压后大得不合常理（疑似压缩炸弹）", "请重新导出；确有很多数据时请拆成几个文件，或者用 CSV 报送")


def damaged(source: Source) -> Exception:
    """The error for a workbook that cannot be opened."""
    return unusable(source.path, "Excel 文件不完整或者已损坏", "请用 Excel 打开确认，另存为 .xlsx 后再报送")
