"""The words of a print in the order in which they are read, of PDF and Word alike; what stands in one and not in the other."""

from __future__ import annotations

import io
import re
import unicodedata
from collections.abc import Iterator

from docx import Document
from docx.table import Table
from docx.text.paragraph import Paragraph
from pypdf import PdfReader

PAGE = re.compile(r"—\d+—")


def squeezed(text: str) -> str:
    """Without what only parts signs: blanks, line ends, places where an address may part."""
    return "".join(sign for sign in text if not sign.isspace() and unicodedata.category(sign) not in {"Cf", "Cc"})


def pdf_text(content: bytes) -> str:
    """The words of a PDF without the numbers of its pages."""
    return "".join(PAGE.sub("", squeezed(page.extract_text())) for page in PdfReader(io.BytesIO(content)).pages)


def word_parts(content: bytes) -> Iterator[tuple[str, bool]]:
    """Paragraphs and cells of a Word file in order; whether a part is the head of a table, which a PDF repeats on every page."""
    for block in Document(io.BytesIO(content)).iter_inner_content():
        if isinstance(block, Paragraph):
            yield squeezed(block.text), False
        elif isinstance(block, Table):
            known: list[object] = []
            for at, row in enumerate(block.rows):
                for cell in row.cells:
                    if cell._tc not in known:
                        known.append(cell._tc)
                        yield squeezed(cell.text), at == 0


def differences(pdf: bytes, word: bytes) -> list[str]:
    """What Word has and the PDF lacks at its place, and what the PDF has beside it."""
    text, parts = pdf_text(pdf), [one for one in word_parts(word) if one[0]]
    heads, at, found = {part for part, head in parts if head}, 0, []
    for part, _ in parts:
        where = text.find(part, at)
        if where < 0:
            found.append(f"not in the PDF: {part}")
            continue
        found += _beside(text[at:where], heads)
        at = where + len(part)
    return [*found, *_beside(text[at:], heads)]


def _beside(gap: str, heads: set[str]) -> list[str]:
    for head in sorted(heads, key=len, reverse=True):
        gap = gap.replace(head, "")
    return [f"only in the PDF: {gap}"] if gap else []
