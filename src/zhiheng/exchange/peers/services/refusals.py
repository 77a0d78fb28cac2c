"""Why a message is not done now: it waits, or it is sent back."""

from __future__ import annotations


class Later(Exception):  # noqa: N818 - no error: it waits
    """It cannot be done yet. by_itself: it goes on once another message has come; else an officer must see to it."""

    def __init__(self, words: str, *, by_itself: bool = False) -> None:
        super().__init__(words)
        self.by_itself = by_itself


class Returned(Exception):  # noqa: N818 - the term used on the pages
    """It is sent back; `str()` is the reason."""
