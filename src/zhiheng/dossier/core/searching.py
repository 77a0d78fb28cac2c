"""Full-text search by pairs of neighbouring signs: no dictionary of words is needed, names and numbers are found as they stand."""

from __future__ import annotations

import io
import re
import unicodedata
from pathlib import Path
from zipfile import BadZipFile

import docx
from pypdf import PdfReader
from pypdf.errors import PyPdfError

MOST_SIGNS = 500_000
MOST_PAGES = 500
_GAPS = re.compile(r"[\s　]+")
_WORD = re.compile(r"[^\W_]", re.UNICODE)


def searchable(text: str) -> str:
    """The text as it is compared: one width, small letters, no gaps."""
    return _GAPS.sub("", unicodedata.normalize("NFKC", text)).lower()[:MOST_SIGNS]


def pairs(text: str) -> frozenset[str]:
    """The pairs of neighbouring letters, figures and ideographs of a searchable text; punctuation parts them."""
    return frozenset(text[at : at + 2] for at in range(len(text) - 1) if _WORD.match(text[at]) and _WORD.match(text[at + 1]))


def text_in(name: str, path: Path) -> str:
    """The text of a file, empty where none can be read: a picture, a scan without a text layer, a damaged file."""
    ending = name.rpartition(".")[2].lower()
    try:
        if ending == "pdf":
            return "\n".join(page.extract_text() for page in PdfReader(path).pages[:MOST_PAGES])
        if ending == "docx":
            return _text_of_word(path)
        return _decoded(path.read_bytes()) if ending in {"txt", "csv"} else ""
    except (PyPdfError, ValueError, KeyError, TypeError, AttributeError, OSError, BadZipFile, RecursionError):
        return ""


def _text_of_word(path: Path) -> str:
    word = docx.Document(io.BytesIO(path.read_bytes()))
    cells = (cell.text for table in word.tables for row in table.rows for cell in row.cells)
    return "\n".join([*(line.text for line in word.paragraphs), *cells])


def _decoded(content: bytes) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("gb18030", errors="ignore")


def around(text: str, asked: str, *, before: int = 20, after: int = 60) -> str:
    """The place where the words stand, with what stands around it; the beginning where they run over gaps."""
    flat = _GAPS.sub("", unicodedata.normalize("NFKC", text))
    at = flat.lower().find(asked)
    start = max(0, at - before)
    return flat[start : start + before + after + len(asked)]
