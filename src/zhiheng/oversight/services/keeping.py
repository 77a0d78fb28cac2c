"""Every text of a model that was ever run is kept, so that its runs can be repeated whatever the packs say later."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from zhiheng.catalog.errors import Faults
from zhiheng.catalog.models import ModelSpec, of_text
from zhiheng.catalog.packs import Catalog
from zhiheng.ledger.core.actor import Actor
from zhiheng.oversight.core.regions import PROVINCE
from zhiheng.oversight.models import Clue, ModelVersion, Run, VersionEvent
from zhiheng.oversight.selectors.overlay import kept_text
from zhiheng.oversight.selectors.parameters import place_in


def keep_versions(run: Run, specs: Iterable[ModelSpec], *, actor: Actor, now: datetime) -> None:
    """Keep the texts a run used that are not kept yet, in the caller's transaction."""
    wanted = {(spec.id, spec.digest): spec for spec in specs}
    names = [name for name, _ in wanted]
    held = {(row.model, row.digest): row for row in ModelVersion.objects.filter(model__in=names).defer("text", "cases").order_by("-id")}
    for key, spec in wanted.items():
        version = held.get(key) or kept(spec, actor=actor, now=now)
        if version.first_run_id is None:
            ModelVersion.objects.filter(pk=version.pk).update(first_run=run)
            VersionEvent.objects.create(version=version, kind="run", at=now, actor=actor.id, actor_name=actor.name, reason=str(run))


def kept(spec: ModelSpec, *, actor: Actor, now: datetime) -> ModelVersion:
    """The kept text of a model of a pack, made where it is not there."""
    version, _ = ModelVersion.objects.get_or_create(
        model=spec.id, digest=spec.digest, cases_digest=spec.cases.digest if spec.cases else "",
        defaults={
            "pack": spec.pack, "title": spec.title, "text": spec.text, "cases": spec.cases.text if spec.cases else "", "origin": "pack",
            "state": "published", "added_by": actor.id, "added_by_name": actor.name, "added_at": now, "published_at": now,
        },
    )  # fmt: skip
    return version


def spec_ran(told: Mapping[str, Any], catalog: Catalog) -> ModelSpec | None:
    """The text a run names with `model` and `digest`: of the catalogue, else kept; None where neither has it whole."""
    present = catalog.models.get(told["model"])
    if present is not None and present.digest == told["digest"]:
        return present
    text = kept_text(told["model"], told["digest"])
    if text is None:
        return None
    spec = of_text(told["model"], *text, Faults())
    return spec if spec.sql and spec.digest == told["digest"] else None


def found_by_another(clues: Iterable[Clue], run: Run) -> frozenset[int]:
    """Which of the clues were last found by another text, or with other values for their organ, than this run has."""
    listed = list(clues)
    earlier = Run.objects.filter(pk__in={clue.last_run_id for clue in listed}).only("models_run")
    was = {(one.pk, item["model"]): item for one in earlier for item in one.models_run}
    now_is = {item["model"]: item for item in run.models_run}
    other = [clue for clue in listed if _ran(was.get((clue.last_run_id, clue.model)), clue) != _ran(now_is.get(clue.model), clue)]
    return frozenset(clue.pk for clue in other)


def _ran(told: Mapping[str, Any] | None, clue: Clue) -> tuple[Any, Any]:
    """Digest and values under which the organ of a clue was looked at."""
    if told is None:
        return (None, None)
    settings = told.get("settings", {})
    organ = clue.organ.name if settings and clue.organ else ""
    region = told.get("placed", {}).get(organ) or place_in(organ, [PROVINCE, *settings])
    return told["digest"], settings.get(region, told["parameters"])
