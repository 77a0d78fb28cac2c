"""A value in the words of a paper: dates, instants, amounts, choices; what is empty; what does not fit."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from zhiheng.catalog.document_parts import Placeholder
from zhiheng.dossier.core.capitals import capitals
from zhiheng.dossier.core.organ_names import full_name
from zhiheng.law.moments import SHANGHAI, chinese_date

NUMERALS = "一二三四五六七八九"
EMPTY: tuple[object, ...] = (None, "", [], ())
CHECKED, UNCHECKED = "☑", "☐"
FORMS = {
    "text": "一行文字",
    "paragraphs": "一段或几段文字",
    "list": "文字的列表",
    "table": "行的列表，每行写明各列",
    "date": "日期，如 2026-06-30",
    "instant": "日期和时间，如 2026-06-30T09:05",
    "amount": "金额，单位元",
    "term": "刑期，以月计的整数",
    "tenths": "分值，以十分之一分计的整数",
    "flag": "是或否",
    "choice": "选项之一",
    "organ": "机关名称",
}


def is_empty(value: object) -> bool:
    """Whether a value is not given."""
    return value is None or (isinstance(value, (str, list, tuple)) and not value)


def faults_in(place: Placeholder, value: object) -> Iterator[str]:
    """What keeps a value from being printed there, in words."""
    if is_empty(value):
        if not place.optional:
            yield f"缺少{place.title}"
    elif place.type == "table":
        yield from _faults_of_rows(place, value)
    elif not fits(place, value):
        yield f"{place.title}应为{_form_of(place)}"


def _faults_of_rows(place: Placeholder, value: object) -> Iterator[str]:
    if not isinstance(value, (list, tuple)) or not all(isinstance(row, Mapping) for row in value):
        yield f"{place.title}应为{FORMS['table']}"
        return
    for index, row in enumerate(value, start=1):
        for key, cell in place.cells.items():
            if not is_empty(row.get(key)) and not fits(cell, row[key]):
                yield f"{place.title}第{index}行{cell.title}应为{_form_of(cell)}"


def _form_of(place: Placeholder) -> str:
    return f"{FORMS[place.type]}：{'、'.join(place.codes.values())}" if place.codes else FORMS[place.type]


def fits(place: Placeholder, value: object) -> bool:
    """Whether the value is of the type."""
    if place.type in {"text", "paragraphs", "organ"}:
        listed = place.type == "paragraphs" and isinstance(value, (list, tuple)) and all(isinstance(item, str) for item in value)
        return isinstance(value, (str, int, Decimal, date)) or listed
    if place.type == "list":
        return isinstance(value, (list, tuple)) and all(isinstance(item, str) for item in value)
    return {
        "date": day_of,
        "instant": instant_of,
        "amount": amount_of,
        "term": term_of,
        "tenths": count_of,
        "flag": flag_of,
        "choice": place.codes.get,
    }[place.type](
        value  # type: ignore[operator]
    ) is not None


def day_of(value: object) -> date | None:
    """The day a value states; None where it states none."""
    if isinstance(value, datetime):
        return value.astimezone(SHANGHAI).date() if value.tzinfo else value.date()
    if isinstance(value, date):
        return value
    try:
        return date.fromisoformat(str(value)[:10])
    except ValueError:
        return None


def instant_of(value: object) -> datetime | None:
    """The instant a value states, China time; None where it states none."""
    try:
        moment = value if isinstance(value, datetime) else datetime.fromisoformat(str(value))
    except ValueError:
        return None
    return moment.astimezone(SHANGHAI) if moment.tzinfo else moment.replace(tzinfo=SHANGHAI)


def amount_of(value: object) -> Decimal | None:
    """The amount a value states, in yuan with at most two places; None where it states none."""
    if isinstance(value, (bool, float)):
        return None
    try:
        amount = Decimal(str(value).replace(",", ""))
    except InvalidOperation:
        return None
    exact = amount.is_finite() and amount == amount.quantize(Decimal("0.01")) and abs(amount) < 10**16
    return amount if exact else None


def count_of(value: object) -> int | None:
    """The whole number that a value states; None where it states none."""
    text = "" if isinstance(value, bool) else str(value)
    return int(text) if text.isascii() and text.removeprefix("-").isdigit() else None


def term_of(value: object) -> int | None:
    """The months that a value states; None where it states none."""
    months = count_of(value)
    return months if months is not None and months >= 0 else None


def flag_of(value: object) -> bool | None:
    """True or false; None for anything else."""
    return value if isinstance(value, bool) else None


def texts_of(place: Placeholder, value: object) -> list[str]:
    """The value's paragraphs; what is said of an empty one, where something is."""
    if is_empty(value):
        return [place.absent] if place.absent else []
    if place.type in {"text", "paragraphs", "list"}:
        items = value if isinstance(value, (list, tuple)) else _plain(value).splitlines()
        return [str(item).strip() for item in items if str(item).strip()]
    return [value_text(place, value)]


def _plain(value: Any) -> str:
    return chinese_date(value) if isinstance(value, date) else str(value)


def value_text(place: Placeholder, value: Any) -> str:
    """A single value in words; empty where it is not given and nothing is said of that."""
    if is_empty(value):
        return place.absent
    say = SAID.get(place.type)
    return say(place, value) if say else "；".join(texts_of(place, value))


def _flag(place: Placeholder, value: Any) -> str:
    words = {True: place.codes.get("true", "是"), False: place.codes.get("false", "否")}
    return boxes(words, value) if place.style == "boxes" else words[bool(value)]


def _choice(place: Placeholder, value: Any) -> str:
    return boxes(place.codes, value) if place.style == "boxes" else place.codes[value]


def boxes(choices: Mapping[Any, str], chosen: object) -> str:
    """All choices, the chosen one ticked."""
    return "　".join(f"{CHECKED if code == chosen else UNCHECKED}{title}" for code, title in choices.items())


def chinese_instant(moment: datetime) -> str:
    """An instant to the minute."""
    return f"{chinese_date(moment)}{moment.hour}时{moment.minute:02d}分"


def chinese_amount(amount: Decimal, style: str = "digits") -> str:
    """An amount of yuan in digits, capitals or both."""
    digits = f"{amount:,.2f}".removesuffix(".00") + "元"
    return {"digits": digits, "capitals": f"人民币{capitals(amount)}", "both": f"人民币{capitals(amount)}（{digits}）"}[style or "digits"]


def chinese_term(months: int) -> str:
    """A term of imprisonment by its months: 二十二年, 一年六个月, 九个月."""
    years, rest = divmod(months, 12)
    said = (f"{numeral(years)}年" if years else "") + (f"{numeral(rest)}个月" if rest else "")
    return said or "零个月"


def numeral(number: int) -> str:
    """A number up to ninety-nine in characters."""
    tens, ones = divmod(number, 10)
    ten = "" if not tens else f"{'' if tens == 1 else NUMERALS[tens - 1]}十"
    return ten + (NUMERALS[ones - 1] if ones else "")


SAID: Mapping[str, Callable[[Placeholder, Any], str]] = {
    "date": lambda _, value: chinese_date(day_of(value) or value),
    "instant": lambda _, value: chinese_instant(instant_of(value) or value),
    "amount": lambda place, value: chinese_amount(amount_of(value) or Decimal(0), place.style),
    "term": lambda _, value: chinese_term(term_of(value) or 0),
    "tenths": lambda _, value: f"{Decimal(count_of(value) or 0) / 10:f}",
    "organ": lambda _, value: full_name(str(value)),
    "flag": _flag,
    "choice": _choice,
}
"""How the types that are more than text are written."""
