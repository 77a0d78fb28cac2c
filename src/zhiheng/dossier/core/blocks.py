"""A document's text with its values filled in, as blocks that every printer lays out alike.

Values stay text all the way: no printer reads them as markup, so nothing a person wrote can change the layout.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from zhiheng.catalog.documents import PLACEHOLDER, DocumentSpec, Line, Placeholder
from zhiheng.dossier.core.errors import DocumentRefused

EMPTY: tuple[object, ...] = (None, "", [], ())
NUMERALS = "一二三四五六七八九十"
_HEADED = re.compile(rf"^[{NUMERALS}]+、")


@dataclass(frozen=True)
class Block:
    """One block. kind: head title number addressee heading paragraph item table sign date note.

    number   of an item, from 1
    rows     of a table: the heading row first, every row as long as it
    """

    kind: str
    text: str = ""
    number: int = 0
    rows: tuple[tuple[str, ...], ...] = ()


def blocks_of(spec: DocumentSpec, values: Mapping[str, object]) -> tuple[Block, ...]:
    """The document's blocks; raises DocumentRefused naming every missing, unknown or ill-typed value at once."""
    faults = [*_unknown(spec, values), *_wrong(spec, values)]
    if faults:
        raise DocumentRefused(f"不能制作{spec.title}", "", "；".join(faults), "请补齐或改正后再制作")
    return tuple(block for line in spec.lines for block in _of_line(spec, line, values))


def _unknown(spec: DocumentSpec, values: Mapping[str, object]) -> Iterator[str]:
    for name in values:
        if name not in spec.placeholders:
            yield f"文书中没有“{name}”这一项"


def _wrong(spec: DocumentSpec, values: Mapping[str, object]) -> Iterator[str]:
    for place in spec.placeholders.values():
        value = values.get(place.id)
        if value in EMPTY:
            if not place.optional:
                yield f"缺少{place.title}（{place.id}）"
        elif not _fits(place, value):
            yield f"{place.title}（{place.id}）应为{FORMS[place.type]}"


FORMS = {"text": "一行文字", "paragraphs": "一段或几段文字", "list": "文字的列表", "table": "行的列表，每行写明各列"}


def _fits(place: Placeholder, value: object) -> bool:
    if place.type == "table":
        return isinstance(value, (list, tuple)) and all(isinstance(row, Mapping) for row in value)
    if isinstance(value, str):
        return place.type != "list"
    return place.type != "text" and isinstance(value, (list, tuple)) and all(isinstance(item, str) for item in value)


def _of_line(spec: DocumentSpec, line: Line, values: Mapping[str, object]) -> Iterator[Block]:
    places = [spec.placeholders[name] for name in line.names]
    if places and all(values.get(place.id) in EMPTY for place in places):
        return
    if line.kind == "table":
        yield _table(places[0], values)
    elif line.kind == "list":
        yield from (Block("item", clean(item), index) for index, item in enumerate(_texts(values[places[0].id]), start=1))
    elif line.kind == "paragraph" and len(places) == 1 and PLACEHOLDER.fullmatch(line.text):
        yield from (Block("paragraph", clean(item)) for item in _texts(values[places[0].id]))
    else:
        yield Block(line.kind, PLACEHOLDER.sub(lambda found: clean("；".join(_texts(values.get(found.group(1))))), line.text))


def _texts(value: object) -> list[str]:
    if value in EMPTY:
        return []
    items = value if isinstance(value, (list, tuple)) else str(value).splitlines()
    return [str(item).strip() for item in items if str(item).strip()]


def _table(place: Placeholder, values: Mapping[str, object]) -> Block:
    given = values[place.id]
    rows = given if isinstance(given, (list, tuple)) else ()
    body = tuple(tuple(clean(str(row.get(key, "") or "")) for key in place.columns) for row in rows)
    return Block("table", place.title, rows=(tuple(place.columns.values()), *body))


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
    return f"{block.number}．{block.text}" if block.kind == "item" else block.text
