"""Reading dates, lengths and amounts out of a text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal, InvalidOperation

from zhiheng.dossier.core.capitals import read_capitals, read_whole

NUMBER = "[0-9零〇一二三四五六七八九十百千两壹贰叁肆伍陆柒捌玖拾佰仟]+"
ONES = "〇零一二三四五六七八九"
_MONTH, _DAY = r"\d{1,2}|[一二三四五六七八九十]{1,2}", r"\d{1,2}|[一二三四五六七八九十]{1,3}"
DATE = rf"(?P<year>\d{{4}}|[{ONES}]{{4}})年(?P<month>{_MONTH})月(?P<day>{_DAY})日"
LENGTH = rf"(?:(?P<years>{NUMBER})年)?(?:零|又)?(?:(?P<months>{NUMBER})个月)?(?:零|又)?(?:(?P<days>{NUMBER})(?:日|天))?"
CAPITAL = "[零壹贰叁肆伍陆柒捌玖拾佰仟万亿]"
CAPITALS = rf"{CAPITAL}+[元圆](?:{CAPITAL}角)?(?:零?{CAPITAL}分)?[整正]?"
DIGITS = r"[0-9][0-9,，]*(?:\.[0-9]+)?"
_DATE = re.compile(DATE)
_GROUPED = re.compile(r"\d{1,3}(?:,\d{3})*(?:\.\d+)?|\d+(?:\.\d+)?")


def dates_in(text: str) -> Iterator[tuple[str, date | None]]:
    """Every date of a text as written, and the day; None for a day that does not exist."""
    for found in _DATE.finditer(text):
        yield found[0], day(found["year"], found["month"], found["day"])


def day(year: str, month: str, number: str) -> date | None:
    """A day, in digits or in 二〇二六年六月十日; None where there is none."""
    written = "".join(str(max(ONES.index(sign) - 1, 0)) if sign in ONES else sign for sign in year)
    try:
        return date(int(written), read_whole(month) or 0, read_whole(number) or 0)
    except ValueError:
        return None


def length(found: re.Match[str]) -> tuple[int, int] | None:
    """Months and days of a length; None where nothing of it is given or cannot be read."""
    parts = [found.group(name) for name in ("years", "months", "days")]
    if not any(parts):
        return None
    read = [read_whole(part) if part else 0 for part in parts]
    if None in read:
        return None
    years, months, days = (int(part or 0) for part in read)
    return years * 12 + months, days


def amount(text: str) -> Decimal | None:
    """An amount in digits, in capitals or in common figures, with 万 or 亿; None where it cannot be read."""
    text = text.removesuffix("元").removesuffix("圆")
    for unit, times in (("万", 10_000), ("亿", 100_000_000), ("", 1)):
        bare = text.removesuffix(unit)
        if bare != text or not unit:
            try:
                return Decimal(bare.replace(",", "").replace("，", "")) * times
            except InvalidOperation:
                continue
    whole = read_whole(text)
    return read_capitals(f"{text}元") if whole is None else Decimal(whole)


def well_grouped(text: str) -> bool:
    """Whether an amount in digits is written as amounts are: 12,300 or 12300, never 12,30."""
    return bool(_GROUPED.fullmatch(text))
