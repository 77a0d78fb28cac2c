"""The shadow run (影子运行): a candidate beside the version in force, on the same records and day; nothing of it becomes a clue."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction

from zhiheng.catalog import digest
from zhiheng.catalog.kept_tables import dataset_names
from zhiheng.catalog.models import ModelSpec
from zhiheng.catalog.packs import Catalog
from zhiheng.ledger import services as ledger
from zhiheng.ledger.core.actor import Actor
from zhiheng.models.core.differing import Difference, KeptClue, Key, counts, differences
from zhiheng.models.core.regions import Plan
from zhiheng.models.models import ModelVersion, ShadowRow, ShadowRun
from zhiheng.models.services.parameters import may_manage, plans_for
from zhiheng.models.services.trying import AddedTables, found_by
from zhiheng.models.services.versions import PROPOSE, candidate_of, noted, spec_of
from zhiheng.records import selectors as records
from zhiheng.records.core.snapshot import Snapshot
from zhiheng.subjects import selectors as subjects

AT_ONCE = 500


KeptClues = Callable[[str], Mapping[Key, KeptClue]]
"""Model → its clues that are kept, as the room above knows them."""
TablesOf = Callable[[Sequence[str]], AddedTables]
"""Names of tables → those of them that the platform keeps, to be laid beside a library."""
NO_TABLES: TablesOf = lambda _names: AddedTables()  # noqa: E731 - a value, as the others


def shadow_run(
    *, actor: Actor, now: datetime, catalog: Catalog, version_id: int, as_of: date, kept: KeptClues, tables: TablesOf = NO_TABLES
) -> ShadowRun:
    """Run a candidate and the version in force on the library as it is now, and keep the difference.

    kept     the clues beside which the differences are counted
    tables   what the platform keeps beside the datasets, as the room above reads it
    raises   ModelRefused when the candidate cannot run or takes too long; PermissionDenied without the right `model.propose`
    """
    may_manage(actor, now, PROPOSE)
    version = candidate_of(version_id)
    specs = {"new": spec_of(version)}
    if version.model in catalog.models:
        specs["old"] = catalog.models[version.model]
    reads = sorted({name for spec in specs.values() for name in spec.reads})
    snapshot, beside = records.snapshot_now(dataset_names(reads)), tables(reads)
    plans = {key: plans_for([spec], as_of)[spec.id] for key, spec in specs.items()}
    found = found_by(specs, plans, snapshot, as_of=as_of, same_person=subjects.identities_now().aliases, prepare=beside.library)
    listed, same = differences(found.get("old", ()), found["new"])
    pinned = _pinned(beside.pinned(snapshot), snapshot, plans, as_of)
    return _keep(version, specs.get("old"), (listed, same), pinned, kept(version.model), actor=actor, now=now)


def _pinned(kept: dict[str, Any], snapshot: Snapshot, plans: dict[str, Plan], as_of: date) -> dict[str, Any]:
    return {
        "snapshot": kept,
        "snapshot_digest": snapshot.digest,
        "settings": {key: plan.to_json() for key, plan in plans.items()},
        "as_of": as_of,
    }


@transaction.atomic
def _keep(
    version: ModelVersion,
    old: ModelSpec | None,
    found: tuple[list[Difference], list[tuple[str, str]]],
    pinned: dict[str, Any],
    known: Mapping[Key, KeptClue],
    *,
    actor: Actor,
    now: datetime,
) -> ShadowRun:
    listed, same = found
    counted = counts(listed, same, {key: clue.state for key, clue in known.items()})
    rows = digest.of_value([one.__dict__ for one in listed])
    shadow = ShadowRun.objects.create(
        version=version, against=old.digest if old else "", counts=counted, started_at=now, started_by=actor.id,
        started_by_name=actor.name, digest=digest.of_value([version.digest, old.digest if old else "", pinned["snapshot_digest"], rows]),
        **pinned,
    )  # fmt: skip
    ShadowRow.objects.bulk_create((_row(shadow, one, known.get((one.subject, one.occurrence))) for one in listed), batch_size=AT_ONCE)
    noted(version, "tried", actor=actor, now=now, reason=f"第 {shadow.pk} 次影子运行")
    details = {
        "version": version.digest, "against": shadow.against, "as_of": shadow.as_of, "snapshot": shadow.snapshot_digest,
        "counts": counted, "digest": shadow.digest,
    }  # fmt: skip
    ledger.append(actor=actor, act="model.tried", thing=f"model:{version.model}", details=details, now=now)
    return shadow


def _row(shadow: ShadowRun, one: Difference, clue: KeptClue | None) -> ShadowRow:
    return ShadowRow(
        shadow=shadow, kind=one.kind, subject=one.subject, occurrence=one.occurrence, organ=one.organ, was=one.was, now_is=one.now_is,
        clue=clue.number if clue else None, clue_state=clue.state if clue else "",
    )  # fmt: skip
