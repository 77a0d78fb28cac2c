"""Full-text search by pairs of neighbouring signs: no dictionary of words is needed, names and numbers are found as they stand."""

from __future__ import annotations

import io
import re
import unicodedata
from collections.abc import Callable, Mapping
from pathlib import Path
from zipfile import BadZipFile, ZipFile

from pypdf import PdfReader
from pypdf.errors import PyPdfError

MOST_SIGNS = 3_000_000
MOST_PAGES = 3_000
MOST_UNPACKED = 200 * 1024 * 1024
"""What is larger is not read at all, and so named as not searched."""
_GAPS = re.compile(r"[\s　]+")
_WORD = re.compile(r"[^\W_]", re.UNICODE)


def searchable(text: str) -> str:
    """The text as it is compared: one width, small letters, no gaps."""
    return _GAPS.sub("", unicodedata.normalize("NFKC", text)).lower()


def pairs(text: str) -> frozenset[str]:
    """The pairs of neighbouring letters, figures and ideographs of a searchable text; punctuation parts them."""
    return frozenset(text[at : at + 2] for at in range(len(text) - 1) if _WORD.match(text[at]) and _WORD.match(text[at + 1]))


def text_in(name: str, path: Path) -> str:
    """The text of a file, empty where none can be read: a picture, a scan without a text layer, a damaged or an immense file."""
    read = READERS.get(name.rpartition(".")[2].lower())
    try:
        text = read(path) if read else ""
    except (PyPdfError, ValueError, KeyError, TypeError, AttributeError, IndexError, OSError, BadZipFile, RecursionError):
        return ""
    return text if len(text) <= MOST_SIGNS else ""


def _text_of_pdf(path: Path) -> str:
    pages = PdfReader(path).pages
    return "\n".join(page.extract_text() for page in pages) if len(pages) <= MOST_PAGES else ""


def _text_of_word(path: Path) -> str:
    with ZipFile(path) as packed:
        if sum(part.file_size for part in packed.infolist()) > MOST_UNPACKED:
            return ""
    import docx  # read when a Word file is: it takes long

    word = docx.Document(io.BytesIO(path.read_bytes()))
    cells = (cell.text for table in word.tables for row in table.rows for cell in row.cells)
    return "\n".join([*(line.text for line in word.paragraphs), *cells])


def _text_of_text(path: Path) -> str:
    return _decoded(path.read_bytes()) if path.stat().st_size <= 4 * MOST_SIGNS else ""


def _decoded(content: bytes) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("gb18030", errors="ignore")


READERS: Mapping[str, Callable[[Path], str]] = {"pdf": _text_of_pdf, "docx": _text_of_word, "txt": _text_of_text, "csv": _text_of_text}


def around(text: str, asked: str, *, before: int = 20, after: int = 60) -> str:
    """The place where the words stand, with what stands around it; the beginning where they run over gaps."""
    flat = _GAPS.sub("", unicodedata.normalize("NFKC", text))
    at = flat.lower().find(asked)
    start = max(0, at - before)
    return flat[start : start + before + after + len(asked)]
