"""Tables and forms in Word: widths by content, joined cells, repeated heads."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from docx.document import Document
from docx.enum.table import WD_ALIGN_VERTICAL, WD_ROW_HEIGHT_RULE
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Pt

from zhiheng.dossier.core.blocks import Block, GridCell
from zhiheng.dossier.core.word_page import FANG, HEI, element, set_face, text_width

CELL = 12
LINE = 18


def add_table(document: Document, block: Block) -> None:
    """Rows under a head that is repeated on every page."""
    table = _new(document, len(block.rows), block.widths)
    for index, row in enumerate(block.rows):
        for cell, text in zip(table.rows[index].cells, row, strict=True):
            _write(cell.paragraphs[0], text, face=HEI if index == 0 else FANG, points=10.5, centred=index == 0)
    table.rows[0]._tr.get_or_add_trPr().append(element("tblHeader", val="true"))  # noqa: SLF001 - python-docx has no repeated heads


def add_grid(document: Document, block: Block) -> None:
    """The cells of a form; a cell that reaches down or across is joined from those it covers."""
    table = _new(document, len(block.cells), block.widths)
    grid = [row.cells for row in table.rows]
    taken: set[tuple[int, int]] = set()
    for row, cells in enumerate(block.cells):
        at = 0
        for cell in cells:
            while (row, at) in taken:
                at += 1
            taken |= {(row + down, at + across) for down in range(cell.down) for across in range(cell.across)}
            joined = grid[row][at]
            if (cell.down, cell.across) != (1, 1):
                joined = joined.merge(grid[row + cell.down - 1][at + cell.across - 1])
            _fill(joined, cell)
            at += cell.across
        least = max((cell.lines for cell in cells if cell.down == 1), default=1)
        table.rows[row].height, table.rows[row].height_rule = Pt(least * LINE + 14), WD_ROW_HEIGHT_RULE.AT_LEAST


def _fill(joined: Any, cell: GridCell) -> None:
    centred = cell.label or (cell.across == 1 and cell.lines == 1 and len(cell.text) < 14)
    joined.vertical_alignment = WD_ALIGN_VERTICAL.CENTER if cell.label or cell.lines <= 2 else WD_ALIGN_VERTICAL.TOP
    for index, text in enumerate(cell.text.split("\n")):
        _write(joined.paragraphs[0] if index == 0 else joined.add_paragraph(), text, centred=centred)
    if cell.sign:
        signed = joined.add_paragraph()
        signed.paragraph_format.space_before = Pt(max(0, cell.lines - 2) * 10)
        _write(signed, cell.sign)
        signed.alignment = WD_ALIGN_PARAGRAPH.RIGHT


def _new(document: Document, rows: int, sizes: Sequence[int]) -> Any:
    table = document.add_table(rows=rows, cols=len(sizes))
    table.style = "Table Grid"
    table.autofit = False
    whole = text_width(document)
    for row in table.rows:
        for cell, size in zip(row.cells, sizes, strict=True):
            cell.width = Pt(whole * size / sum(sizes))
    return table


def _write(paragraph: Any, text: str, *, face: str = FANG, points: float = CELL, centred: bool = False) -> None:
    set_face(paragraph.add_run(text), face, points)
    paragraph.paragraph_format.space_before = paragraph.paragraph_format.space_after = Pt(0)
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER if centred else WD_ALIGN_PARAGRAPH.LEFT
