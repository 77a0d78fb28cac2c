"""Whether a text as it was typed names one of these persons: also in full width, with blanks, of fifteen digits, or with one slip."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator

from zhiheng.schema.identity import is_valid, to_18

_BLANK = re.compile(r"[\s\u200b-\u200f\ufeff\-—_.·]+")
_RUN = re.compile(r"[0-9X]{15,19}")
_SIGNS = "0123456789X"
_WHOLE, _OLD = 18, 15


def names_any(texts: Iterable[str | None], numbers: Collection[str]) -> bool:
    """Whether one of the texts names one of the persons; a number that is nobody's counts as everybody's whose number is one slip away."""
    return bool(numbers) and any(one in numbers for text in texts if text for one in _meant(text))


def _meant(text: str) -> Iterator[str]:
    plain = _BLANK.sub("", unicodedata.normalize("NFKC", text)).upper()
    for found in _RUN.finditer(plain):
        run = found[0]
        yield from (run, to_18(run))
        yield from (run[at : at + _WHOLE] for at in range(1, len(run) - _WHOLE + 1))
        if len(run) > _OLD and not is_valid(run):
            yield from _one_slip(run)


def _one_slip(run: str) -> Iterator[str]:
    """Numbers from which this one comes by one sign that is wrong, missing or too many, or by two neighbours that changed places."""
    if len(run) == _WHOLE:
        yield from (run[:at] + run[at + 1] + run[at] + run[at + 2 :] for at in range(_WHOLE - 1))
        yield from (run[:at] + sign + run[at + 1 :] for at in range(_WHOLE) for sign in _SIGNS)
    elif len(run) == _WHOLE - 1:
        yield from (run[:at] + sign + run[at:] for at in range(_WHOLE) for sign in _SIGNS)
    elif len(run) == _WHOLE + 1:
        yield from (run[:at] + run[at + 1 :] for at in range(_WHOLE + 1))
