"""Readers of one run and what it rested on."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from zhiheng.models.selectors.versions import READ, may_read, numbers_of
from zhiheng.oversight.models import Clue, Run
from zhiheng.subjects.core.identities import Identities


@dataclass(frozen=True)
class RunView:
    """A run on its page. people: numbers of persons held to be one; undecided: matches that were open.

    versions   model and digest → number of the kept version
    """

    run: Run
    models: tuple[dict[str, Any], ...]
    versions: dict[tuple[str, str], int]
    batches: int
    rows: int
    people: int
    undecided: int


def run_view(run_id: int, viewer: Any) -> RunView | None:
    """A run with what it rested on; None where there is none for the viewer."""
    run = Run.objects.filter(pk=run_id).first()
    if run is None or not may_read(viewer, READ):
        return None
    identities = Identities.from_json(run.identities)
    segments = run.snapshot.get("segments", ())
    return RunView(
        run=run,
        models=tuple(run.models_run),
        versions=numbers_of(item["digest"] for item in run.models_run),
        batches=len(segments),
        rows=sum(segment["rows"] for segment in segments),
        people=len(identities.aliases),
        undecided=len(identities.undecided),
    )


def states_of(clues: Iterable[int | None]) -> dict[int, str]:
    """Number of a clue → its state now; a clue that is not kept is left out."""
    return dict(Clue.objects.filter(pk__in=[clue for clue in clues if clue is not None]).values_list("pk", "state"))
