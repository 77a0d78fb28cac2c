"""Which clues were found by another text, or with other values, than a run has."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from zhiheng.models.core.regions import PROVINCE
from zhiheng.models.selectors.parameters import place_in
from zhiheng.oversight.models import Clue, Run


def found_by_another(clues: Iterable[Clue], run: Run) -> frozenset[int]:
    """Which of the clues were last found by another text, or with other values for their organ, than this run has."""
    listed = list(clues)
    earlier = Run.objects.filter(pk__in={clue.last_run_id for clue in listed}).only("models_run")
    was = {(one.pk, item["model"]): item for one in earlier for item in one.models_run}
    now_is = {item["model"]: item for item in run.models_run}
    other = [clue for clue in listed if _ran(was.get((clue.last_run_id, clue.model)), clue) != _ran(now_is.get(clue.model), clue)]
    return frozenset(clue.pk for clue in other)


def _ran(details: Mapping[str, Any] | None, clue: Clue) -> tuple[Any, Any]:
    """Digest and values under which the organ of a clue was looked at."""
    if details is None:
        return (None, None)
    settings = details.get("settings", {})
    organ = clue.organ.name if settings and clue.organ else ""
    region = details.get("placed", {}).get(organ) or place_in(organ, [PROVINCE, *settings])
    return details["digest"], settings.get(region, details["parameters"])
