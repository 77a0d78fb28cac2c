"""Citizen identity numbers (GB 11643): check digit, 15 → 18 digits, birth date, sex; for one number or a column of them."""

from __future__ import annotations

from datetime import date
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

Bytes: TypeAlias = NDArray[np.uint8]
WEIGHTS = np.array([7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2], dtype=np.int16)
"""So narrow that products are fast and exact (no sum of bytes exceeds 25 500); floats would go through BLAS, which ends the program when
it is refused memory."""
CHECK_CHARACTERS = "10X98765432"
_CHECK_BYTES = np.frombuffer(CHECK_CHARACTERS.encode(), dtype=np.uint8)
_ZERO = ord("0")


def check_character(first_17: str) -> str:
    """The check character of 17 digits. Raises ValueError on anything else."""
    if len(first_17) != 17 or not (first_17.isascii() and first_17.isdigit()):
        raise ValueError(f"17 digits are needed, got {first_17!r}")
    return CHECK_CHARACTERS[sum(int(digit) * int(weight) for digit, weight in zip(first_17, WEIGHTS, strict=True)) % 11]


def is_valid(number: str) -> bool:
    """Whether 18 characters are digits (X may end them) with the right check character; birth date and division are not judged."""
    if len(number) != 18 or not (number[:17].isascii() and number[:17].isdigit()):
        return False
    return number[17] == check_character(number[:17])


def to_18(number: str) -> str:
    """A 15-digit number of the first generation as the 18-digit one (born 19yy); anything else is returned as it is."""
    if len(number) != 15 or not (number.isascii() and number.isdigit()):
        return number
    first_17 = number[:6] + "19" + number[6:]
    return first_17 + check_character(first_17)


def birth_date(number: str) -> date | None:
    """The birth date an 18-digit number states, None where it states none that exists."""
    try:
        return date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        return None


def sex(number: str) -> str:
    """`male` or `female`, as the seventeenth digit of an 18-digit number states."""
    return "male" if int(number[16]) % 2 else "female"


def valid_rows(characters: Bytes) -> NDArray[np.bool_]:
    """`is_valid` for a column: characters is (n, 18) of ASCII codes, the result (n,) of bool."""
    digits = characters[:, :17] - np.uint8(_ZERO)
    numeric = (digits <= 9).all(axis=1)
    remainder = _remainders(digits)
    return np.asarray(numeric & (_CHECK_BYTES[remainder] == characters[:, 17]))


def to_18_rows(characters: Bytes) -> Bytes:
    """`to_18` for a column of digits: (n, 15) of ASCII codes to (n, 18)."""
    result = np.empty((len(characters), 18), dtype=np.uint8)
    result[:, :6] = characters[:, :6]
    result[:, 6:8] = np.frombuffer(b"19", dtype=np.uint8)
    result[:, 8:17] = characters[:, 6:]
    result[:, 17] = _CHECK_BYTES[_remainders(result[:, :17] - np.uint8(_ZERO))]
    return result


def _remainders(digits: Bytes) -> NDArray[np.int16]:
    return np.asarray((digits.astype(np.int16) @ WEIGHTS) % 11)
