"""Run models on the theme library and keep what they find: nothing twice, nothing deleted, everything repeatable."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import partial
from pathlib import Path

from django.conf import settings
from django.db import transaction

from zhiheng.analysis.clues import FoundClue
from zhiheng.analysis.engine import Library, run_model
from zhiheng.analysis.spark.engine import run_model as run_on_spark
from zhiheng.analysis.spark.library import open_spark_library
from zhiheng.analysis.spark.session import open_session
from zhiheng.catalog import digest
from zhiheng.catalog.kept_tables import dataset_names
from zhiheng.catalog.models import ModelSpec
from zhiheng.catalog.packs import Catalog
from zhiheng.ledger import services as ledger
from zhiheng.ledger.core.actor import Actor
from zhiheng.models.core.regions import Plan, Values, defaults_of, pinned
from zhiheng.models.services.keeping import keep_versions, spec_ran
from zhiheng.models.services.parameters import plans_for
from zhiheng.oversight.core.errors import ClueRefused
from zhiheng.oversight.models import Run
from zhiheng.oversight.services.dependencies import with_dependencies
from zhiheng.oversight.services.storing import Stored, store
from zhiheng.procedure.services import demand
from zhiheng.records import selectors as records
from zhiheng.records.core.library import open_library
from zhiheng.records.core.snapshot import Snapshot
from zhiheng.registry.selectors import COMMAND_LINE
from zhiheng.subjects import selectors as subjects
from zhiheng.subjects.core.identities import Identities
from zhiheng.work.selectors.library import Kept, Tables, Until, pinned_with, until_now, until_of

Progress = Callable[[str, int, int], None]
"""Told after each model: its id, how many are done, how many there are."""
CluesOf = Callable[[ModelSpec, date, Values], list[FoundClue]]
"""A model's clues on a day, with these parameters."""
NOBODY = Identities()
"""Nobody has two numbers, nothing is undecided."""


@dataclass(frozen=True)
class RunBasis:
    """What a run rests on besides the models: pinned with it, so that it can be repeated."""

    snapshot: Snapshot
    as_of: date
    engine: str
    identities: Identities
    plans: Mapping[str, Plan]
    until: Until | None = None


@dataclass(frozen=True)
class ScreenOutcome:
    """What a screening found. run: None when nothing was kept (dry run); counts: model → clues found."""

    run: Run | None
    clues: list[FoundClue]
    counts: Mapping[str, int]
    added: int = 0
    resolved: int = 0
    reopened: int = 0


@dataclass(frozen=True)
class RerunOutcome:
    """What a repeated run gave.

    differences   `{model, subject, occurrence, change, was, is}`; change: missing, new, other or model_changed
    """

    run: Run
    found: int
    differences: list[dict[str, str]] = field(default_factory=list)


def screen(
    *,
    actor: Actor,
    now: datetime,
    catalog: Catalog,
    models: Iterable[str] | None = None,
    as_of: date,
    engine: str = "duckdb",
    dry_run: bool = False,
    on_progress: Progress | None = None,
) -> ScreenOutcome:
    """Run models (all where none are named) on the library as it is now and keep the clues; a dry run keeps nothing.

    raises   UnusableInputError for an unknown model or engine, PermissionDenied without the right `model.run`
    """
    may_run(actor, now)
    specs = [catalog.model(name) for name in dict.fromkeys(models or sorted(catalog.models))]
    reads = sorted({name for spec in specs for name in spec.reads})
    until = until_now(reads)
    snapshot = records.snapshot_now(dataset_names(reads))
    identities, plans = subjects.identities_now(), plans_for(specs, as_of)
    kept = Kept(catalog, until)
    found = find(specs, snapshot, as_of=as_of, engine=engine, identities=identities, plans=plans, kept=kept, on_progress=on_progress)
    counts = {spec.id: sum(clue.model == spec.id for clue in found) for spec in specs}
    if dry_run:
        return ScreenOutcome(None, found, counts)
    ground = RunBasis(snapshot, as_of, engine, identities, plans, until)
    run, stored = _keep(specs, ground, found, actor=actor, now=now)
    return ScreenOutcome(run, found, counts, stored.added, stored.resolved, stored.reopened)


def rerun(*, actor: Actor, now: datetime, catalog: Catalog, run_id: int) -> RerunOutcome:
    """Run an earlier run again, on the snapshot and day it had, and compare clue by clue; nothing is stored but the trace of it."""
    may_run(actor, now)
    run = Run.objects.filter(pk=run_id).first()
    if run is None:
        raise ClueRefused("筛查记录", str(run_id), "没有这次筛查", "请用 zhiheng screen 的输出中的编号")
    was = {
        (finding.clue.model, finding.clue.subject, finding.clue.occurrence): finding.digest
        for finding in run.findings.select_related("clue")
    }
    specs = {item["model"]: spec for item in run.models_run if (spec := spec_ran(item, catalog)) is not None}
    changed = [item["model"] for item in run.models_run if item["model"] not in specs]
    plans = {item["model"]: pinned(specs[item["model"]], item) for item in run.models_run if item["model"] in specs}
    snapshot = records.placed(Snapshot.from_json(run.snapshot))
    identities = Identities.from_json(run.identities)
    kept = Kept(catalog, until_of(run.snapshot))
    again = find(list(specs.values()), snapshot, as_of=run.as_of, engine=run.engine, identities=identities, plans=plans, kept=kept)
    differences = [difference((model, "", ""), "model_changed") for model in changed]
    differences += compare(
        {key: value for key, value in was.items() if key[0] not in changed}, {clue.identity: clue.digest for clue in again}
    )
    with transaction.atomic():
        details = {"found": len(again), "differences": len(differences)}
        ledger.append(actor=actor, act="run.repeated", thing=f"run:{run.pk}", details=details, now=now)
    return RerunOutcome(run, len(again), differences)


def find(
    specs: list[ModelSpec],
    snapshot: Snapshot,
    *,
    as_of: date,
    engine: str,
    identities: Identities = NOBODY,
    plans: Mapping[str, Plan] | None = None,
    kept: Kept | None = None,
    on_progress: Progress | None = None,
) -> list[FoundClue]:
    """Clues of these models on a snapshot, in the order of the models, with the undecided matches each rests on.

    plans   the values of each model; the defaults of a model that has none here
    kept    where cases and ledgers are read from, and until when, for models that read them
    """
    found: list[FoundClue] = []
    laid = {spec.id: defaults_of(spec) for spec in specs} | dict(plans or {})
    reads = sorted({name for spec in specs for name in spec.reads})
    tables = Tables.read(kept, reads)
    with opened(engine, snapshot, dataset_names(reads), identities.aliases, tables) as clues_of:
        for index, spec in enumerate(specs, start=1):
            found += laid[spec.id].clues(partial(clues_of, spec, as_of))
            if on_progress:
                on_progress(spec.id, index, len(specs))
    return with_dependencies(
        found, specs, snapshot, identities, clues_of=lambda library, spec: _in(tables.added_to(library), spec, as_of, laid[spec.id])
    )


def _in(library: Library, spec: ModelSpec, as_of: date, plan: Plan) -> list[FoundClue]:
    return plan.clues(lambda values: run_model(spec, library, as_of=as_of, parameters=values))


@contextmanager
def opened(
    engine: str,
    snapshot: Snapshot,
    datasets: list[str],
    same_person: Mapping[str, str] = NOBODY.aliases,
    tables: Tables | None = None,
) -> Iterator[CluesOf]:
    """A snapshot's datasets open in an engine (duckdb, spark), as what gives a model's clues on a day: the same clues in each.

    tables   what the platform keeps, beside them
    """
    root, tables = Path(settings.LIBRARY), tables or Tables.read(None, ())
    if engine == "duckdb":
        with open_library(snapshot, root, datasets=datasets, same_person=same_person) as bare:
            library = tables.added_to(bare)
            yield lambda spec, as_of, values: run_model(spec, library, as_of=as_of, parameters=values)
    elif engine == "spark":
        opening = partial(open_spark_library, datasets=datasets, same_person=same_person)
        with open_session(root) as session, opening(session, snapshot, root) as bare_spark:
            on_spark = tables.on_spark(bare_spark, same_person)
            yield lambda spec, as_of, values: run_on_spark(spec, on_spark, as_of=as_of, parameters=values)
    else:
        raise ClueRefused("筛查引擎", engine, "没有这种引擎", "可用：duckdb、spark")


def compare(was: Mapping[tuple[str, str, str], str], now_is: Mapping[tuple[str, str, str], str]) -> list[dict[str, str]]:
    """Differences between two sets of clues by identity and digest, in order."""
    keys = sorted(was.keys() | now_is.keys())
    return [
        difference(key, _change(was.get(key), now_is.get(key)), was.get(key), now_is.get(key))
        for key in keys
        if was.get(key) != now_is.get(key)
    ]


def _change(was: str | None, now_is: str | None) -> str:
    if was is None:
        return "new"
    return "missing" if now_is is None else "other"


def difference(key: tuple[str, str, str], change: str, was: str | None = None, now_is: str | None = None) -> dict[str, str]:
    """One difference as the command line gives it."""
    return {"model": key[0], "subject": key[1], "occurrence": key[2], "change": change, "was": was or "", "is": now_is or ""}


def may_run(actor: Actor, now: datetime) -> None:
    """The command line of this machine, or an officer with the right."""
    if actor != COMMAND_LINE:
        demand(actor, "model.run", now)


@transaction.atomic
def _keep(specs: list[ModelSpec], ground: RunBasis, found: list[FoundClue], *, actor: Actor, now: datetime) -> tuple[Run, Stored]:
    run = Run.objects.create(
        as_of=ground.as_of,
        engine=ground.engine,
        started_at=now,
        started_by=actor.id,
        snapshot=pinned_with(ground.snapshot, ground.until),
        snapshot_digest=ground.snapshot.digest,
        models_run=[models_entry(spec, found, ground.plans[spec.id]) for spec in specs],
        identities=ground.identities.to_json(),
        found=len(found),
    )
    keep_versions(run.pk, specs, actor=actor, now=now)
    stored = store(run, specs, found, actor=actor, now=now)
    run.added, run.resolved, run.reopened = stored.added, stored.resolved, stored.reopened
    run.save(update_fields=["added", "resolved", "reopened"])
    details = {
        "as_of": ground.as_of, "snapshot": ground.snapshot.digest, "models": {spec.id: spec.digest for spec in specs},
        "found": len(found), "identities": ground.identities.digest,
        "added": stored.added, "resolved": stored.resolved, "reopened": stored.reopened,
        "clues": digest.of_value(sorted(clue.digest for clue in found)),
    }  # fmt: skip
    ledger.append(actor=actor, act="run.stored", thing=f"run:{run.pk}", details=details, now=now)
    return run, stored


def models_entry(spec: ModelSpec, found: list[FoundClue], plan: Plan) -> dict[str, object]:
    """What a run remembers of a model: its text by digest, the values it ran with, how many clues it gave."""
    return {"model": spec.id, "digest": spec.digest, **plan.to_json(), "found": sum(clue.model == spec.id for clue in found)}
