"""Identity numbers in a file that is handed out, and whether all of it could be looked through."""

from __future__ import annotations

import io
import zipfile
import zlib
from dataclasses import dataclass
from typing import BinaryIO

from zhiheng.registry.core.masking import numbers_in

MOST_BYTES = 64 << 20
"""Of an archive so many bytes, unpacked, are looked through."""
DEEPEST = 2
"""Archives within archives: a package holds files that are archives themselves."""
MARKS = ((b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))


@dataclass(frozen=True)
class FileNumbers:
    """numbers: each once, in their order; whole: whether nothing was left that cannot be read as text."""

    numbers: tuple[str, ...]
    whole: bool


def numbers_in_file(content: bytes | BinaryIO, depth: int = 0) -> FileNumbers:
    """Numbers in a text, a workbook, or an archive of such; of pictures and PDF those that lie open, and that it is not all.

    An archive may come opened, so that it need not lie in memory; it stands at its beginning again.
    """
    if not isinstance(content, bytes):
        found = _in_archive(content, depth)
        content.seek(0)
        return found
    if content.startswith(b"PK\x03\x04") and depth <= DEEPEST:
        return _in_archive(io.BytesIO(content), depth)
    mark = next((code for begins, code in MARKS if content.startswith(begins)), "")
    text = content.decode(mark, "replace").encode() if mark else content
    return FileNumbers(tuple(numbers_in(text)), not content.startswith(b"%PDF") and b"\x00" not in text)


def _in_archive(content: BinaryIO, depth: int) -> FileNumbers:
    numbers, whole, room = dict[str, None](), True, MOST_BYTES
    try:
        with zipfile.ZipFile(content) as archive:
            for member in archive.infolist():
                room -= member.file_size
                if room < 0 or member.flag_bits & 1:
                    return FileNumbers(tuple(numbers), whole=False)
                found = numbers_in_file(archive.read(member), depth + 1)
                numbers |= dict.fromkeys((*numbers_in(member.filename.encode()), *found.numbers))
                whole = whole and found.whole
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, EOFError, OSError):
        return FileNumbers(tuple(numbers), whole=False)
    return FileNumbers(tuple(numbers), whole)
