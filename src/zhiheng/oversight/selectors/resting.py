"""What clues rest on while it is undecided who is one person, and what became of those that went on elsewhere."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from zhiheng.oversight.models import Clue, ClueEvent
from zhiheng.oversight.services.dependencies import is_contradicted
from zhiheng.subjects import selectors as subjects

GONE = ("resolved_by_data", "resolved_by_identity", "resolved_by_model", "continued")


@dataclass(frozen=True)
class ClueDependency:
    """A match a clue rests on. effect: only_if_same, gone_if_same; state: open, holds (decided in the clue's favour), fails."""

    match: int
    effect: str
    numbers: tuple[str, ...]
    state: str


def clue_dependencies(clue: Clue) -> list[ClueDependency]:
    """What the clue rests on, as decided now."""
    if not clue.rests_on:
        return []
    now = subjects.identities_now()
    undecided = {one.match for one in now.undecided}
    return [
        ClueDependency(
            rest["match"],
            rest["effect"],
            tuple(rest["numbers"]),
            "open" if rest["match"] in undecided else "fails" if is_contradicted(rest, now) else "holds",
        )
        for rest in clue.rests_on
    ]


def reasons_gone(clues: Iterable[int]) -> dict[int, str]:
    """Number of a clue → the latest kind of event by which it was no longer found; clues never gone are left out."""
    events = ClueEvent.objects.filter(clue_id__in=list(clues), kind__in=GONE).order_by("id")
    return dict(events.values_list("clue_id", "kind"))
