"""Whether double quotes in a CSV file stand as they should, and rows cut strictly where they do not everywhere."""

from __future__ import annotations

import csv
import re
from collections import deque
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

CHUNK_BYTES: Final = 8 << 20
MOST_SPAN: Final = 16 << 20
"""Characters of a row over several lines."""
_QUOTE: Final = 34
_OPEN = "unexpected end of data"
_ESCAPED = re.compile(r'\\["\\]')
csv.field_size_limit(MOST_SPAN * 2)


def all_plain(path: Path, separator: str) -> bool:
    """Whether in every line the quotes pair up, open after a separator, close before one, and none stands after a backslash."""
    with path.open("rb") as file:
        kept = b""
        while chunk := file.read(CHUNK_BYTES):
            whole = kept + chunk
            cut = whole.rfind(b"\n") + 1
            if cut and not _plain(whole[:cut].removeprefix(b"\xef\xbb\xbf"), ord(separator)):
                return False
            kept = whole[cut:]
    return not kept or _plain(kept.removeprefix(b"\xef\xbb\xbf"), ord(separator))


def _plain(piece: bytes, separator: int) -> bool:
    data = np.frombuffer(b"\n" + piece + b"\n", dtype=np.uint8)
    quotes = np.flatnonzero(data == _QUOTE)
    if len(quotes) == 0:
        return True
    lines = np.searchsorted(np.flatnonzero((data == 10) | (data == 13)), quotes)
    rank = np.arange(len(quotes)) - np.searchsorted(lines, lines)
    closing = (rank % 2).astype(np.bool_)
    last = np.append(lines[1:] != lines[:-1], True)
    before, after = data[quotes - 1], data[quotes + 1]
    return bool(
        closing[last].all() and _at_edge(before[~closing], separator) and _at_edge(after[closing], separator) and not (before == 92).any()
    )


def _at_edge(neighbours: NDArray[np.uint8], separator: int) -> bool:
    return bool(np.isin(neighbours, [separator, 10, 13, _QUOTE]).all())


class Cutter:
    """Cuts lines into rows: a row over several lines is one only where nothing else can be meant.

    separator  between cells; width: number of headings
    """

    def __init__(self, separator: str, width: int) -> None:
        self.separator, self.width = separator, width
        mark = re.escape(separator)
        plain = rf'[^"{mark}\r\n]'
        cell = rf'(?:"(?:[^"]|"")*+"|{plain}++(?:"{plain}*+"{plain}*+)*+|)'
        self._escaped = re.compile(rf'(?:"(?:[^"\\]|\\.)*+"|{plain}*+)(?:{mark}(?:"(?:[^"\\]|\\.)*+"|{plain}*+))*+')
        self._strict = re.compile(rf"{cell}(?:{mark}{cell})*+")

    def rows(self, lines: Iterator[tuple[int, str]]) -> Iterator[tuple[int, str, list[str] | None]]:
        """(number of its first line, text as sent, cells) of every row that is not blank; cells None: quotes that do not pair up."""
        waiting: deque[tuple[int, str]] = deque()
        while True:
            if not waiting:
                following = next(lines, None)
                if following is None:
                    return
                waiting.append(following)
            number, line = waiting.popleft()
            text = line.rstrip("\r\n")
            if not text:
                continue
            if '"' not in text:
                yield number, text, text.split(self.separator)
                continue
            cells, opened = self.single(text)
            if cells is None and opened:
                span, cells = self._several(line, waiting, lines)
                text = span if cells is not None else text
            yield number, text, cells

    def single(self, text: str) -> tuple[list[str] | None, bool]:
        """The cells of one line, and whether a quote stands open at its end."""
        cells, said = self._cut([text])
        if '\\"' not in text:
            return cells, said.startswith(_OPEN)
        escaped = self._unescaped(text)
        if cells is not None and len(cells) == self.width:
            both = escaped is not None and len(escaped) == self.width and escaped != cells
            return (None if both else cells), False
        return (escaped, False) if escaped is not None else (cells, said.startswith(_OPEN))

    def _cut(self, lines: list[str]) -> tuple[list[str] | None, str]:
        """The cells of one row, or why there are none; a quote within a cell that begins otherwise must have its counterpart there."""
        try:
            cells = next(csv.reader(lines, delimiter=self.separator, strict=True), [])
        except csv.Error as error:
            return None, str(error)
        return (cells, "") if self._strict.fullmatch("".join(lines).rstrip("\r\n")) else (None, "stray")

    def _unescaped(self, text: str) -> list[str] | None:
        """The cells where quotes are written after a backslash; None where another backslash stands in the line."""
        if "\\" in _ESCAPED.sub("", text) or not self._escaped.fullmatch(text):
            return None
        try:
            return next(csv.reader([text], delimiter=self.separator, strict=True, doublequote=False, escapechar="\\"), [])
        except csv.Error:
            return None

    def _several(self, first: str, waiting: deque[tuple[int, str]], lines: Iterator[tuple[int, str]]) -> tuple[str, list[str] | None]:
        """The text and cells of a row that begins with this line and goes on; lines that do not belong to it stay in `waiting`."""
        span, taken, length = [first], 0, len(first)
        while length <= MOST_SPAN:
            if taken == len(waiting):
                following = next(lines, None)
                if following is None:
                    break
                waiting.append(following)
            line = waiting[taken][1]
            span.append(line)
            taken, length = taken + 1, length + len(line)
            if '"' not in line:
                continue
            cells, said = self._cut(span)
            if cells is not None:
                return self._settled(span, cells, waiting, taken)
            if not said.startswith(_OPEN):
                return "", None
        if length > MOST_SPAN and not any(self._fills(line) for line in span[1:100]):
            raise RowTooLongError
        return "", None

    def _settled(self, span: list[str], cells: list[str], waiting: deque[tuple[int, str]], line_count: int) -> tuple[str, list[str] | None]:
        """The row over several lines, unless its lines could be rows of their own."""
        inner = any(self._fills(line) for line in span[1:-1])
        if inner or sum(self._fills(line) for line in (span[0], span[-1])) > 1 or len(cells) != self.width:
            return "", None
        for _ in range(line_count):
            waiting.popleft()
        return "".join(span).rstrip("\r\n"), cells

    def _fills(self, line: str) -> bool:
        """Whether a line alone has cells enough for a row."""
        return line.count(self.separator) + 1 >= self.width


class RowTooLongError(Exception):
    """A row over several lines that is longer than any row may be."""
