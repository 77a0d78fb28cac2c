"""Readers of clues: lists with filters and counts, one clue on one screen, the yield of each model."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from zhiheng.catalog.models import ModelSpec
from zhiheng.catalog.packs import Catalog
from zhiheng.catalog.spoken import spoken_value
from zhiheng.models.in_force import catalog
from zhiheng.oversight.core.errors import ClueRefused
from zhiheng.oversight.core.states import allowed_acts
from zhiheng.oversight.models import Clue, ClueCase, ClueEvent, Run
from zhiheng.oversight.services.closed import in_scope, without_closed
from zhiheng.oversight.services.drafts import values_of_clues
from zhiheng.procedure import selectors as procedures
from zhiheng.records import selectors as records
from zhiheng.registry import rights
from zhiheng.registry import selectors as registry
from zhiheng.registry.core.masking import LONG
from zhiheng.registry.gate import current
from zhiheng.registry.selectors.relations import stands
from zhiheng.schema import DATASETS
from zhiheng.schema.cleaning import clean_identity
from zhiheng.schema.identity import to_18

READ = "clue.read"
SORTS = {"newest": "-found_at", "oldest": "found_at", "model": "model", "organ": "organ__name", "level": "level", "state": "state"}
TRUE_STATES = ("verified", "documented", "closed")


@dataclass(frozen=True)
class ClueFilter:
    """What a list of clues is narrowed to; empty means all. resolved, snoozed, undecided: None both, else only (not) those.

    undecided   resting on a match of persons that nobody has decided
    """

    model: str = ""
    organ: str = ""
    state: str = ""
    level: str = ""
    assigned_to: str = ""
    text: str = ""
    resolved: bool | None = None
    snoozed: bool | None = None
    undecided: bool | None = None


@dataclass(frozen=True)
class EvidenceRow:
    """A record a clue rests on: dataset and its Chinese name, key, batch, when it was received, the file it came in."""

    dataset: str
    dataset_title: str
    key: str
    batch: str
    received_at: str
    source_name: str


@dataclass(frozen=True)
class ClueView:
    """A clue on one screen. model: None where the packs no longer have it; values: (meaning, value); acts: keys of states.ACTS."""

    clue: Clue
    model: ModelSpec | None
    values: tuple[tuple[str, Any], ...]
    evidence: tuple[EvidenceRow, ...]
    events: tuple[ClueEvent, ...]
    cases: tuple[Any, ...]
    acts: tuple[str, ...]


def clues_seen_by(viewer: Any, narrowed: ClueFilter | None = None, *, sort: str = "newest", today: date | None = None) -> QuerySet[Clue]:
    """Clues the viewer may see, narrowed and sorted (a key of SORTS); nobody's without the right."""
    if viewer != registry.COMMAND_LINE and not rights.may(viewer, READ):
        return Clue.objects.none()
    clues = Clue.objects.select_related("organ", "assigned_to")
    if not registry.sees_everything(viewer):
        clues = clues.filter(organ_id__in=registry.organ_ids_seen_by(viewer))
    clues = without_closed(in_scope(clues, viewer), viewer)
    return _narrowed(clues, narrowed or ClueFilter(), today).order_by(SORTS.get(sort, SORTS["newest"]), "id")


def _narrowed(clues: QuerySet[Clue], narrowed: ClueFilter, today: date | None) -> QuerySet[Clue]:
    exact = {
        "model": narrowed.model,
        "organ__name": narrowed.organ,
        "state": narrowed.state,
        "level": narrowed.level,
        "assigned_to__username": narrowed.assigned_to,
    }
    clues = clues.filter(**{name: value for name, value in exact.items() if value})
    if narrowed.text:
        clues = holding(clues, narrowed.text)
    if narrowed.resolved is not None:
        clues = clues.filter(resolved_at__isnull=not narrowed.resolved)
    if narrowed.undecided is not None:
        clues = clues.exclude(rests_on=[]) if narrowed.undecided else clues.filter(rests_on=[])
    if narrowed.snoozed is not None and today:
        clues = clues.filter(snoozed_until__gt=today) if narrowed.snoozed else clues.exclude(snoozed_until__gt=today)
    return clues


def holding(clues: QuerySet[Clue], text: str) -> QuerySet[Clue]:
    """Clues in which the text stands, in what is shown of them: neither hidden words nor a part of a masked number is found.

    A person's number that was typed whole is found as ever.
    """
    gate = current()
    told = Q(summary__icontains=text) | Q(occurrence__icontains=text)
    if not gate.shows_sensitive:
        told &= Q(model__in=[name for name, spec in catalog().models.items() if not spec.tells_sensitive])
    if gate.is_open or not any(sign.isdigit() for sign in text):
        return clues.filter(Q(subject__icontains=text) | told)
    whole = to_18(clean_identity(text))
    return clues.filter(Q(subject__in={whole, text}) | (told & ~Q(summary__regex=LONG) & ~Q(occurrence__regex=LONG)))


COUNTED = {"state": "state", "model": "model", "organ": "organ__name", "level": "level"}


def clue_counts(viewer: Any, narrowed: ClueFilter | None = None, by: Iterable[str] = tuple(COUNTED)) -> dict[str, dict[str, int]]:
    """Counts of the seen clues by `state`, `model`, `organ` and `level`, or some of these."""
    clues = clues_seen_by(viewer, narrowed).order_by()
    return {
        name: {row[column] or "": row["count"] for row in clues.values(column).annotate(count=Count("id")).order_by(column)}
        for name, column in COUNTED.items()
        if name in by
    }


def cases_on_clues_about(subjects: Iterable[str]) -> list[UUID]:
    """Cases opened on clues about one of these; the caller asks who may see them."""
    return list(ClueCase.objects.filter(clue__subject__in=list(subjects)).values_list("case_id", flat=True).distinct())


def clue_view(clue_id: int, viewer: Any, catalog: Catalog) -> ClueView | None:
    """The clue on one screen; None where the viewer may not see it."""
    clue = clues_seen_by(viewer).filter(pk=clue_id).first()
    if clue is None:
        return None
    model = catalog.models.get(clue.model)
    meanings, words = (model.columns, model.spoken) if model else ({}, {})
    linked = clue.cases.values_list("case_id", flat=True)
    return ClueView(
        clue=clue,
        model=model,
        values=tuple((meanings.get(name, name), spoken_value(words.get(name), value)) for name, value in clue.values.items()),
        evidence=tuple(evidence_of(clue, viewer)),
        events=tuple(clue.events.all()),
        cases=tuple(procedures.cases_seen_by(viewer).filter(pk__in=list(linked))),
        acts=_acts(clue, viewer),
    )


def evidence_of(clue: Clue, viewer: Any) -> list[EvidenceRow]:
    """The records of a clue with the receipts of their batches."""
    batches = records.batches_named(item["batch"] for item in clue.evidence)
    names = {str(batch.pk): batch.source_name for batch in records.batches_seen_by(viewer).filter(pk__in=batches)}
    return [
        EvidenceRow(
            item["dataset"],
            DATASETS[item["dataset"]].zh if item["dataset"] in DATASETS else item["dataset"],
            item["key"],
            str(item["batch"]),
            str(item["received_at"]),
            names.get(str(item["batch"]), ""),
        )
        for item in clue.evidence
    ]


def _acts(clue: Clue, viewer: Any) -> tuple[str, ...]:
    needed = {"assigned": "clue.handle", "snoozed": "clue.handle", "documented": "document.draft"}
    return tuple(act for act in allowed_acts(clue.state) if rights.may(viewer, needed.get(act, "clue.verify")))


def clue_values(clue_ids: Iterable[int], viewer: Any, catalog: Catalog, kind: str = "") -> dict[str, Any]:
    """What a form on these clues is filled with; raises ClueRefused where they do not make one case."""
    clues = list(clues_seen_by(viewer).filter(pk__in=list(clue_ids)).order_by("pk"))
    organs = {clue.organ_id for clue in clues}
    if not clues or len(organs) != 1:
        raise ClueRefused("从线索建案", "", f"所选线索涉及{len(organs) or '不明'}个机关", "一个案件只对一个机关，请分别建案")
    own, organ = getattr(viewer, "organ", None), clues[0].organ
    standing = stands(organ, own, on=timezone.localdate()) if own and organ else ""
    return {**values_of_clues(clues, catalog, kind), "standing": standing or None}


def runs_of(model: str | None = None, limit: int = 50) -> list[Run]:
    """The latest runs (of one model), newest first; runs hold no personal data beyond the names of files."""
    runs = Run.objects.defer("snapshot")[: limit if model is None else 500]
    chosen = [run for run in runs if model is None or any(item["model"] == model for item in run.models_run)]
    return chosen[:limit]
