"""Identity numbers in what is shown: found in any text, and shown with their middle hidden."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

HEAD, TAIL = 6, 4
SHORTEST = 15
HIDDEN = "＊＊＊"
"""What stands in the place of a value that is shown only with a stated purpose."""

_DAY = rb"(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])"
_AFTER = rb"(?:(?<![0-9])|(?<=%[0-9A-Fa-f]{2})|(?<=\\u[0-9A-Fa-f]{4}))"
"""Where a number may begin: not within digits, but after a sign written as `%E5` or `\\u5f20`, which may end in one."""
_EIGHTEEN = rb"[1-9][0-9]{5}(?:18|19|20)[0-9]{2}" + _DAY + rb"[0-9]{3}[0-9Xx](?![0-9])"
_FIFTEEN = rb"(?<!\.)(?:1[1-5]|2[1-3]|3[1-7]|4[1-6]|5[0-4]|6[1-5])[0-9]{6}" + _DAY + rb"[0-9]{3}(?![0-9Xx])"
NUMBER = re.compile(_AFTER + rb"(?:" + _EIGHTEEN + rb"|" + _FIFTEEN + rb")")
NUMBER_TEXT = re.compile(NUMBER.pattern.decode())
LONG = f"[0-9]{{{SHORTEST}}}"
"""By which a database leaves out texts that may hold a number."""
_FLAT = bytes(ord("0") if one in b"123456789" else one for one in range(256))
_LONG = b"0" * SHORTEST
_LONGEST = 4096
_BEFORE = 6
"""Signs before a number that tell whether it begins there: `\\u5f20`."""
MASKED = re.compile(r"(?<![0-9])[1-9][0-9]{5}\*{5,8}[0-9]{3}[0-9Xx]")


def masked(number: str) -> str:
    """An identity number with its middle hidden, 510107********2910; what is no number of a person stands as it is."""
    if len(number) < SHORTEST or not number[:HEAD].isdigit():
        return number
    return f"{number[:HEAD]}{'*' * (len(number) - HEAD - TAIL)}{number[-TAIL:]}"


def numbers_in(content: bytes) -> list[str]:
    """Every identity number in a text, each once, in the order of the text."""
    return list(dict.fromkeys(content[start:end].decode() for start, end in _places(content)))


def masked_text(content: bytes) -> bytes:
    """A text with every identity number in it masked."""
    made = bytearray(content)
    for start, end in _places(content):
        made[start + HEAD : end - TAIL] = b"*" * (end - start - HEAD - TAIL)
    return bytes(made)


def _places(content: bytes) -> Iterator[tuple[int, int]]:
    """Where identity numbers stand; only what lies about fifteen digits in a row is looked at closely."""
    flat = content.translate(_FLAT)
    at = flat.find(_LONG)
    while at >= 0:
        rest = flat[at : at + _LONGEST]
        end = at + len(rest) - len(rest.lstrip(b"0"))
        begin = max(0, at - _BEFORE)
        for found in NUMBER.finditer(content[begin : end + 2]):
            yield begin + found.start(), begin + found.end()
        at = flat.find(_LONG, end)


def restored(text: str, known: Callable[[str], str | None]) -> str:
    """A text with masked numbers as they were, where they are known."""
    return MASKED.sub(lambda found: known(found[0]) or found[0], text)
