"""Lengths of punishment as officials write them: 六年, 三年六个月, 六个月."""

from __future__ import annotations

from zhiheng.schema import DATASETS

DIGITS = "零一二三四五六七八九"
TITLES = {"减去月数": "减刑"}


def counted(number: int) -> str:
    """A whole number below a hundred in characters; larger ones in figures."""
    if not 0 <= number < 100:
        return str(number)
    tens, ones = divmod(number, 10)
    if not tens:
        return DIGITS[ones]
    return ("" if tens == 1 else DIGITS[tens]) + "十" + (DIGITS[ones] if ones else "")


def length_in_words(months: int) -> str:
    """Months as years and months."""
    years, rest = divmod(months, 12)
    parts = [f"{counted(years)}年" if years else "", f"{counted(rest)}个月" if rest or not years else ""]
    return "".join(parts)


def told_length(dataset: str, field: str, value: object) -> tuple[str, str] | None:
    """Title and value of a field that counts months of punishment, as officials write it; None for every other."""
    declared = DATASETS[dataset].fields[field]
    if declared.unit != "月" or not isinstance(value, int) or isinstance(value, bool) or value < 0:
        return None
    return TITLES.get(declared.zh, declared.zh.removesuffix("月数")), length_in_words(value)
