"""Why a cleaned text is not certainly what its sender meant: such a value is rejected, never stored."""

from __future__ import annotations

import re

from zhiheng.schema.characters import DAMAGED
from zhiheng.schema.rejections import DAMAGED_TEXT, LOST_DIGITS, MASKED, NOT_A_NAME, SEVERAL_PERSONS

NOTHING = frozenset(
    {
        "null",
        "(null)",
        "（null）",
        "<null>",
        "[null]",
        "\\n",
        "none",
        "nil",
        "nan",
        "n/a",
        "na",
        "n.a.",
        "无",
        "空",
        "不详",
        "未知",
        "暂无",
        "没有",
        "无数据",
        "/",
        "\\",
        "-",
        "--",
        "---",
        "—",
        "——",
        "－",
        "／",
        "_",
        "*",
        ".",
    }
)
"""Words that people and programs write where there is nothing."""
_SHORTEST, _LONGEST = 1, max(len(word.encode()) for word in NOTHING)
IDEOGRAPH = re.compile(r"[\u3400-\u9fff\U00020000-\U0003ffff]")
_ROUNDED = re.compile(r"[+-]?\d(?:\.\d+)?[eE]\+\d{1,3}", re.ASCII)
_LOST_IN_NAME = re.compile("[?？□▯◻☐〓�]")
_LOST_IN_TEXT = re.compile(r"\?\?|^[?□]+$|[\u3400-\u9fff][?□]+(?=[\u3400-\u9fff0-9])")
_MASK = re.compile(r"[*＊×✱✳█■◆]|[\u3400-\u9fff][_＿]|[_＿][\u3400-\u9fff]")
_BETWEEN_PERSONS = re.compile(r"\s*[、，,；;/／|｜\r\n&＆]+\s*")
_AND_OTHERS = re.compile(r"[\u3400-\u9fff]等(?:\d+|[一二三四五六七八九十几]+)?人?$")


def says_nothing(value: str) -> bool:
    """Whether a trimmed text is one of the words for nothing."""
    return value.lower() in NOTHING


def may_say_nothing(length: int) -> bool:
    """Whether a text of so many bytes can be one of the words for nothing."""
    return _SHORTEST <= length <= _LONGEST


def doubt_of(value: str, sent: str, form: str) -> str:
    """The reason why a text of this form is not certain, empty where it is; `sent` is the text before it was cleaned."""
    if DAMAGED.search(value):
        return DAMAGED_TEXT
    if form.startswith("person_name"):
        return _doubt_of_name(value, sent, several=form == "person_names")
    if form == "identity":
        return MASKED if "*" in value else ""
    if _ROUNDED.fullmatch(value):
        return LOST_DIGITS
    return DAMAGED_TEXT if form == "text" and _LOST_IN_TEXT.search(value) else ""


def _doubt_of_name(value: str, sent: str, *, several: bool) -> str:
    if _LOST_IN_NAME.search(value):
        return DAMAGED_TEXT
    if _MASK.search(value):
        return MASKED
    if several:
        return ""
    if value.isdigit():
        return NOT_A_NAME
    return SEVERAL_PERSONS if _names_several(sent) else ""


def _names_several(sent: str) -> bool:
    """Whether Chinese names of two characters or more stand beside each other; `李,某` is one name with a stray comma."""
    if not IDEOGRAPH.search(sent):
        return False
    parts = [part for part in _BETWEEN_PERSONS.split(sent.strip()) if part]
    return bool(_AND_OTHERS.search(sent.strip())) or (len(parts) > 1 and all(len(part) > 1 for part in parts))
