"""Cells of an .xlsx workbook whose value is not certain: error values, formulas without a result, or with one to be calculated anew."""

from __future__ import annotations

import posixpath
import re
import zipfile
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import IO, Any
from xml.parsers import expat

from zhiheng.exchange.core.sheet_looks import comments_below, is_struck, odd_styles, struck_texts
from zhiheng.schema.rejections import ERROR_CELL, FORMULA, STRUCK_OUT

_REFERENCE = re.compile(r"([A-Z]{1,3})(\d{1,7})")
Cells = dict[tuple[int, int], str]


@dataclass
class Workings:
    """What a workbook says of itself. doubtful: sheet -> (row, column), from 0, -> reason; since_1904: days are counted from 1904.

    hidden  sheet -> its hidden or filtered rows, from 0; comments: how many cells below the first row have comments
    """

    since_1904: bool = False
    recalculate: bool = False
    comments: int = 0
    doubtful: dict[str, Cells] = field(default_factory=dict)
    hidden: dict[str, list[int]] = field(default_factory=dict)


def workings(book: IO[bytes], faulty: Collection[str]) -> Workings:
    """Read the workbook's settings, and the sheets whose parts are named in `faulty`; raises ValueError where they cannot be read."""
    found = Workings()
    with zipfile.ZipFile(book) as archive:
        sheets: dict[str, str] = {}
        _parse(archive, "xl/workbook.xml", lambda tag, given: _note_setting(found, sheets, tag, given))
        found.comments = comments_below(archive)
        odd, struck = odd_styles(archive), struck_texts(archive)
        if not faulty and not odd and not struck:
            return found
        targets: dict[str, str] = {}
        _parse(archive, "xl/_rels/workbook.xml.rels", lambda _tag, given: targets.update({given.get("Id", ""): given.get("Target", "")}))
        for name, relation in sheets.items():
            part = posixpath.normpath(posixpath.join("/xl", targets.get(relation, ""))).lstrip("/")
            if part in faulty or struck or _uses(archive, part, odd):
                sheet = _Sheet(recalculate=found.recalculate, odd=odd, struck=struck)
                _parse(archive, part, sheet.start, sheet.end, sheet.text)
                found.doubtful[name], found.hidden[name] = sheet.found, sheet.hidden
    return found


def _uses(archive: zipfile.ZipFile, part: str, odd: Mapping[int, str]) -> bool:
    """Whether a cell of the sheet is in one of these styles."""
    if not odd or part not in archive.namelist():
        return False
    wanted = re.compile(rb'<(?:\w+:)?c\s[^>]*\bs="(?:' + b"|".join(b"%d" % style for style in odd) + b')"')
    with archive.open(part) as file:
        before = b""
        while piece := file.read(1 << 20):
            if wanted.search(before + piece):
                return True
            before = piece[-200:]
    return False


def _note_setting(found: Workings, sheets: dict[str, str], tag: str, given: Mapping[str, str]) -> None:
    if tag == "workbookPr":
        found.since_1904 = given.get("date1904", "").lower() in {"1", "true", "on"}
    elif tag == "calcPr":
        asked = {given.get(name, "").lower() for name in ("fullCalcOnLoad", "forceFullCalc")}
        found.recalculate = bool(asked & {"1", "true", "on"}) or given.get("calcCompleted", "1").lower() in {"0", "false", "off"}
    elif tag == "sheet":
        relation = next((value for name, value in given.items() if name.split(":")[-1] == "id"), "")
        sheets[given.get("name", "")] = relation


def _parse(archive: zipfile.ZipFile, part: str, start: Callable[[str, Mapping[str, str]], None], ended: Callable[[str], None] | None = None,
           text: Callable[[str], None] | None = None) -> None:  # fmt: skip
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler = lambda tag, given: start(tag.split(":")[-1], given)
    if ended:
        parser.EndElementHandler = lambda tag: ended(tag.split(":")[-1])
    if text:
        parser.CharacterDataHandler = text
    parser.EntityDeclHandler = _refuse
    try:
        with archive.open(part) as file:
            parser.ParseFile(file)
    except (KeyError, expat.ExpatError) as error:
        raise ValueError(part) from error


def _refuse(*_given: Any) -> None:
    raise ValueError("entities are not read")


class _Sheet:
    """Follows the cells of a sheet; a cell without a reference stands after the one before it."""

    def __init__(self, *, recalculate: bool, odd: Mapping[int, str] = MappingProxyType({}), struck: Collection[int] = ()) -> None:
        self.recalculate, self.found = recalculate, Cells()
        self.odd, self.struck, self.hidden = odd, struck, list[int]()
        self.style, self.crossed = 0, False
        self.row, self.column = -1, -1
        self.kind, self.formula, self.in_value, self.value = "", False, False, ""

    def start(self, tag: str, given: Mapping[str, str]) -> None:
        """An element begins."""
        if tag == "row":
            self.row, self.column = (int(given["r"]) - 1 if "r" in given else self.row + 1), -1
            if given.get("hidden", "").lower() in {"1", "true"}:
                self.hidden.append(self.row)
        elif tag == "c":
            at = _REFERENCE.fullmatch(given.get("r", ""))
            self.column = _column(at[1]) if at else self.column + 1
            self.row = int(at[2]) - 1 if at else self.row
            self.kind, self.formula, self.value = given.get("t", ""), False, ""
            self.style, self.crossed = int(given.get("s", "0")), False
        elif tag == "strike":
            self.crossed = self.crossed or is_struck(given)
        elif tag == "f":
            self.formula = True
        elif tag == "v":
            self.in_value = True

    def text(self, text: str) -> None:
        """Text of an element."""
        if self.in_value:
            self.value += text

    def end(self, tag: str) -> None:
        """An element ends."""
        if tag == "v":
            self.in_value = False
        elif tag == "c" and self.kind == "e":
            self.found[self.row, self.column] = ERROR_CELL
        elif tag == "c" and self.formula and (self.recalculate or (not self.value and self.kind != "str")):
            self.found[self.row, self.column] = FORMULA
        elif tag == "c" and (code := self._looks()):
            self.found[self.row, self.column] = code

    def _looks(self) -> str:
        """What is odd about the look of the cell that ends; an empty one has no look."""
        if self.crossed:
            return STRUCK_OUT
        if not self.value and self.kind != "inlineStr":
            return ""
        if self.kind == "s" and self.value.strip().isdigit() and int(self.value) in self.struck:
            return STRUCK_OUT
        odd = self.odd.get(self.style, "")
        return odd if odd == STRUCK_OUT or self.kind in {"", "n"} else ""


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number - 1
