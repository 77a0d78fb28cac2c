"""Which files of a dossier an organ may see: one rule for prints, signed prints and things handed in.

The organ that drew a document up sees all of its versions. Any other organ sees nothing of an inner document, and of others only
what was issued: the issued versions, or, of a document numbered when it was drawn up and never issued in form, the newest one. A document
that was delivered is seen by the organs it was delivered to. Something handed in is seen by all organs of the case unless it is inner.
"""

from __future__ import annotations

from dataclasses import dataclass, field

WHOLE = "*"
"""Stands for the machine's own command line, which sees every file."""


@dataclass(frozen=True)
class Standing:
    """Where a document stands: the organ that drew it up, its version numbers, those issued, and whom it was delivered to."""

    organ: str
    inner: bool
    numbered: str
    versions: tuple[int, ...]
    issued: tuple[int, ...] = ()
    delivered_to: frozenset[str] = field(default_factory=frozenset)


def versions_seen(document: Standing, organ: str) -> tuple[int, ...]:
    """The numbers of the versions that the organ may see."""
    if organ in {WHOLE, document.organ}:
        return document.versions
    if document.inner or (document.delivered_to and organ not in document.delivered_to):
        return ()
    if document.issued:
        return document.issued
    return document.versions[-1:] if document.numbered == "at_once" else ()


def attachment_seen(handed_in_by: str, organ: str, *, inner: bool) -> bool:
    """Whether the organ may see something that another handed in."""
    return not inner or organ in {WHOLE, handed_in_by}
