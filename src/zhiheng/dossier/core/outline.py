"""What of a paper's frame stands: a heading or a lead-in with nothing under it is left out, headings are numbered as they then follow."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from itertools import takewhile
from typing import TYPE_CHECKING

from zhiheng.catalog.document_parts import CLAUSE, PLACEHOLDER, Line, names_in
from zhiheng.dossier.core.values import numeral

if TYPE_CHECKING:
    from zhiheng.dossier.core.blocks import Block

_NUMBERED = re.compile(r"^[一二三四五六七八九十]+、")
_ENDS = frozenset({"annexes", "annexed", "sign", "date", "copies"})
_LEVELS = {"heading": 1, "subheading": 2}


def clause_of(clause: str, given: Callable[[str], bool]) -> str:
    """The first wording of a clause whose placeholders all have values; nothing where there is none."""
    wordings = clause.split("|")
    return next((wording for wording in wordings if all(given(name) for name in names_in(wording))), "")


def with_clauses(text: str, given: Callable[[str], bool]) -> str:
    """A text with each of its clauses as it stands."""
    return CLAUSE.sub(lambda found: clause_of(found[1], given), text)


def standing(made: Sequence[tuple[Line, Sequence[Block]]]) -> Iterator[Block]:
    """The blocks of the lines without headings and lead-ins that have nothing under them."""
    for at, (line, blocks) in enumerate(made):
        empty = _is_empty_section(made, at) if line.kind in _LEVELS else _introduces_nothing(made, at)
        if not empty:
            yield from blocks


def _is_empty_section(made: Sequence[tuple[Line, Sequence[Block]]], at: int) -> bool:
    """Whether lines with values stand under the heading, all of them empty; a heading over fixed words stands."""
    level = _LEVELS[made[at][0].kind]
    under = list(takewhile(lambda one: one[0].kind not in _ENDS and _LEVELS.get(one[0].kind, 3) > level, made[at + 1 :]))
    filled_in = [blocks for line, blocks in under if line.names]
    return bool(filled_in) and not any(filled_in)


def _introduces_nothing(made: Sequence[tuple[Line, Sequence[Block]]], at: int) -> bool:
    """Whether fixed words that end in a colon lead to values that are not there."""
    line = made[at][0]
    introduces = line.kind == "paragraph" and not line.names and line.text.endswith("：")
    return introduces and at + 1 < len(made) and _is_value(made[at + 1][0]) and not made[at + 1][1]


def _is_value(line: Line) -> bool:
    return line.kind in {"list", "table", "record"} or bool(PLACEHOLDER.fullmatch(line.text))


def numbered_headings(blocks: Sequence[Block]) -> Iterator[Block]:
    """First-level headings with their numerals, from one in the text and in each annex; one that stands alone has none."""
    for part in _parts(blocks):
        several, serial = sum(block.kind == "heading" for block in part) > 1, 0
        for block in part:
            if block.kind != "heading":
                yield block
                continue
            serial += 1
            title = _NUMBERED.sub("", block.text)
            yield replace(block, text=f"{numeral(serial)}、{title}" if several else title)


def _parts(blocks: Sequence[Block]) -> Iterator[list[Block]]:
    """The text, then each annex."""
    part: list[Block] = []
    for block in blocks:
        if block.kind == "annexed":
            yield part
            part = []
        part.append(block)
    yield part
