"""Blocks to Word: the same text, sizes and order as the PDF, on a page with the same grid of 22 lines of 28 signs."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, date, datetime

from docx.document import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.shared import Pt
from docx.text.paragraph import Paragraph

from zhiheng.dossier.core import word_page
from zhiheng.dossier.core.blocks import Block, numbered
from zhiheng.dossier.core.word_page import FANG, HEI, KAI, PITCH, TITLE, set_face
from zhiheng.dossier.core.word_tables import add_grid, add_table

LEFT, CENTER, RIGHT = WD_ALIGN_PARAGRAPH.LEFT, WD_ALIGN_PARAGRAPH.CENTER, WD_ALIGN_PARAGRAPH.RIGHT
BODY = 16
MANY = 1_000_000
EDGE = 4 * BODY
"""The date stands four signs from the edge."""


def to_word(blocks: Sequence[Block], *, title: str, author: str, on: date, wide: bool = False) -> bytes:
    """The document as .docx."""
    document = word_page.blank(wide=wide)
    properties = document.core_properties
    properties.title, properties.author, properties.language = title, author, "zh-CN"
    properties.created = properties.modified = datetime(on.year, on.month, on.day, tzinfo=UTC)
    begins = MANY
    for at, block in enumerate(blocks):
        if block.kind in {"annexes", "sign"}:
            begins = min(begins, len(document.paragraphs))
        if block.kind in {"sign", "date"}:
            _signed(document, blocks, at)
        else:
            SHOWN[block.kind](document, block)
        if block.kind == "sign":
            _keep_together(document, begins - 1)
    kept = io.BytesIO()
    document.save(kept)
    return kept.getvalue()


def _line(document: Document, text: str, *, face: str = FANG, points: float = BODY, indent: bool = False) -> Paragraph:
    paragraph = document.add_paragraph()
    set_face(paragraph.add_run(text), face, points)
    form = paragraph.paragraph_format
    form.space_before = form.space_after = Pt(0)
    form.line_spacing_rule, form.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(max(PITCH, points + 10))
    if indent:
        form.first_line_indent = Pt(2 * points)
    return paragraph


def _aligned(where: WD_ALIGN_PARAGRAPH, *, sticky: bool = False, **look: object) -> Callable[[Document, Block], None]:
    def show(document: Document, block: Block) -> None:
        paragraph = _line(document, block.text, **look)  # type: ignore[arg-type]
        paragraph.alignment = where
        paragraph.paragraph_format.keep_with_next = sticky

    return show


def _item(document: Document, block: Block) -> None:
    _line(document, f"{block.number}．{block.text}", indent=True)


def _over(document: Document, block: Block) -> None:
    paragraph = _line(document, block.text, points=12)
    for index, _ in enumerate(block.text.split("\t")[1:], start=1):
        last = index == len(block.text.split("\t")) - 1
        word_page.add_tab(paragraph, word_page.text_width(document) if last else word_page.text_width(document) / 2, right=last)


def _annexes(document: Document, block: Block) -> None:
    _line(document, "")
    for at, name in enumerate(numbered(block)):
        paragraph = _line(document, f"附件：{name}" if at == 0 else name)
        form = paragraph.paragraph_format
        form.left_indent, form.first_line_indent = Pt(5 * BODY), Pt(-3 * BODY if at == 0 else 0)


def _annexed(document: Document, block: Block) -> None:
    mark = _line(document, f"附件{block.number or ''}", face=HEI)
    mark.paragraph_format.page_break_before = True
    _line(document, block.text, face=TITLE, points=22).alignment = CENTER


def _copies(document: Document, block: Block) -> None:
    for at, part in enumerate(block.text.split("\t")):
        paragraph = _line(document, part, points=14)
        paragraph.paragraph_format.left_indent = paragraph.paragraph_format.right_indent = Pt(14)
        word_page.at_foot(paragraph, top=at == 0, bottom=at == block.text.count("\t"))


def _signed(document: Document, blocks: Sequence[Block], at: int) -> None:
    """The name centred over the date, the date four signs from the edge; two blank lines before leave room for the seal."""
    block = blocks[at]
    other = blocks[at + 1 if block.kind == "sign" else at - 1].text if len(blocks) > 1 else ""
    if block.kind == "sign":
        for _ in range(2):
            _line(document, "").paragraph_format.keep_with_next = True
    paragraph = _line(document, block.text)
    paragraph.alignment = RIGHT
    paragraph.paragraph_format.right_indent = Pt(signature_edge(block.text, other, first=block.kind == "sign"))
    paragraph.paragraph_format.keep_with_next = block.kind == "sign"


def signature_edge(text: str, other: str, *, first: bool) -> float:
    """How far from the edge a line of the signature ends, so that name and date stand centred over each other."""
    name, day = (text, other) if first else (other, text)
    over = (width(name) - width(day)) / 2
    edge = max(0.0, EDGE - max(0.0, over))
    wider = name if over > 0 else day
    return edge + (width(wider) - width(text)) / 2


def width(text: str) -> float:
    """How wide a text runs at body size: a Latin sign or figure half of an ideograph."""
    return sum(BODY / 2 if ord(sign) < 0x2000 else BODY for sign in text)


def _keep_together(document: Document, first: int) -> None:
    """The paragraph before annexes and signature goes with them to the next page."""
    for paragraph in document.paragraphs[max(0, first) :]:
        paragraph.paragraph_format.keep_with_next = True


SHOWN: Mapping[str, Callable[[Document, Block], None]] = {
    "head": _aligned(CENTER, face=TITLE, points=22),
    "title": _aligned(CENTER, face=TITLE, points=22),
    "number": _aligned(RIGHT),
    "addressee": _aligned(LEFT),
    "heading": _aligned(LEFT, face=HEI, indent=True, sticky=True),
    "subheading": _aligned(LEFT, face=KAI, indent=True, sticky=True),
    "paragraph": _aligned(WD_ALIGN_PARAGRAPH.JUSTIFY, indent=True),
    "item": _item,
    "entry": _aligned(LEFT),
    "note": _aligned(LEFT, points=12),
    "over": _over,
    "annexes": _annexes,
    "annexed": _annexed,
    "copies": _copies,
    "table": add_table,
    "grid": add_grid,
}
