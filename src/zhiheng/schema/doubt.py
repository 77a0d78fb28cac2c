"""Why a cleaned text is not certainly what its sender meant: such a value is rejected, never stored."""

from __future__ import annotations

import re

from zhiheng.schema.characters import DAMAGED
from zhiheng.schema.personal_names import IDEOGRAPH, doubt_of_name
from zhiheng.schema.rejections import DAMAGED_TEXT, DITTO, ERROR_CELL, LOST_DIGITS, MASKED, SEVERAL_VALUES, WRONG_KIND

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
        "undefined",
        "(blank)",
        "(空白)",
        "（空白）",
        "空白",
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
DITTO_WORDS = frozenset({"同上", "同前", "同左", "上同", "见上", "〃", "〞", "″", '"', "''", "ditto", "ibid", "ibid."})
"""What people write instead of repeating the line above."""
TRUTH_WORDS = frozenset({"true", "false"})
SHORT_WORDS = NOTHING | DITTO_WORDS | TRUTH_WORDS
FREE = frozenset({"text", "number", "person_name", "person_names"})
"""Forms in which any text may stand."""
_ROUNDED = re.compile(r"[+-]?\d(?:\.\d+)?[eE]\+\d{1,3}", re.ASCII)
_LOST_IN_TEXT = re.compile(r"\?\?|^[?□]+$|[\u3400-\u9fff][?□]+(?=[\u3400-\u9fff0-9])")
_FORMULA = re.compile(r"=\s*(?:[A-Za-z.]+\(|\$?[A-Za-z]{1,3}\$?\d|[\d(+\"-])|@[A-Z]{2,}\(|\+[A-Z]{2,}\(")
_ERROR = re.compile(r"#(?:N/A|NA|REF!|DIV/0!|VALUE!|NAME\?|NULL!|NUM!|SPILL!|CALC!)|[#＃]{3,}", re.IGNORECASE)
_DEBRIS = re.compile(
    r"&(?:nbsp|amp|lt|gt|quot|apos|#\d{1,7}|#x[0-9a-f]{1,6});|</?(?:br|p|div|span|td|tr|font|a|b|i|html|body)\b[^>]*>"
    r"|\\u[0-9a-f]{4}|(?:%[0-9a-f]{2}){3,}|\[object Object\]",
    re.IGNORECASE,
)
_DAY_FOR_NUMBER = re.compile(
    r"\d{1,2}月\d{1,2}日|(?:\d{1,2}-)?(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*-\d{1,4}", re.IGNORECASE
)
_SEVERAL_NUMBERS = re.compile(r"[\r\n\v\f、;；]")


def says_nothing(value: str) -> bool:
    """Whether a trimmed text is one of the words for nothing."""
    return value.lower() in NOTHING


def doubt_of(value: str, sent: str, form: str) -> str:
    """The reason why a text of this form is not certain, empty where it is; `sent` is the text before it was cleaned."""
    if DAMAGED.search(value):
        return DAMAGED_TEXT
    if form == "identity":
        return MASKED if "*" in value else ""
    if form in FREE and (said := _said_instead(value)):
        return said
    if form.startswith("person_name"):
        return doubt_of_name(value, sent, several=form == "person_names")
    if _ROUNDED.fullmatch(value):
        return LOST_DIGITS
    if form == "number":
        return _doubt_of_number(value, sent.strip())
    return DAMAGED_TEXT if form == "text" and _LOST_IN_TEXT.search(value) else ""


def _said_instead(value: str) -> str:
    """What stands where a text should: an error, a ditto, the remains of another encoding; empty for a text."""
    if _DEBRIS.search(value) or garbled(value):
        return DAMAGED_TEXT
    if value.lower() in DITTO_WORDS:
        return DITTO
    return ERROR_CELL if _ERROR.fullmatch(value) else ""


def is_formula(value: str) -> bool:
    """Whether a text reads as a formula: it is kept as the text it is, and told."""
    return bool(_FORMULA.match(value))


def _doubt_of_number(value: str, sent: str) -> str:
    if value.lower() in TRUTH_WORDS or _DAY_FOR_NUMBER.fullmatch(value):
        return WRONG_KIND
    return SEVERAL_VALUES if _SEVERAL_NUMBERS.search(sent) else ""


def garbled(value: str) -> bool:
    """Whether a text is UTF-8 that was read as GB18030 or as Latin before: read back it is shorter, and Chinese throughout."""
    return not value.isascii() and any(_reads_back(value, encoding) for encoding in ("gb18030", "cp1252", "latin-1"))


def _reads_back(value: str, encoding: str) -> bool:
    try:
        meant = value.encode(encoding).decode("utf-8")
    except UnicodeError:
        return False
    return meant != value and len(meant) > 1 and len(IDEOGRAPH.findall(meant)) * 2 > len(meant)
