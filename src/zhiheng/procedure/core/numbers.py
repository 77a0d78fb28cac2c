"""Numbers of cases and papers however they are typed: brackets of any kind or none, any width, spaces, with or without 号."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

_BEFORE = re.compile(r"[(〔\[【]?(\d{4})[)〕\]】]?(\D+?)(?:第)?(\d+)号?")
_BARE = re.compile(r"([^\d\s]*[\u4e00-\u9fff][^\d\s]*?)((?:19|20)\d{2})第?(\d{1,6})号?")
_WITHIN = re.compile(r"(\D+?)[(〔\[【]?(\d{4})[)〕\]】](?:第)?(\d+)号?")


@dataclass(frozen=True)
class NumberTyped:
    """A number taken apart: year, word, serial. Cases are numbered （2026）沱监减1号, papers 川检建〔2026〕7号."""

    year: str
    word: str
    serial: str

    @property
    def round(self) -> str:
        """As cases are numbered."""
        return f"（{self.year}）{self.word}{self.serial}号"

    @property
    def square(self) -> str:
        """As papers are numbered."""
        return f"{self.word}〔{self.year}〕{self.serial}号"


def number_typed(text: str) -> NumberTyped | None:
    """The number a text stands for; None where it is none."""
    plain = re.sub(r"\s+", "", unicodedata.normalize("NFKC", text))
    if found := _BEFORE.fullmatch(plain):
        return NumberTyped(found[1], found[2].lstrip(")〕]】"), str(int(found[3])))
    found = _WITHIN.fullmatch(plain) or _BARE.fullmatch(plain)
    return NumberTyped(found[2], found[1], str(int(found[3]))) if found else None
