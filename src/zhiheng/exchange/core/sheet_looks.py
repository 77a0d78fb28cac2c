"""What a workbook (.xlsx) shows otherwise than it holds: struck-out texts, numbers shown with zeros, words or a per cent sign."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Mapping
from typing import Final
from xml.parsers import expat

from zhiheng.schema.rejections import SHOWN_OTHERWISE, STRUCK_OUT

PADDED: Final = "padded"
"""A number cell shown with zeros in front, or with words: what a text field would lose."""
PART_OF_DAY: Final = "part_of_day"
"""A day shown without its year or without its day of the month: whoever typed it may never have written the part that is stored."""
MOST_BYTES: Final = 64 << 20
_PART_FORMATS: Final = frozenset(map(str, (16, 17, 18, 19, 20, 21, 27, 28, 29, 32, 33, 34, 35, 36, *range(45, 48), *range(50, 59))))
"""Built-in formats of time, of year and month, or of month and day, in Chinese too."""
_PERCENT_FORMATS: Final = frozenset({"9", "10"})
_QUOTED: Final = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]')
_WORDS: Final = re.compile(r'"[^"]*\w[^"]*"')
_DAYS: Final = re.compile(r"[ymdhs]", re.IGNORECASE)
_YEARS: Final = re.compile(r"[yeb]", re.IGNORECASE)
_ZEROS: Final = re.compile(r"^[^.]*0[^.]*0")
_COMMENTS: Final = re.compile(r"xl[/\\](?:comments[/\\])?comments?\d*\.xml$")
_COMMENTED: Final = re.compile(rb'<(?:\w+:)?comment\s[^>]*\bref="[A-Z]+(\d{1,7})"')
_NOT: Final = frozenset({"0", "false", "off"})


class _Styles:
    """Follows the styles of a workbook."""

    def __init__(self) -> None:
        self.formats: dict[str, str] = {}
        self.struck: list[bool] = []
        self.styles: list[tuple[str, int]] = []
        self.inside: list[str] = []

    def start(self, tag: str, given: Mapping[str, str]) -> None:
        """An element begins."""
        name = tag.rsplit(":", maxsplit=1)[-1]
        if name == "numFmt" and "numFmts" in self.inside:
            self.formats[given.get("numFmtId", "")] = given.get("formatCode", "")
        elif name == "font" and self.inside[-1:] == ["fonts"]:
            self.struck.append(False)
        elif name == "strike" and self.inside[-2:] == ["fonts", "font"]:
            self.struck[-1] = is_struck(given)
        elif name == "xf" and self.inside[-1:] == ["cellXfs"]:
            self.styles.append((given.get("numFmtId", "0"), int(given.get("fontId", "0"))))
        self.inside.append(name)

    def end(self, _tag: str) -> None:
        """An element ends."""
        self.inside.pop()


class _Struck:
    """Follows the shared texts of a workbook and notes those of which a part is struck out."""

    def __init__(self) -> None:
        self.place, self.found = -1, set[int]()

    def start(self, tag: str, given: Mapping[str, str]) -> None:
        """An element begins."""
        name = tag.rsplit(":", maxsplit=1)[-1]
        if name == "si":
            self.place += 1
        elif name == "strike" and is_struck(given):
            self.found.add(self.place)

    def end(self, _tag: str) -> None:
        """An element ends."""


def odd_styles(archive: zipfile.ZipFile) -> dict[int, str]:
    """Number of a cell style -> what is odd about it: struck out, a per cent sign, or zeros and words around a number."""
    styles = _Styles()
    _follow(archive, "xl/styles.xml", styles)
    found: dict[int, str] = {}
    for place, (number_format, font) in enumerate(styles.styles):
        if font < len(styles.struck) and styles.struck[font]:
            found[place] = STRUCK_OUT
        elif odd := _odd(number_format, styles.formats.get(number_format, "")):
            found[place] = odd
    return found


def _odd(number: str, code: str) -> str:
    first = code.split(";", maxsplit=1)[0]
    bare = _QUOTED.sub("", first)
    if number in _PERCENT_FORMATS or "%" in bare:
        return SHOWN_OTHERWISE
    if bare.strip().lower() in {"general", "standard", "@", "g/通用格式", ""}:
        return PART_OF_DAY if not code and number in _PART_FORMATS else PADDED if _WORDS.search(first) else ""
    if _DAYS.search(bare):
        return "" if _YEARS.search(bare) and "d" in bare.lower() else PART_OF_DAY
    return PADDED if _WORDS.search(first) or (_ZEROS.search(bare.replace("#,##0", "#")) and "E" not in bare.upper()) else ""


def struck_texts(archive: zipfile.ZipFile) -> set[int]:
    """Numbers of the shared texts of which a part is struck out."""
    texts = _Struck()
    _follow(archive, "xl/sharedStrings.xml", texts)
    return texts.found


def is_struck(given: Mapping[str, str]) -> bool:
    """Whether an element `strike` with these attributes strikes out."""
    return given.get("val", "1").lower() not in _NOT


def comments_below(archive: zipfile.ZipFile) -> int:
    """How many cells below the first row have comments; those of the headings explain what is to be filled in."""
    parts = [part for part in archive.infolist() if _COMMENTS.search(part.filename.lower()) and part.file_size <= MOST_BYTES]
    return sum(int(row) > 1 for part in parts for row in _COMMENTED.findall(archive.read(part)))


def _follow(archive: zipfile.ZipFile, part: str, follower: _Styles | _Struck) -> None:
    if part not in archive.namelist() or archive.getinfo(part).file_size > MOST_BYTES:
        return
    parser = expat.ParserCreate()
    parser.StartElementHandler, parser.EndElementHandler = follower.start, follower.end
    parser.EntityDeclHandler = _refuse
    try:
        with archive.open(part) as file:
            parser.ParseFile(file)
    except (expat.ExpatError, IndexError) as error:
        raise ValueError(part) from error


def _refuse(*_given: object) -> None:
    raise ValueError("entities are not read")
