"""Every text of a model that was ever run is kept, so that its runs can be repeated whatever the packs say later."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from zhiheng.catalog.errors import Faults
from zhiheng.catalog.models import ModelSpec, of_text
from zhiheng.catalog.packs import Catalog
from zhiheng.ledger.core.actor import Actor
from zhiheng.models.models import ModelVersion, VersionEvent
from zhiheng.models.selectors.overlay import kept_text


def keep_versions(run: int, specs: Iterable[ModelSpec], *, actor: Actor, now: datetime) -> None:
    """Keep the texts that a run (its number) used and that are not kept yet, in the caller's transaction."""
    wanted = {(spec.id, spec.digest): spec for spec in specs}
    names = [name for name, _ in wanted]
    held = {(row.model, row.digest): row for row in ModelVersion.objects.filter(model__in=names).defer("text", "cases").order_by("-id")}
    for key, spec in wanted.items():
        version = held.get(key) or kept(spec, actor=actor, now=now)
        if version.first_run is None:
            ModelVersion.objects.filter(pk=version.pk).update(first_run=run)
            reason = f"第 {run} 次筛查"
            VersionEvent.objects.create(version=version, kind="run", at=now, actor=actor.id, actor_name=actor.name, reason=reason)


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


def spec_ran(details: Mapping[str, Any], catalog: Catalog) -> ModelSpec | None:
    """The text a run names with `model` and `digest`: of the catalogue, else kept; None where neither has it whole."""
    present = catalog.models.get(details["model"])
    if present is not None and present.digest == details["digest"]:
        return present
    text = kept_text(details["model"], details["digest"])
    if text is None:
        return None
    spec = of_text(details["model"], *text, Faults())
    return spec if spec.sql and spec.digest == details["digest"] else None
