"""Amounts in Chinese capitals (大写), written and read: 捌仟元整, 壹万零伍佰元伍角."""

from __future__ import annotations

import re
from decimal import Decimal

DIGITS = "零壹贰叁肆伍陆柒捌玖"
PLACES = ("", "拾", "佰", "仟")
GROUPS = ("", "万", "亿", "万亿")
COMMON = {**{sign: value for value, sign in enumerate("零一二三四五六七八九")}, "〇": 0, "两": 2, "俩": 2}
VALUES = {**COMMON, **{sign: value for value, sign in enumerate(DIGITS)}}
UNITS = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000}
_ZEROS = re.compile("零+")


def capitals(amount: Decimal) -> str:
    """The amount in capitals, in yuan, jiao and fen."""
    fen = int(abs(amount).quantize(Decimal("0.01")) * 100)
    yuan, small = divmod(fen, 100)
    jiao, cent = divmod(small, 10)
    said = f"{whole(yuan)}元" if yuan or not small else ""
    if not small:
        said += "整"
    else:
        said += (f"{DIGITS[jiao]}角" if jiao else "零" if yuan else "") + (f"{DIGITS[cent]}分" if cent else "")
    return f"负{said}" if amount < 0 else said


def whole(number: int) -> str:
    """A whole number in capitals."""
    if number == 0:
        return "零"
    said = ""
    for group in range((len(str(number)) - 1) // 4, -1, -1):
        part = number // 10 ** (4 * group) % 10_000
        if part:
            said += ("零" if said and part < 1000 else "") + _four(part) + GROUPS[group]
        elif said:
            said += "零"
    return _ZEROS.sub("零", said).rstrip("零")


def _four(part: int) -> str:
    said = ""
    for place in range(3, -1, -1):
        digit = part // 10**place % 10
        said += DIGITS[digit] + PLACES[place] if digit else "零"
    return _ZEROS.sub("零", said).strip("零")


def read_whole(text: str) -> int | None:
    """A whole number in common or capital Chinese figures (or digits); None where it is none."""
    if text.isascii() and text.isdigit():
        return int(text)
    total = part = digit = 0
    for sign in text:
        if sign in VALUES:
            digit = VALUES[sign]
        elif sign in UNITS:
            part, digit = part + (digit or 1) * UNITS[sign], 0
        elif sign in {"万", "亿"}:
            total, part, digit = (total + part + digit) * (10_000 if sign == "万" else 100_000_000), 0, 0
        else:
            return None
    return total + part + digit


_AMOUNT = re.compile(r"^(?:人民币)?(?:(?P<yuan>[^元圆角分整正]+)[元圆])?(?:(?P<jiao>.)角)?零?(?:(?P<fen>.)分)?[整正]?$")


def read_capitals(text: str) -> Decimal | None:
    """An amount in capitals; None where it cannot be read."""
    found = _AMOUNT.match(text)
    yuan = read_whole(found["yuan"] or "零") if found else None
    if found is None or yuan is None or not text.strip("人民币"):
        return None
    small = [VALUES.get(found[name] or "零") for name in ("jiao", "fen")]
    return None if None in small else Decimal(yuan) + Decimal(small[0] or 0) / 10 + Decimal(small[1] or 0) / 100
