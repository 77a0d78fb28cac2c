"""Which encoding a text is in, judged by the whole file, and which of its lines cannot be trusted."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from zhiheng.schema.errors import UnusableInputError

CHUNK_BYTES: Final = 4 << 20
MOST_DAMAGED_LINES: Final = 1000
_THREE: Final = re.compile(rb"[\xe0-\xef][\x80-\xbf]{2}")
_NEVER: Final = re.compile(rb"\xff")
_HIGH_LINE: Final = re.compile(rb"[^\r\n]*[\x80-\xff][^\r\n]*")
MOST_OF_OTHER: Final = 5
"""One line in so many may be in another encoding; with more of them the file is refused."""
_LINE: Final = re.compile(rb"[^\r\n]*(?:\r\n|\n|\r)|[^\r\n]+")


@dataclass(frozen=True)
class Encoding:
    """name: utf-8 or gb18030; damaged: some bytes do not decode; doubtful: numbers of the lines that must not be read at all."""

    name: str
    damaged: bool = False
    doubtful: frozenset[int] = frozenset()


def encoding_of(path: Path) -> Encoding:
    """The encoding of a text that is not whole UTF-8.

    Text of UTF-8 with a few damaged bytes stays UTF-8; text of GB18030 must decode, and its lines must not read as UTF-8 instead.
    Raises UnusableInputError where neither fits.
    """
    whole = broken = three = errors = 0
    for first, piece in _pieces(path):
        if odd := _NEVER.search(piece):
            raise _neither(path, f"第 {first + _ends(piece[: odd.start()])} 行有不属于任何编码的字节（编码既不是 UTF-8 也不是 GB18030）")
        for line in _HIGH_LINE.findall(piece):
            if _decodes(line, "utf-8"):
                whole += 1
            else:
                broken += 1
                three += len(_THREE.findall(line))
                errors += line.decode("utf-8", "replace").count("\ufffd")
    if whole >= broken or three > errors:
        return Encoding("utf-8", damaged=True)
    found = _chinese(path)
    if len(found.doubtful) * MOST_OF_OTHER > broken:
        raise _neither(path, "编码混杂：有的行是 UTF-8，有的行不是")
    return found


def _chinese(path: Path) -> Encoding:
    doubtful: set[int] = set()
    lines = 0
    for first, piece in _pieces(path):
        if _decodes(piece, "gb18030") and not _THREE.search(piece):
            continue
        for lines, line in enumerate(_LINE.findall(piece), start=first):
            if not _decodes(line, "gb18030") or (_THREE.search(line) and _decodes(line, "utf-8")):
                doubtful.add(lines)
        if len(doubtful) > MOST_DAMAGED_LINES:
            break
    if len(doubtful) > MOST_DAMAGED_LINES:
        raise _neither(path, f"第 {min(doubtful)} 行等处不能解码：编码既不是 UTF-8 也不是 GB18030")
    return Encoding("gb18030", damaged=bool(doubtful), doubtful=frozenset(doubtful))


def _decodes(piece: bytes, encoding: str) -> bool:
    try:
        piece.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True


def _ends(piece: bytes) -> int:
    return piece.count(b"\n") + piece.count(b"\r") - piece.count(b"\r\n")


def _pieces(path: Path) -> Iterator[tuple[int, bytes]]:
    """Whole lines at a time, with the number of the first of them."""
    number, kept = 1, b""
    with path.open("rb") as file:
        while chunk := file.read(CHUNK_BYTES):
            whole = kept + chunk
            cut = whole.rfind(b"\n") + 1
            piece, kept = whole[:cut], whole[cut:]
            if piece:
                yield number, piece
                number += _ends(piece)
    if kept:
        yield number, kept


def _neither(path: Path, reason: str) -> UnusableInputError:
    return UnusableInputError("文件", str(path), reason, "请另存为 UTF-8 编码后再报送")
