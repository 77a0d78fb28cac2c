"""Print sheets: what stands on a page as a paper to lay on a desk, every row of it; typeset like the documents, never from the screen."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import Any

from zhiheng.dossier.core.pdf import faces, typeset

LAYOUT = Path(__file__).with_name("sheet.typ")
NO_PURPOSE = "未涉及证件号码和敏感信息，未要求写明"
NARROWEST, SHORT, WIDEST = 4, 8, 40
WIDE_FROM = 0x2E7F
MARGINS, ROOM, ROOM_WIDE = 2, 102, 151
"""Of a cell and of the page upright and across, in Latin characters."""
WORD = re.compile(r"[!-~]+")


@dataclass(frozen=True)
class Facts:
    """Titles and values, one under the other."""

    rows: Sequence[tuple[str, str]]
    title: str = ""


@dataclass(frozen=True)
class Table:
    """A table with all its rows; `none`: what stands there where there are no rows. The first column is the running number."""

    title: str
    columns: Sequence[str]
    rows: Sequence[Sequence[str]]
    none: str = "无。"


@dataclass(frozen=True)
class Printed:
    """Who printed, when, and for what purpose, in words."""

    by: str
    organ: str
    at: str
    purpose: str

    @property
    def line(self) -> str:
        """As it stands at the foot of every page."""
        return f"打印人：{self.by}（{self.organ}）　打印时间：{self.at}　用途：{self.purpose}"


@dataclass(frozen=True)
class Sheet:
    """A sheet: `note` stands at the right under the title; wide: landscape."""

    title: str
    note: str
    parts: Sequence[Facts | Table]
    wide: bool = False


def to_pdf(sheet: Sheet, printed: Printed, *, on: date) -> bytes:
    """The sheet as PDF."""
    said: dict[str, object] = {"title": sheet.title, "note": sheet.note, "wide": sheet.wide, "organ": printed.organ, "foot": printed.line}
    said |= {"faces": faces().lists(), "parts": [_part(part, ROOM_WIDE if sheet.wide else ROOM) for part in sheet.parts]}
    return typeset(LAYOUT, said, title=sheet.title, on=on)


def _part(part: Facts | Table, room: int) -> dict[str, Any]:
    if isinstance(part, Facts):
        return {"kind": "facts", "title": part.title, "rows": [list(row) for row in part.rows]}
    rows = [[str(number), *row] for number, row in enumerate(part.rows, 1)]
    columns = ["序号", *part.columns]
    return {**asdict(part), "kind": "table", "columns": columns, "rows": rows, "weights": weights_of(columns, rows, room)}


def weights_of(columns: Sequence[str], rows: Sequence[Sequence[str]], room: int) -> list[float]:
    """How wide each column stands beside the others: its longest number or word whole, what room is left by what is in it.

    room  how many Latin characters stand beside each other on the page
    """
    cells = [[title, *(row[place] for row in rows)] for place, title in enumerate(columns)]
    wanted = [max(NARROWEST, min(WIDEST, max(map(width_of, column)))) for column in cells]
    least = [min(WIDEST, MARGINS + max(NARROWEST // 2, *map(least_width, column))) for column in cells]
    more = [max(0, one - whole) for one, whole in zip(wanted, least, strict=True)]
    spare = max(0, room - sum(least))
    return [whole + spare * one / (sum(more) or 1) for whole, one in zip(least, more, strict=True)]


def least_width(text: str) -> int:
    """How narrow a cell may become: a short text stands in one line, of a longer one the longest run of Latin signs."""
    width = width_of(text)
    return width if width <= SHORT else longest_word(text)


def longest_word(text: str) -> int:
    """The length of the longest run of Latin signs, which no line breaks."""
    return max(map(len, WORD.findall(text)), default=0)


def width_of(text: str) -> int:
    """How wide a text is, in Latin characters; Chinese ones take two."""
    return sum(2 if ord(sign) > WIDE_FROM else 1 for sign in text)
