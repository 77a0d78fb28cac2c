"""Blocks to PDF by typst: one layout, read once; the values reach it as data, never as markup."""

from __future__ import annotations

import json
import os
import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import UTC, date, datetime
from functools import lru_cache
from pathlib import Path
from threading import Lock
from typing import Any

import typst

from zhiheng.dossier.core.blocks import Block
from zhiheng.dossier.core.errors import DocumentRefused
from zhiheng.dossier.core.faces import Faces, chosen

LAYOUT = Path(__file__).with_name("layout.typ")
FONTS = Path(__file__).parent.parent / "fonts"
MOST_SIGNS = 200
"""Signs without a glyph that one document may hold."""
ORDINARY = (
    (0x20, 0x24F),
    (0x2000, 0x206F),
    (0x2100, 0x24FF),
    (0x3000, 0x303F),
    (0x3400, 0x4DBF),
    (0x4E00, 0x9FFF),
    (0xFF00, 0xFFEF),
)
_UNSHOWN = re.compile(r'the text [`"\']*(?P<text>.+?)[`"\']* could not be displayed')
_ESCAPED = re.compile(r"\\u\{([0-9a-f]+)\}")
_ONE_AT_A_TIME = Lock()


def to_pdf(blocks: Sequence[Block], *, title: str, author: str, on: date, wide: bool = False) -> bytes:
    """The document as PDF/A-2b; the same blocks, title, author and day give the same bytes.

    A sign that no font at hand can show (a very rare character) is printed as its code, 〔U+30EDD〕, never left out.
    """
    form = any(block.kind == "grid" for block in blocks)
    said: dict[str, object] = {"title": title, "author": author, "wide": wide, "form": form, "faces": faces().lists()}
    said["blocks"] = [asdict(block) for block in blocks]
    return typeset(LAYOUT, said, title=title, on=on, standards=("a-2b",))


def typeset(layout: Path, content: Mapping[str, object], *, title: str, on: date, standards: tuple[str, ...] = ()) -> bytes:
    """A layout filled with these data, as PDF; signs without a glyph are printed as their code."""
    data = unicodedata.normalize("NFC", json.dumps(content, ensure_ascii=False))
    with _ONE_AT_A_TIME:
        for _ in range(MOST_SIGNS):
            try:
                return _compiled(data, on, layout, standards)
            except typst.TypstError as error:
                data = _without(data, error.message, title)
    raise DocumentRefused(f"不能排版{title}", "", f"有 {MOST_SIGNS} 个以上的字没有字形", "请检查正文是否为乱码，或安装覆盖生僻字的字体")


def _compiled(data: str, on: date, layout: Path, standards: tuple[str, ...]) -> bytes:
    drawn_at = datetime(on.year, on.month, on.day, tzinfo=UTC)
    asked: Any = list(standards)
    pages = compiler().compile(layout, format="pdf", sys_inputs={"document": data}, pdf_standards=asked, timestamp=drawn_at)
    if not isinstance(pages, bytes):
        raise TypeError("typst gives a PDF as one value")
    return pages


def _without(data: str, message: str, title: str) -> str:
    """The data with what could not be shown replaced by its code.

    Where an ordinary sign is named, something unusual is joined to it (a combining mark, a modifier): then all unusual signs are coded.
    Without an unusual sign the named one itself is (␀ lies among the symbols, but no font has it).
    """
    found = _UNSHOWN.search(message)
    unshown = _ESCAPED.sub(lambda code: chr(int(code.group(1), 16)), found.group("text")) if found else ""
    if unshown and not any(map(ordinary, unshown)) and unshown in data:
        return data.replace(unshown, "".join(map(coded, unshown)))
    bare = "".join(sign if ordinary(sign) else coded(sign) for sign in data)
    if bare == data and unshown and unshown in data:
        bare = data.replace(unshown, "".join(map(coded, unshown)))
    if not found or bare == data:
        raise DocumentRefused(f"不能排版{title}", "", message, "请检查正文中是否有无法显示的字符")
    return bare


def ordinary(sign: str) -> bool:
    """Whether the sign belongs to ordinary Chinese text: Latin, punctuation, figures, common ideographs, full-width forms."""
    return any(first <= ord(sign) <= last for first, last in ORDINARY)


def coded(sign: str) -> str:
    """A sign as its code."""
    return f"〔U+{ord(sign):04X}〕"


@lru_cache(maxsize=1)
def fonts() -> typst.Fonts:
    """The fonts of this machine, of the program, and of the folder that the office named (ZHIHENG_FONTS)."""
    named = os.environ.get("ZHIHENG_FONTS", "")
    return typst.Fonts(font_paths=[str(place) for place in (FONTS, Path(named) if named else FONTS) if place.is_dir()])


@lru_cache(maxsize=1)
def faces() -> Faces:
    """The faces papers are set in here."""
    return chosen(frozenset(fonts().families()))


@lru_cache(maxsize=1)
def compiler() -> typst.Compiler:
    """The compiler with its fonts loaded (most of the cost of a first document)."""
    return typst.Compiler(root=str(LAYOUT.parent), font_paths=fonts())
