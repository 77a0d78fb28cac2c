"""Why sensitive records are read: a reason that says something."""

from __future__ import annotations

import re

LEAST_CHARACTERS = 10
LEAST_DIFFERENT = 5
REMEDY = f"请写明案号和用途，不少于 {LEAST_CHARACTERS} 个字"
AGAIN = re.compile(r"(.+?)\1+")
"""One piece over and over."""


def fault_of(purpose: str) -> str:
    """What is wrong with a stated purpose; empty where it will do.

    Blanks and signs that show nothing do not count; figures and punctuation alone say nothing, nor does one piece typed again and again.
    """
    text = "".join(sign for sign in purpose if sign.isprintable() and not sign.isspace())
    if not text:
        return "没有写明用途"
    if len(text) < LEAST_CHARACTERS:
        return f"用途不足 {LEAST_CHARACTERS} 个字"
    words = "".join(sign for sign in text if sign.isalnum())
    says = len(set(words)) >= LEAST_DIFFERENT and any(sign.isalpha() for sign in words) and not AGAIN.fullmatch(words)
    return "" if says else "用途没有实际内容"
