"""Blocks to Word: the same text, sizes and order as the PDF."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, date, datetime

import docx
from docx.document import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from docx.text.paragraph import Paragraph

from zhiheng.dossier.core.blocks import Block

SONG, FANG, HEI = "宋体", "仿宋", "黑体"


def to_word(blocks: Sequence[Block], *, title: str, author: str, on: date) -> bytes:
    """The document as .docx."""
    document = _blank(title, author, on)
    for block in blocks:
        SHOWN[block.kind](document, block)
    kept = io.BytesIO()
    document.save(kept)
    return kept.getvalue()


def _blank(title: str, author: str, on: date) -> Document:
    document = docx.Document()
    page = document.sections[0]
    page.page_width, page.page_height = Mm(210), Mm(297)
    page.top_margin, page.bottom_margin, page.left_margin, page.right_margin = Mm(37), Mm(35), Mm(28), Mm(26)
    properties = document.core_properties
    properties.title, properties.author, properties.language = title, author, "zh-CN"
    properties.created = properties.modified = datetime(on.year, on.month, on.day, tzinfo=UTC)
    _font(document.styles["Normal"], FANG, 16)
    return document


def _font(styled: object, face: str, points: float) -> None:
    """Set the face for Chinese and Latin alike; `styled` is a style or a run."""
    styled.font.name, styled.font.size = face, Pt(points)  # type: ignore[attr-defined]
    styled.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), face)  # type: ignore[attr-defined]


def _line(document: Document, text: str, *, face: str = FANG, points: float = 16, bold: bool = False, indent: bool = False) -> Paragraph:
    paragraph = document.add_paragraph()
    run = paragraph.add_run(text)
    run.bold = bold
    _font(run, face, points)
    form = paragraph.paragraph_format
    form.space_before = form.space_after = Pt(0)
    form.line_spacing_rule, form.line_spacing = WD_LINE_SPACING.AT_LEAST, Pt(28)
    if indent:
        form.first_line_indent = Pt(2 * points)
    return paragraph


def _aligned(where: WD_ALIGN_PARAGRAPH, **look: object) -> Callable[[Document, Block], None]:
    def show(document: Document, block: Block) -> None:
        _line(document, block.text, **look).alignment = where  # type: ignore[arg-type]

    return show


def _item(document: Document, block: Block) -> None:
    _line(document, f"{block.number}．{block.text}", indent=True)


def _signed(document: Document, block: Block) -> None:
    paragraph = _line(document, block.text)
    paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    paragraph.paragraph_format.right_indent = Pt(32)
    if block.kind == "sign":
        paragraph.paragraph_format.space_before = Pt(24)


def _table(document: Document, block: Block) -> None:
    table = document.add_table(rows=0, cols=len(block.rows[0]))
    table.style = "Table Grid"
    for index, row in enumerate(block.rows):
        for cell, text in zip(table.add_row().cells, row, strict=True):
            run = cell.paragraphs[0].add_run(text)
            run.bold = index == 0
            _font(run, FANG, 10.5)


SHOWN: Mapping[str, Callable[[Document, Block], None]] = {
    "head": _aligned(WD_ALIGN_PARAGRAPH.CENTER, face=SONG, points=22, bold=True),
    "title": _aligned(WD_ALIGN_PARAGRAPH.CENTER, face=SONG, points=26, bold=True),
    "number": _aligned(WD_ALIGN_PARAGRAPH.RIGHT),
    "addressee": _aligned(WD_ALIGN_PARAGRAPH.LEFT),
    "heading": _aligned(WD_ALIGN_PARAGRAPH.LEFT, face=HEI, bold=True, indent=True),
    "paragraph": _aligned(WD_ALIGN_PARAGRAPH.JUSTIFY, indent=True),
    "item": _item,
    "note": _aligned(WD_ALIGN_PARAGRAPH.LEFT, points=12),
    "sign": _signed,
    "date": _signed,
    "table": _table,
}
