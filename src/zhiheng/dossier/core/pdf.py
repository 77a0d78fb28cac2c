"""Blocks to PDF by typst: one layout, read once; the values reach it as data, never as markup."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict
from datetime import UTC, date, datetime
from functools import lru_cache
from pathlib import Path
from threading import Lock

import typst

from zhiheng.dossier.core.blocks import Block
from zhiheng.dossier.core.errors import DocumentRefused

LAYOUT = Path(__file__).with_name("layout.typ")
FONTS = Path(__file__).parent.parent / "fonts"
_ONE_AT_A_TIME = Lock()


def to_pdf(blocks: Sequence[Block], *, title: str, author: str, on: date) -> bytes:
    """The document as PDF/A-2b; the same blocks, title, author and day give the same bytes."""
    data = json.dumps({"title": title, "author": author, "blocks": [asdict(block) for block in blocks]}, ensure_ascii=False)
    drawn_at = datetime(on.year, on.month, on.day, tzinfo=UTC)
    with _ONE_AT_A_TIME:
        try:
            pages = compiler().compile(LAYOUT, format="pdf", sys_inputs={"document": data}, pdf_standards=["a-2b"], timestamp=drawn_at)
        except typst.TypstError as error:
            raise DocumentRefused(f"不能排版{title}", "", error.message, "请检查正文中是否有无法显示的字符") from error
    return bytes(pages)


@lru_cache(maxsize=1)
def compiler() -> typst.Compiler:
    """The compiler with its fonts loaded (most of the cost of a first document)."""
    return typst.Compiler(root=str(LAYOUT.parent), font_paths=[FONTS] if FONTS.is_dir() else [])
