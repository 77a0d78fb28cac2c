"""What may be names of persons among the values of an entry: told by its form alone, so that no name is missed for being rare."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from zhiheng.schema.cleaning import clean_name

_SIGN = r"[\u3400-\u9fff\U00020000-\U0003ffff]"
_SHORT = re.compile(rf"{_SIGN}{{2,4}}")
_LONG = re.compile(rf"{_SIGN}{{5,15}}(?<![院局所狱队室处科部委厅会司站镇村社区县市])")
_DOTTED = re.compile(rf"{_SIGN}+(?:·{_SIGN}+)+")
_APART, _BLANK = re.compile(r"[、，,；;/()（）\n]+"), re.compile(r"\s+")
LONGEST = 64
NAMED = frozenset({"name", "number"})
"""What a value of a person holds: who is known by a number is not known by name alone."""


def names_written(values: object) -> frozenset[str]:
    """Names that stand as a value, or as a part of a list, by themselves; not those within a sentence."""
    return frozenset(_names(values))


def _names(values: object) -> Iterator[str]:
    if isinstance(values, Mapping):
        if not (values.keys() >= NAMED and values["number"]):
            for one in values.values():
                yield from _names(one)
    elif isinstance(values, list | tuple):
        for one in values:
            yield from _names(one)
    elif isinstance(values, str):
        parts = _APART.split(values)
        yield from filter(may_be_name, map(clean_name, [*parts, *(one for part in parts for one in _BLANK.split(part))]))


def may_be_name(text: str) -> bool:
    """Whether a text has the form of a Chinese name: two to four signs, more where it ends unlike organs and places, or a dot within."""
    shaped = _SHORT.fullmatch(text) or _LONG.fullmatch(text) or _DOTTED.fullmatch(text)
    return bool(shaped) and len(text) <= LONGEST
