"""What the law room raises: it refuses, it never guesses."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(eq=False)
class Refused(Exception):  # noqa: N818 - the term of the answer itself
    """Facts outside a rule's domain: a code for machines, a sentence for people, and what would make them answerable.

    place       the dotted name of a fact that is missing, for machines
    """

    code: str
    message: str
    remedy: str
    place: str = ""

    def __str__(self) -> str:
        return f"{self.message}。{self.remedy}（{self.code}）"


class NotInForce(Refused):
    """No text written here is in force on the day asked about."""
