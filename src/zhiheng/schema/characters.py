"""Characters that stand for others, that nobody sees, or that say a text was damaged on its way."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from types import MappingProxyType

import numpy as np

from zhiheng.schema.columns import Bytes, Mask

SPACES = " \t\r\n\x0b\x0c\x1c\x1d\x1e\x1f\x85\xa0\u1680\u2028\u2029\u202f\u205f\u3000" + "".join(map(chr, range(0x2000, 0x200B)))
_SELECTORS = "".join(map(chr, range(0xFE00, 0xFE10)))
INVISIBLE = (
    "\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u2060\u2061\u2062\u2063\u2064\u2066\u2067\u2068\u2069\u061c\u180e\ufeff\u00ad"
    + _SELECTORS
)
"""Marks without a shape of their own; those that turn the order of what is seen (U+202D, U+202E) are not among them."""
SELECTORS = range(0xE0100, 0xE01F0)
"""Marks that choose one drawing of the character before them."""
FULL_WIDTH: Mapping[int, int] = MappingProxyType(
    {code: code - 0xFEE0 for first, last in ((0xFF10, 0xFF19), (0xFF21, 0xFF3A), (0xFF41, 0xFF5A)) for code in range(first, last + 1)}
)
DOTS = "•‧・．.●∙⋅"
"""What is written for the dot between the parts of a name (U+00B7)."""
_PUNCTUATION_OF_NAMES = (
    "、，；：。／｜？＊×✱✳∗⁎﹡█■□▯◻☐〓◆○●＿�…（）【】［］〔〕《》“”‘’〃　和与及等同左前上合总小计姓名测试男女罪被犯嫌社服先女同＋＝－—–―～"
    + DOTS
)
_GBK_ODD = {0xE816: 0x20087, 0xE817: 0x20089, 0xE818: 0x200CC, 0xE831: 0x215D7, 0xE83B: 0x2298F, 0xE855: 0x241FE}
_GBK_LATE = {0xE81E: 0x9FB4, 0xE826: 0x9FB5, 0xE82B: 0x9FB6, 0xE82C: 0x9FB7, 0xE832: 0x9FB8, 0xE843: 0x9FB9, 0xE854: 0x9FBA, 0xE864: 0x9FBB}
_GBK_SIGNS = {0xE7C7: 0x1E3F, 0xE7C8: 0x01F9, 0xE7E7: 0x303E, **{0xE7E8 + place: 0x2FF0 + place for place in range(12)}}
_GBK_UPRIGHT = dict(
    zip(range(0xE78D, 0xE797), (0xFE10, 0xFE12, 0xFE11, 0xFE13, 0xFE14, 0xFE15, 0xFE16, 0xFE17, 0xFE18, 0xFE19), strict=True)
)


def _gbk_eighty() -> dict[int, int]:
    """The eighty characters that GBK systems kept at U+E815 … U+E864 because Unicode had none for them then."""
    second = [*range(0x50, 0x7F), *range(0x80, 0xA1)]
    given = {0xE815 + place: ord(bytes([0xFE, byte]).decode("gb18030")) for place, byte in enumerate(second)}
    return {**{kept: code for kept, code in given.items() if not _is_private(code)}, **_GBK_ODD, **_GBK_LATE}


def _is_private(code: int) -> bool:
    return 0xE000 <= code <= 0xF8FF or code >= 0xF0000


def _variants() -> dict[int, int]:
    """Radicals and compatibility ideographs to the ideographs they stand for."""
    codes = (*range(0x2E80, 0x2FE0), *range(0xF900, 0xFB00), *range(0x2F800, 0x2FA20))
    folded = {code: unicodedata.normalize("NFKC", chr(code)) for code in codes}
    return {code: ord(text) for code, text in folded.items() if len(text) == 1 and text != chr(code)}


VARIANTS: Mapping[int, int] = MappingProxyType({**_variants(), **_gbk_eighty(), **_GBK_SIGNS, **_GBK_UPRIGHT})
"""Radicals, compatibility ideographs and the private area of GBK -> the characters meant."""
CONTROL = frozenset(code for code in (*range(32), 127) if chr(code) not in SPACES)
FOLD: Mapping[int, int | str | None] = MappingProxyType(
    {
        **VARIANTS,
        **dict.fromkeys(CONTROL, None),
        **FULL_WIDTH,
        **dict.fromkeys(map(ord, SPACES), " "),
        **dict.fromkeys(map(ord, INVISIBLE), None),
        **dict.fromkeys(SELECTORS, None),
    }
)
DAMAGED = re.compile(
    "[\ufffd\x80-\x84\x86-\x9f\u202d\u202e\ue000-\uf8ff\ufdd0-\ufdef\ufffe\uffff\U000e0000-\U000e00ff\U000f0000-\U0010ffff]|锟斤拷|烫烫烫|ï¿½"
)
"""What stands where a character was lost, was known to one machine only, or turns the order of the others."""


def _named(form: str) -> Iterable[str]:
    damaged = (
        chr(code) for code in (0xFFFD, *range(0x80, 0xA0), 0x202D, 0x202E, *range(0xE000, 0xF900), *range(0xFDD0, 0xFDF0), 0xFFFE, 0xFFFF)
    )
    yield from map(chr, (code for code in FOLD if 0x80 <= code < 0x10000))
    if form:
        yield from (*damaged, "□", "锟", "烫", "ï", "〃", "〞", "″", "＃")
    if form == "number":
        yield from "、；月"
    if form in {"person_name", "person_names"}:
        yield from _PUNCTUATION_OF_NAMES
        yield from (one for one in map(chr, range(0x80, 0x10000)) if one.isdigit())


class Suspects:
    """Where in the bytes of UTF-8 a character begins that must be looked at: a mark too many costs time only, never one too few.

    form   of the column; ascii: characters below U+0080 concerned
    """

    def __init__(self, form: str, ascii_suspects: Iterable[int]) -> None:
        self._wide = np.zeros(1 << 16, dtype=np.bool_)
        self._wide[[ord(one) for one in _named(form) if 0x80 <= ord(one) < 0x10000]] = True
        marks = np.zeros(256, dtype=np.uint8)
        marks[0xF0:0xF5] = 1
        marks[list({chr(code).encode()[0] for code in np.flatnonzero(self._wide) if not 0xD800 <= code < 0xE000})] = 2
        marks[list(ascii_suspects)] = 1
        self._marks = marks.tobytes()

    def at(self, data: Bytes) -> Mask:
        """Bytes at which such a character begins, as a mask over the data."""
        marks = np.frombuffer(bytearray(data.tobytes().translate(self._marks)), dtype=np.uint8)
        found: Mask = np.equal(marks, 1)
        wide = np.flatnonzero(marks == 2)
        if len(wide):
            found[wide] = self._wide[_code_points(data, wide)]
        return found


def _code_points(data: Bytes, at: np.ndarray[tuple[int], np.dtype[np.int64]]) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    """The code point that begins at each place, of two bytes or three."""
    last = len(data) - 1
    first, second = data[at].astype(np.int64), data[np.minimum(at + 1, last)].astype(np.int64) & 63
    third = data[np.minimum(at + 2, last)].astype(np.int64) & 63
    return np.where(first >= 0xE0, ((first & 15) << 12) | (second << 6) | third, ((first & 31) << 6) | second)
