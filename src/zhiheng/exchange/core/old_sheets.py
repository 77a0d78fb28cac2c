"""Error values in workbooks of other forms (.xls and .et, .xlsb, .ods): their reader shows them as empty cells, so the file is refused."""

from __future__ import annotations

import struct
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Final
from xml.parsers import expat

import olefile

MOST_CELLS: Final = 40_000_000
_FORMULA, _BOOL_OR_ERROR, _END = 0x0006, 0x0205, 0x000A
_ERRORS_OF_XLSB: Final = frozenset({3, 11})  # BrtCellError, BrtFmlaError
_ROW_OF_XLSB: Final = 0


class LockedError(Exception):
    """A workbook behind a password."""


class TooLargeError(Exception):
    """A sheet that takes up more cells than a sheet of records can."""


def first_error(path: Path, kind: str) -> str:
    """Where the first error value stands (as C5), empty where there is none; raises ValueError where the file cannot be read.

    kind  xls, xlsb, ods
    """
    return {"xls": _of_xls, "xlsb": _of_xlsb, "ods": _of_ods}[kind](path)


def _of_xls(path: Path) -> str:
    try:
        with olefile.OleFileIO(path) as container:
            if container.exists("EncryptedPackage"):
                raise LockedError
            stream = next((name for name in ("Workbook", "Book") if container.exists(name)), "")
            content = container.openstream(stream).read() if stream else b""
    except (OSError, IndexError, struct.error, RecursionError) as error:
        raise ValueError(path.name) from error
    for record, body in _records(content):
        if record == 0x002F:  # FILEPASS
            raise LockedError
        if record == _BOOL_OR_ERROR and len(body) >= 8 and body[7] == 1:
            return _place(*struct.unpack_from("<HH", body))
        if record == _FORMULA and len(body) >= 14 and body[12:14] == b"\xff\xff" and body[6] == 2:
            return _place(*struct.unpack_from("<HH", body))
    return ""


def _records(content: bytes) -> Iterator[tuple[int, bytes]]:
    at = 0
    while at + 4 <= len(content):
        record, length = struct.unpack_from("<HH", content, at)
        yield record, content[at + 4 : at + 4 + min(length, 32)]
        at += 4 + length


def _of_xlsb(path: Path) -> str:
    with zipfile.ZipFile(path) as archive:
        for part in archive.namelist():
            if part.startswith("xl/worksheets/") and part.endswith(".bin"):
                found = _in_part(archive.read(part))
                if found:
                    return found
    return ""


def _in_part(content: bytes) -> str:
    at, row = 0, 0
    while at < len(content):
        record, at = _varied(content, at, 2)
        length, at = _varied(content, at, 4)
        if record == _ROW_OF_XLSB and length >= 4:
            (row,) = struct.unpack_from("<I", content, at)
        elif record in _ERRORS_OF_XLSB and length >= 4:
            return _place(row, struct.unpack_from("<I", content, at)[0])
        at += length
    return ""


def _varied(content: bytes, at: int, most: int) -> tuple[int, int]:
    """A number of seven bits a byte, and where the next begins."""
    value = 0
    for place in range(most):
        if at >= len(content):
            raise ValueError("cut off")
        value |= (content[at] & 0x7F) << (7 * place)
        at += 1
        if content[at - 1] < 0x80:
            break
    return value, at


class _Table:
    """Follows the cells of an OpenDocument spreadsheet."""

    def __init__(self) -> None:
        self.row = self.column = self.cells = 0
        self.rows = self.columns = 1
        self.given: dict[str, str] = {}
        self.text, self.found = "", ""

    def start(self, tag: str, given: dict[str, str]) -> None:
        """An element begins."""
        name = tag.rsplit(":", maxsplit=1)[-1]
        if name == "table":
            self.row = self.column = 0
        elif name == "table-row":
            self.column, self.rows = 0, _repeats(given, "number-rows-repeated")
        elif name in {"table-cell", "covered-table-cell"}:
            self.given, self.text, self.columns = given, "", _repeats(given, "number-columns-repeated")

    def end(self, tag: str) -> None:
        """An element ends."""
        name = tag.rsplit(":", maxsplit=1)[-1]
        if name == "table-row":
            self.row += self.rows
        elif name in {"table-cell", "covered-table-cell"}:
            self._cell()
            self.column += self.columns

    def _cell(self) -> None:
        kinds = {key.split(":")[-1]: value for key, value in self.given.items()}
        if self.text or "value-type" in kinds:
            self.cells += self.rows * self.columns
            if self.cells > MOST_CELLS:
                raise TooLargeError
        calculated = "formula" in kinds
        wrong = self.given.get("calcext:value-type") == "error" or (
            calculated and (self.text.startswith(("#", "Err:")) or "value-type" not in kinds)
        )
        if wrong and not self.found:
            self.found = _place(self.row, self.column)


def _repeats(given: dict[str, str], name: str) -> int:
    return max(1, int(next((value for key, value in given.items() if key.split(":")[-1] == name), "1")))


def _of_ods(path: Path) -> str:
    table, parser = _Table(), expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler, parser.EndElementHandler = table.start, table.end
    parser.CharacterDataHandler = lambda text: setattr(table, "text", (table.text + text)[:20])
    parser.EntityDeclHandler = _refuse
    try:
        with zipfile.ZipFile(path) as archive, archive.open("content.xml") as file:
            parser.ParseFile(file)
    except (KeyError, expat.ExpatError, zipfile.BadZipFile) as error:
        raise ValueError(path.name) from error
    return table.found


def _refuse(*_given: object) -> None:
    raise ValueError("entities are not read")


def _place(row: int, column: int) -> str:
    letters = ""
    column += 1
    while column:
        column, left = divmod(column - 1, 26)
        letters = chr(65 + left) + letters
    return f"{letters}{row + 1}"
