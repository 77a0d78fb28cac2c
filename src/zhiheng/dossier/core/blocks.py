"""A document's text with its values filled in, as blocks that every printer lays out alike.

Values stay text all the way: no printer reads them as markup, so nothing a person wrote can change the layout.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from zhiheng.catalog.document_parts import SERIAL, Cell, DocumentSpec, Line, Placeholder, Row
from zhiheng.catalog.documents import PLACEHOLDER
from zhiheng.dossier.core.errors import DocumentRefused
from zhiheng.dossier.core.outline import numbered_headings, standing, with_clauses
from zhiheng.dossier.core.values import count_of, faults_in, is_empty, texts_of, value_text

SENTENCE = 4
"""What is shorter is a name."""
_CLOSING = "）》”％%"
_VALUE_ENDS = ("}}", "]]")


@dataclass(frozen=True)
class GridCell:
    """A filled cell of a form: its paragraphs, its span, its least height in lines, what is signed in it."""

    text: str
    across: int = 1
    down: int = 1
    lines: int = 1
    label: bool = False
    sign: str = ""


@dataclass(frozen=True)
class Block:
    """One block; kind is that of its line, `item` for an entry of a list, `grid` for the table of a form, `over` for the line over it.

    number   of an item, from 1
    rows     of a table: the heading row first, every row as long as it; of `annexes`: one title a row
    widths   of the columns of a table or a form, in parts
    cells    of a form, row by row
    """

    kind: str
    text: str = ""
    number: int = 0
    rows: tuple[tuple[str, ...], ...] = ()
    widths: tuple[int, ...] = ()
    cells: tuple[tuple[GridCell, ...], ...] = ()


def faults_of_paper(spec: DocumentSpec, values: Mapping[str, object]) -> list[str]:
    """What keeps a document from being drawn up with these values, each fault in words; empty where nothing does."""
    unknown = [f"文书中没有“{name}”这一项" for name in values if name not in spec.placeholders]
    return [*unknown, *(fault for place in spec.placeholders.values() for fault in faults_in(place, values.get(place.id)))]


def blocks_of(spec: DocumentSpec, values: Mapping[str, object]) -> tuple[Block, ...]:
    """The document's blocks; raises DocumentRefused naming every missing, unknown or ill-typed value at once."""
    faults = faults_of_paper(spec, values)
    if faults:
        raise DocumentRefused(f"不能制作{spec.title}", "", "；".join(faults), "请补齐或改正后再制作")
    made = [(line, list(_of_line(spec, line, values))) for line in spec.lines]
    return tuple(_annexed(list(numbered_headings(list(standing(made))))))


def _of_line(spec: DocumentSpec, line: Line, values: Mapping[str, object]) -> Iterator[Block]:
    places = [spec.placeholders[name] for name in line.needed]
    if places and line.kind != "annexes" and all(is_empty(values.get(place.id)) and not place.absent for place in places):
        return
    if line.kind == "grid":
        yield _grid(spec, values)
    elif line.kind in {"table", "record"}:
        yield from _of_rows(line.kind, places[0], values)
    elif line.kind == "list":
        yield from _items([clean(item) for item in texts_of(places[0], values.get(places[0].id))])
    elif line.kind == "annexes":
        named = [clean(item) for place in places for item in texts_of(place, values.get(place.id))]
        yield Block("annexes", rows=tuple((name,) for name in named))
    elif line.kind == "paragraph" and len(places) == 1 and PLACEHOLDER.fullmatch(line.text):
        yield from (Block("paragraph", ended(clean(item))) for item in texts_of(places[0], values.get(places[0].id)))
    else:
        text = filled(spec, line.text, values)
        if text or not line.names:
            yield Block(line.kind, ended(text) if line.kind == "paragraph" and line.text.endswith(_VALUE_ENDS) else text)


def _items(entries: Sequence[str]) -> Iterator[Block]:
    """The entries of a list, numbered where there are several."""
    if len(entries) == 1:
        yield Block("paragraph", ended(entries[0]))
        return
    yield from (Block("item", entry, index) for index, entry in enumerate(entries, start=1))


def ended(text: str) -> str:
    """A value that is a paragraph of its own ends as a sentence does; a name, or what ends already, stays as it is."""
    open_end = text[-1:].isalnum() or text[-1:] in _CLOSING
    return f"{text}。" if open_end and len(text) >= SENTENCE and not text.isascii() else text


def filled(spec: DocumentSpec, text: str, values: Mapping[str, object]) -> str:
    """A text with its values put in, on one line; a clause stands where its values do; tabs of the text stay."""
    chosen = with_clauses(text, lambda name: _stands(spec.placeholders[name], values.get(name)))
    return PLACEHOLDER.sub(lambda found: clean(_joined(spec.placeholders[found[1]], values.get(found[1]))), chosen)


def _stands(place: Placeholder, value: object) -> bool:
    return not is_empty(value) and not (place.nonzero and count_of(value) == 0)


def _joined(place: Placeholder, value: object) -> str:
    return ("、" if place.type == "list" else "；").join(texts_of(place, value))


def _of_rows(kind: str, place: Placeholder, values: Mapping[str, object]) -> Iterator[Block]:
    given = values.get(place.id)
    rows = [row for row in given if isinstance(row, Mapping)] if isinstance(given, (list, tuple)) else []
    body = tuple(tuple(clean(value_text(cell, row.get(key))) for key, cell in place.cells.items()) for row in rows)
    if kind == "table":
        rows_shown = (tuple(place.columns.values()), *body)
        yield Block("table", place.title, rows=rows_shown, widths=column_widths(rows_shown))
        return
    for row in body:
        yield from (Block("paragraph", f"{mark}：{text}") for mark, text in zip(place.columns.values(), row, strict=True) if text)


def column_widths(rows: Sequence[Sequence[str]]) -> tuple[int, ...]:
    """Widths of a table's columns in half signs, by the longest cell of each, within bounds."""
    return tuple(min(60, max(10, 2 + max(half_signs(row[at]) for row in rows))) for at in range(len(rows[0])))


def half_signs(text: str) -> int:
    """How wide a text runs, in halves of an ideograph."""
    return sum(1 if ord(sign) < 0x2000 else 2 for sign in text)


def _grid(spec: DocumentSpec, values: Mapping[str, object]) -> Block:
    grid = spec.grid
    if grid is None:
        raise DocumentRefused(f"不能制作{spec.title}", "", "表格没有写明行", "请改正文书模板")
    rows = tuple(cells for row in grid.rows for cells in _rows_of(spec, row, values))
    return Block("grid", widths=grid.widths, cells=rows)


def _rows_of(spec: DocumentSpec, row: Row, values: Mapping[str, object]) -> Iterator[tuple[GridCell, ...]]:
    if not row.each:
        yield tuple(_cell(spec, cell, values) for cell in row.cells)
        return
    given = values.get(row.each)
    rows: list[Mapping[str, object]] = [one for one in given if isinstance(one, Mapping)] if isinstance(given, (list, tuple)) else []
    place = spec.placeholders[row.each]
    for serial, one in enumerate(rows, start=1):
        yield tuple(_repeated(place, cell, one, serial) for cell in row.cells)
    yield from (tuple(GridCell("", cell.across, cell.down, cell.lines) for cell in row.cells) for _ in range(row.least - len(rows)))


def _repeated(place: Placeholder, cell: Cell, row: Mapping[str, object], serial: int) -> GridCell:
    def put(name: str) -> str:
        key = name.partition(".")[2]
        return str(serial) if key == SERIAL and SERIAL not in place.cells else clean(value_text(place.cells[key], row.get(key)))

    text = with_clauses(cell.text, lambda name: not is_empty(row.get(name.partition(".")[2])))
    return GridCell(PLACEHOLDER.sub(lambda found: put(found[1]), text), cell.across, cell.down, cell.lines, cell.label)


def _cell(spec: DocumentSpec, cell: Cell, values: Mapping[str, object]) -> GridCell:
    whole = PLACEHOLDER.fullmatch(cell.text)
    if whole:
        place = spec.placeholders[whole[1]]
        text = "\n".join(clean(item) for item in texts_of(place, values.get(place.id)))
    else:
        text = filled(spec, cell.text, values)
    return GridCell(text, cell.across, cell.down, cell.lines, cell.label, filled(spec, cell.sign, values))


def _annexed(blocks: Sequence[Block]) -> Iterator[Block]:
    """Annexes with their numbers: an annex without content is left out, the list before the signature names those that are there."""
    kept = [block for at, block in enumerate(blocks) if block.kind != "annexed" or _has_content(blocks, at)]
    titles = [block.text for block in kept if block.kind == "annexed"]
    serial = 0
    for block in kept:
        if block.kind == "annexed":
            serial += 1
            yield replace(block, number=serial if len(titles) > 1 else 0)
        elif block.kind == "annexes":
            named = (*((title,) for title in titles), *block.rows)
            if named:
                yield replace(block, rows=named)
        else:
            yield block


def _has_content(blocks: Sequence[Block], at: int) -> bool:
    after = blocks[at + 1].kind if at + 1 < len(blocks) else "annexed"
    return after not in {"annexed", "copies"}


def clean(text: str) -> str:
    """The text on one line, without control and direction characters (they could hide or reorder words)."""
    kept = (" " if unicodedata.category(sign) in {"Zl", "Zp"} or sign in "\t\r\n" else sign for sign in text)
    return "".join(sign for sign in kept if unicodedata.category(sign) not in {"Cc", "Cf", "Cs"}).strip()


def plain_text(blocks: tuple[Block, ...]) -> str:
    """The document as plain text, one block a line: what a digest of its wording is taken from, and what a screen reader reads."""
    return "\n".join(_plain(block) for block in blocks) + "\n"


def _plain(block: Block) -> str:
    if block.kind == "table":
        return "\n".join("\t".join(row) for row in block.rows)
    if block.kind == "grid":
        return "\n".join("\t".join(f"{cell.text} {cell.sign}".strip().replace("\n", " ") for cell in row) for row in block.cells)
    if block.kind == "annexes":
        return "附件：" + "；".join(numbered(block))
    if block.kind == "annexed":
        return f"附件{block.number or ''} {block.text}"
    return f"{block.number}．{block.text}" if block.kind == "item" else block.text


def numbered(block: Block) -> list[str]:
    """The titles of the list of annexes, numbered where there are several."""
    names = [row[0] for row in block.rows]
    return names if len(names) == 1 else [f"{index}. {name}" for index, name in enumerate(names, start=1)]
