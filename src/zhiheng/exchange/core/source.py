"""A file as it lies there: what it is, whether it can be read at all, and the digest of its bytes. Nothing here loads a file as a whole."""

from __future__ import annotations

import codecs
import hashlib
import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from zhiheng.exchange.core.encodings import encoding_of
from zhiheng.exchange.core.packed import kind_of_package
from zhiheng.records.core.faults import raise_if_of_machine
from zhiheng.schema.errors import UnusableInputError

CHUNK_BYTES = 4 << 20
LONGEST_LINE_BYTES = 16 << 20
KINDS = {
    ".csv": "csv",
    ".txt": "csv",
    ".tsv": "csv",
    ".xlsx": "xlsx",
    ".xlsm": "xlsx",
    ".xls": "xls",
    ".et": "xls",
    ".xlsb": "xlsb",
    ".ods": "ods",
    ".zip": "zip",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".parquet": "parquet",
}
_BINARY = {
    "xlsx": " Excel 工作簿",
    "xls": " Excel 工作簿",
    "xlsb": " Excel 工作簿",
    "ods": "电子表格",
    "zip": "压缩包",
    "parquet": " Parquet 文件",
}
READABLE = "可报送 .csv、.xlsx、.xls、.et、.ods、.jsonl、.parquet"
REMEDIES = {
    ".json": "请改为每行一个 JSON 对象（JSON Lines，.jsonl）",
    ".rar": "请解压后报送其中的数据文件",
    ".7z": "请解压后报送其中的数据文件",
    ".docx": "请把表格另存为 .xlsx 后再报送",
    ".doc": "请把表格另存为 .xlsx 后再报送",
    ".pdf": "请报送导出的数据文件（.csv、.xlsx 等）",
}
LINE_ENDS = {"csv": b"\r\n", "jsonl": b"\n"}
_OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_UTF16 = (b"\xff\xfe", b"\xfe\xff")


@dataclass(frozen=True)
class Source:
    """A readable file.

    kind      csv, xlsx, xls, xlsb, ods, zip, jsonl, parquet; by the first bytes, then by the ending of the name
    digest    SHA-256 of the bytes, hex
    encoding  utf-8 or gb18030 (a byte order mark may lead); empty for xlsx and Parquet
    quotes    number of double quotes in a text
    stamp     length and time of change when it was looked at, see `unchanged`
    damaged   some bytes of the text do not decode; doubtful: numbers of the lines that must not be read for it
    """

    path: Path
    name: str
    kind: str
    digest: str
    size_bytes: int
    encoding: str
    quotes: int
    stamp: tuple[int, int]
    damaged: bool = False
    doubtful: frozenset[int] = frozenset()

    @property
    def for_arrow(self) -> str | BinaryIO:
        """The path, or the open file where Arrow cannot take its name (bytes that are no UTF-8)."""
        try:
            os.fspath(self.path).encode()
        except UnicodeEncodeError:
            return self.path.open("rb")
        return os.fspath(self.path)

    def unchanged(self) -> None:
        """Raise UnusableInputError where the file was written to since it was looked at."""
        now = self.path.stat()
        if (now.st_size, now.st_mtime_ns) != self.stamp:
            raise unusable(self.path, "文件在读取过程中被改动", "请等文件写完后重新导入")


def unusable(path: Path, reason: str, remedy: str) -> UnusableInputError:
    """The error for a file that cannot be used at all."""
    return UnusableInputError("文件", str(path), reason, remedy)


def open_source(path: Path, name: str | None = None) -> Source:
    """Look at a file.

    Raises UnusableInputError where it is no regular file, is empty, of no known kind, in an unknown encoding, or has an endless line.

    name  the file's name where the path is a temporary one
    """
    try:
        return _look(path, readable(name or path.name))
    except OSError as error:
        raise_if_of_machine(error)
        raise unusable(path, f"不能读取（{error.strerror or error}）", "请检查路径和权限") from error


def _look(path: Path, name: str) -> Source:
    state = path.stat()
    if not stat.S_ISREG(state.st_mode):
        raise unusable(path, "不是普通文件", "请给出文件或者目录的路径")
    if state.st_size == 0:
        raise unusable(path, "文件是空的", "请重新导出后再报送")
    with path.open("rb") as file:
        kind = _kind(path, name, file.read(8))
    digest, quotes, utf8 = _scan(path, LINE_ENDS.get(kind, b""))
    stamp = (state.st_size, state.st_mtime_ns)
    if kind in _BINARY or utf8:
        return Source(path, name, kind, digest, state.st_size, "utf-8" if utf8 else "", quotes, stamp)
    found = encoding_of(path)
    return Source(path, name, kind, digest, state.st_size, found.name, quotes, stamp, found.damaged, found.doubtful)


def readable(name: str) -> str:
    """A name of the file system as people can read it: bytes that are no UTF-8 are read as GB18030."""
    raw = os.fsencode(name)
    for encoding in ("utf-8", "gb18030"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return raw.decode("utf-8", "replace")


def _kind(path: Path, name: str, head: bytes) -> str:
    if head.startswith(b"PK\x03\x04"):
        return kind_of_package(path) or KINDS.get(Path(name).suffix.lower(), "xlsx")
    if head.startswith(b"PAR1"):
        return "parquet"
    if head == _OLD_OFFICE:
        return "xls"
    if head.startswith(_UTF16):
        raise unusable(path, "编码是 UTF-16", "请另存为 UTF-8 编码的 CSV 后再报送")
    ending = Path(name).suffix.lower()
    if ending not in KINDS:
        raise unusable(path, f"不认识的文件类型“{ending or name}”", REMEDIES.get(ending, READABLE))
    if KINDS[ending] in _BINARY:
        raise unusable(path, f"内容不是{_BINARY[KINDS[ending]]}，或者文件已损坏", "请重新导出后再报送")
    return KINDS[ending]


def _chunks(path: Path) -> Iterator[bytes]:
    with path.open("rb", buffering=0) as file:
        while chunk := file.read(CHUNK_BYTES):
            yield chunk


def _scan(path: Path, line_ends: bytes) -> tuple[str, int, bool]:
    """Digest, number of double quotes, and whether the text is UTF-8, in one pass; an endless line ends the pass early.

    line_ends  the bytes that end a line; none: no text, only the digest is taken
    """
    digest, decoder = hashlib.sha256(), codecs.getincrementaldecoder("utf-8")()
    quotes = nuls = length = since_line_end = 0
    utf8 = bool(line_ends)
    for chunk in _chunks(path):
        digest.update(chunk)
        if not line_ends:
            continue
        quotes, nuls, length = quotes + chunk.count(b'"'), nuls + chunk.count(b"\x00"), length + len(chunk)
        utf8 = utf8 and _decodes(decoder, chunk)
        line_end = max(chunk.rfind(end) for end in line_ends)
        since_line_end = since_line_end + len(chunk) if line_end < 0 else len(chunk) - line_end - 1
        if since_line_end > LONGEST_LINE_BYTES:
            raise unusable(path, f"有一行超过 {LONGEST_LINE_BYTES >> 20} MB", "请检查换行符是否丢失，重新导出后再报送")
    if nuls * 10 > length:
        raise unusable(path, "内容不是文本", "请另存为 UTF-8 编码的 CSV 后再报送")
    return digest.hexdigest(), quotes, utf8 and _decodes(decoder, b"", final=True)


def _decodes(decoder: codecs.IncrementalDecoder, chunk: bytes, *, final: bool = False) -> bool:
    try:
        decoder.decode(chunk, final)
    except UnicodeDecodeError:
        return False
    return True
