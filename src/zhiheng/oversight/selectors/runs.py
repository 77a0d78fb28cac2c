"""Readers of one run and what it rested on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Count

from zhiheng.models.selectors.versions import READ, may_read, numbers_of
from zhiheng.oversight.models import Clue, Finding, Run
from zhiheng.oversight.selectors.clues import clues_seen_by
from zhiheng.registry import selectors as registry
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


def seen_differences(viewer: Any, differences: Iterable[Mapping[str, str]]) -> list[dict[str, str]]:
    """Differences of a repeated run; whom and what each is about where the viewer sees the clue, or, of one not kept, every organ."""
    listed = [dict(one) for one in differences]
    subjects = {one["subject"] for one in listed}
    seen = set(clues_seen_by(viewer).filter(subject__in=subjects).values_list("model", "subject", "occurrence"))
    kept = set(Clue.objects.filter(subject__in=subjects).values_list("model", "subject", "occurrence"))
    barred, everything = registry.barred_numbers(viewer), registry.sees_everything(viewer)
    for one in listed:
        key = (one["model"], one["subject"], one["occurrence"])
        if key not in seen and (key in kept or not everything or one["subject"] in barred):
            one["subject"] = one["occurrence"] = ""
    return listed


def found_by_model(viewer: Any, runs: Iterable[Run]) -> dict[int, dict[str, int]]:
    """Run → model → how many of the clues that it found the viewer sees; all of them for who sees every organ."""
    listed = list(runs)
    if registry.sees_everything(viewer):
        return {run.pk: {item["model"]: item["found"] for item in run.models_run} for run in listed}
    counted: dict[int, dict[str, int]] = {run.pk: {} for run in listed}
    seen = Finding.objects.filter(run__in=listed, clue__in=clues_seen_by(viewer)).order_by()
    for run, model, count in seen.values_list("run", "clue__model").annotate(count=Count("id")):
        counted[run][model] = count
    return counted


def states_of(clues: Iterable[int | None]) -> dict[int, str]:
    """Number of a clue → its state now; a clue that is not kept is left out."""
    return dict(Clue.objects.filter(pk__in=[clue for clue in clues if clue is not None]).values_list("pk", "state"))
