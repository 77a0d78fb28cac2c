"""How much of two texts is the same, for statements that look for copies: `law_text_alike`."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise
from typing import Final

import numpy as np

from zhiheng.law.vectors import Column, Vector


def alike(one: str, other: str) -> int:
    """Per cent of neighbouring signs that two texts have in common, marks and spaces left out, rounded down; nothing is like nothing."""
    first, second = (_pairs(text) for text in (one, other))
    total = first.total() + second.total()
    return 200 * (first & second).total() // total if total else 0


def _pairs(text: str) -> Counter[str]:
    signs = [sign for sign in text if sign.isalnum()]
    return Counter(map("".join, pairwise(signs)))


def text_alike(one: Column, other: Column) -> Column:
    """`alike` on each row."""
    return np.array([alike(first, second) for first, second in zip(one, other, strict=True)], dtype="int64")


FUNCTIONS: Final = {"text_alike": Vector(text_alike, ("str", "str"), "int", "两段文字相同的百分比（按相邻两字计，标点和空白除外）")}
