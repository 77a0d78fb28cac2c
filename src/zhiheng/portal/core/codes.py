"""Codes that are typed by hand: letters and digits that nobody mistakes for one another."""

from __future__ import annotations

import secrets

LETTERS = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"
QUERY_LENGTH = 12
DIGITS = 6
SIMILAR = str.maketrans("OIL", "011")


def query_code() -> str:
    """A new code of twelve characters (59 bits)."""
    return "".join(secrets.choice(LETTERS) for _ in range(QUERY_LENGTH))


def digits() -> str:
    """Six digits, for five minutes or with a number of its own."""
    return "".join(secrets.choice("0123456789") for _ in range(DIGITS))


def plain(typed: str) -> str:
    """A code as it was given out, however it was typed: in groups, in small letters, with blanks."""
    return "".join(sign for sign in typed.upper() if sign.isascii() and sign.isalnum())


def grouped(code: str) -> str:
    """A code in groups of four, as it is printed."""
    return "-".join(code[place : place + 4] for place in range(0, len(code), 4))
