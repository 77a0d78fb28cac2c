"""What organs had told by the end of a day about a clue, and whether the clue was there then."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from django.conf import settings

from zhiheng.analysis.engine import Library, run_model
from zhiheng.catalog.kept_tables import dataset_names
from zhiheng.catalog.models import ModelSpec
from zhiheng.catalog.packs import Catalog
from zhiheng.models.core.regions import Plan, pinned
from zhiheng.models.services.keeping import spec_ran
from zhiheng.oversight.core.dependencies import ONLY_IF_SAME, Pair, joined_as
from zhiheng.oversight.core.knowing import (
    KnownRecord,
    Question,
    day_of,
    duty_of,
    end_of,
    event_fields,
    known_records,
    verdict,
    without_sensitive,
)
from zhiheng.oversight.models import Clue
from zhiheng.oversight.services.dependencies import all_beside
from zhiheng.records import selectors as records
from zhiheng.records.core.library import open_library
from zhiheng.records.core.snapshot import Snapshot
from zhiheng.records.core.versions import versions_of
from zhiheng.schema import DATASETS
from zhiheng.subjects.core.identities import Identities
from zhiheng.work.selectors.library import Until, kept_tables, until_now, with_kept

MOST = 30
"""Records of a dataset shown; late ones come first, the rest is counted."""


@dataclass(frozen=True)
class KnownDataset:
    """A dataset the model reads. records: shown (at most MOST); total, known: how many now and then; unseen: not for the viewer."""

    title: str
    sensitive: bool
    records: tuple[KnownRecord, ...]
    total: int
    known: int
    unseen: int

    @property
    def more(self) -> int:
        """Records not shown."""
        return self.total - len(self.records)


@dataclass(frozen=True)
class KnowledgeOn:
    """What was known on a day. due: last day of the duty and its name; found_*: whether the model finds the clue.

    found_that_day   on that day's data, asked on that day
    found_then       on that day's data, asked on the clue's own day
    found_now        on the data of now, asked on the clue's own day
    hidden           whether something is left out until a purpose is stated
    """

    day: date
    due: tuple[date, str] | None
    found_that_day: bool
    found_then: bool
    found_now: bool
    datasets: tuple[KnownDataset, ...]
    hidden: bool

    @property
    def absent(self) -> list[str]:
        """Datasets from which nothing about it has ever come."""
        return [dataset.title for dataset in self.datasets if not (dataset.total or dataset.unseen)]

    @property
    def verdict(self) -> str:
        """The whole in plain sentences."""
        late = {"entries": self.late_entries, "acts": self.late_acts, "begun": self._late("begun")}
        return verdict(found_then=self.found_then, found_now=self.found_now, **late)

    @property
    def late_entries(self) -> int:
        """Records that told after the day of what had happened by it."""
        return self._late("entry")

    @property
    def late_acts(self) -> int:
        """Records of the answering organ that tell of an act after the last day of the duty."""
        return self._late("action")

    def _late(self, kind: str) -> int:
        return sum(any(late.kind == kind for late in one.late) for dataset in self.datasets for one in dataset.records)


@dataclass(frozen=True)
class _ClueBasis:
    """How the clue was found: the model's text and values, who was one person; persons: every number of those its records name."""

    spec: ModelSpec
    plan: Plan
    same_person: dict[str, str]
    persons: frozenset[str]
    snapshot: Snapshot
    catalog: Catalog

    @property
    def datasets(self) -> list[str]:
        """The datasets the model reads."""
        return dataset_names(self.spec.reads)


def default_day(clue: Clue, catalog: Catalog) -> date:
    """The last day of the duty where the clue names one that is past on its own day, else its own day."""
    model = catalog.models.get(clue.model)
    duty = duty_of(clue.values, model, clue.as_of) if model else None
    return duty[0] if duty else clue.as_of


def knowledge_on(clue: Clue, day: date, viewer: Any, catalog: Catalog, *, reveal: bool = False) -> KnowledgeOn | None:
    """What was known of a clue the viewer sees by the end of a day; None where the model's text is gone.

    reveal   sensitive dates too: the purpose was stated and written down
    """
    ground = _ground(clue, catalog)
    if ground is None:
        return None
    due = duty_of(clue.values, ground.spec, clue.as_of)
    asked = Question(day, due[0] if due else None, clue.organ.name if clue.organ else "")
    seen = {str(pk) for pk in records.batches_seen_by(viewer).filter(dataset__in=ground.datasets).values_list("pk", flat=True)}
    datasets = tuple(_dataset(clue, name, ground, asked, seen, reveal=reveal) for name in ground.datasets)
    then, until = ground.snapshot.as_known_at(end_of(day)), until_now(ground.spec.reads, end_of(day))
    found_that_day, found_then = _finds(clue, ground, then, until, (day, clue.as_of))
    same = then == ground.snapshot and until == until_now(ground.spec.reads)
    found_now = found_then if same else _finds(clue, ground, ground.snapshot, None, (clue.as_of,))[0]
    hidden = any(one.hidden for dataset in datasets for one in dataset.records)
    return KnowledgeOn(day, due, found_that_day, found_then, found_now, datasets, hidden)


def _ground(clue: Clue, catalog: Catalog) -> _ClueBasis | None:
    told = next((item for item in clue.last_run.models_run if item["model"] == clue.model), None)
    spec = spec_ran(told, catalog) if told else None
    if told is None or spec is None:
        return None
    identities = Identities.from_json(clue.last_run.identities)
    resting = [rest for rest in clue.rests_on if rest["effect"] == ONLY_IF_SAME]
    pairs = [Pair(rest["match"], tuple(rest["numbers"]), frozenset(rest["numbers"])) for rest in resting]
    same_person = joined_as(identities.aliases, pairs)
    datasets = dataset_names(spec.reads)
    snapshot = records.snapshot_now(datasets)
    persons = all_beside(snapshot, same_person, {clue.subject}, datasets)
    return _ClueBasis(spec, pinned(spec, told), same_person, frozenset(persons), snapshot, catalog)


def _finds(clue: Clue, ground: _ClueBasis, snapshot: Snapshot, until: Until | None, days: Sequence[date]) -> list[bool]:
    """Whether the model finds the clue in what had come, asked about each of the days."""
    tables = kept_tables(ground.catalog, ground.spec.reads, until)
    if not snapshot.segments and not tables:
        return [False for _ in days]
    root = Path(settings.LIBRARY)
    with open_library(snapshot, root, datasets=ground.datasets, same_person=ground.same_person, persons=ground.persons) as bare:
        library = with_kept(bare, tables)
        answers = {day: _is_found(clue, ground, library, day) for day in dict.fromkeys(days)}
    return [answers[day] for day in days]


def _is_found(clue: Clue, ground: _ClueBasis, library: Library, as_of: date) -> bool:
    found = ground.plan.clues(lambda values: run_model(ground.spec, library, as_of=as_of, parameters=values))
    return any((one.subject, one.occurrence) == (clue.subject, clue.occurrence) for one in found)


def _dataset(clue: Clue, name: str, ground: _ClueBasis, asked: Question, visible_batches: Iterable[str], *, reveal: bool) -> KnownDataset:
    fields = event_fields(ground.spec, name)
    keys = {clue.subject, *(item["key"] for item in clue.evidence if item["dataset"] == name)}
    names = [field.name for field in fields]
    versions = versions_of(ground.snapshot, Path(settings.LIBRARY), name, names, persons=ground.persons, keys=keys)
    begun: dict[str, date] = {}
    for segment in ground.snapshot.segments:
        if segment.dataset == name:
            begun.setdefault(segment.organ, day_of(segment.received_at))
    found = known_records(versions, fields, asked, begun)
    shown = [one if reveal else without_sensitive(one) for one in found if one.batch in visible_batches]
    return KnownDataset(
        title=DATASETS[name].short_zh,
        sensitive=DATASETS[name].sensitive,
        records=tuple(shown[:MOST]),
        total=len(shown),
        known=sum(one.known for one in shown),
        unseen=len(found) - len(shown),
    )
