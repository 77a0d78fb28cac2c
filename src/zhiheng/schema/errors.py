"""What every room raises when the caller can mend the cause."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(eq=False)
class UnusableInputError(Exception):
    """Input that cannot be used at all: named by thing, place, reason and remedy, each one plain sentence or phrase.

    The command line prints it as one line and exits with status 2; pages show it beside the field or file.
    """

    thing: str
    place: str
    reason: str
    remedy: str

    def __str__(self) -> str:
        where = f" ({self.place})" if self.place else ""
        return f"{self.thing}{where}: {self.reason}。{self.remedy}"
