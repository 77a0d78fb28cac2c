"""Readers of how often models are right: by model, by version, by organ that answers, by source of the records; causes of false clues."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery

from zhiheng.analysis.intervals import wilson
from zhiheng.models.core.differing import TRUE_STATES
from zhiheng.oversight.core.states import CAUSES
from zhiheng.oversight.models import Clue, ClueEvent, Finding, Run
from zhiheng.oversight.selectors.clues import clues_seen_by
from zhiheng.records import selectors as records

BY: Final[Mapping[str, str]] = {"model": "模型", "version": "版本", "organ": "答复机关", "source": "数据来源"}
UNSEEN: Final = "其他机关"
_DECIDING = ("verified", "refuted")
Key = tuple[str, str, str]


@dataclass(frozen=True)
class ModelYield:
    """How often a model was right, over all its clues or over those of one version, organ or source.

    of, dataset  digest of the version, name of the organ; of a source the organ that sent the records and their dataset
    share        verified of those decided, with its 95 % Wilson interval; None where none was decided
    causes       why clues were refuted, with how many
    """

    model: str
    found: int
    waiting: int
    verified: int
    refuted: int
    resolved: int
    causes: dict[str, int]
    share: float | None
    interval: tuple[float, float] | None
    of: str = ""
    dataset: str = ""

    def to_json(self) -> dict[str, Any]:
        """The line of `zhiheng models yield --json`."""
        return dict(self.__dict__)


def yield_by_model(viewer: Any) -> list[ModelYield]:
    """The yield of each model over the clues the viewer may see, in the order of model names."""
    rows = (
        clues_seen_by(viewer)
        .order_by()
        .values("model", "state", "cause")
        .annotate(count=Count("id"), gone=Count("id", filter=Q(resolved_at__isnull=False)))
    )
    told: dict[Key, Counter[str]] = {}
    for row in rows:
        counted = told.setdefault((row["model"], "", ""), Counter())
        counted.update({row["state"]: row["count"], f"cause:{row['cause']}": row["count"], "gone": row["gone"]})
    return _yields(told)


def yields(viewer: Any, by: str, model: str = "") -> list[ModelYield]:
    """The yield by a key of `BY`, of one model or of all; a clue counts once in every source its records come from."""
    if by == "model":
        return [one for one in yield_by_model(viewer) if model in {"", one.model}]
    clues = clues_seen_by(viewer).order_by("id")
    chosen = clues.filter(model=model) if model else clues
    told: dict[Key, Counter[str]] = {}
    for key, (state, cause, resolved_at) in {"version": _by_version, "organ": _by_organ, "source": _by_source}[by](viewer, chosen):
        counts = {state: 1, f"cause:{cause}": 1, "gone": int(resolved_at is not None)}
        told.setdefault(key, Counter()).update(counts)
    return _yields(told)


Decided = tuple[str, str, Any]


def _by_version(_viewer: Any, clues: QuerySet[Clue]) -> Iterator[tuple[Key, Decided]]:
    """A decided clue counts for the text that had found it when it was decided, any other for the text that found it last."""
    decided = ClueEvent.objects.filter(clue=OuterRef("pk"), kind__in=_DECIDING).order_by("-id").values("at")[:1]
    before = Finding.objects.filter(clue=OuterRef("pk"), run__started_at__lte=OuterRef("decided_at"))
    found_in = before.order_by("-run__as_of", "-run_id").values("run_id")[:1]
    rows = clues.annotate(decided_at=Subquery(decided)).annotate(found_in=Subquery(found_in))
    texts = {run.pk: {item["model"]: item["digest"] for item in run.models_run} for run in Run.objects.only("models_run")}
    open_states = ("received", "assigned")
    for model, state, cause, gone, last, run in rows.values_list("model", "state", "cause", "resolved_at", "last_run_id", "found_in"):
        chosen = last if state in open_states or run is None else run
        yield (model, texts[chosen].get(model, ""), ""), (state, cause, gone)


def _by_organ(_viewer: Any, clues: QuerySet[Clue]) -> Iterator[tuple[Key, Decided]]:
    for model, state, cause, gone, organ in clues.values_list("model", "state", "cause", "resolved_at", "organ__name"):
        yield (model, organ or "", ""), (state, cause, gone)


def _by_source(viewer: Any, clues: QuerySet[Clue]) -> Iterator[tuple[Key, Decided]]:
    senders = {str(batch): organ for batch, organ in records.batches_seen_by(viewer).values_list("pk", "organ__name")}
    for model, state, cause, gone, evidence in clues.values_list("model", "state", "cause", "resolved_at", "evidence").iterator(2000):
        for source, dataset in sorted({(senders.get(str(item["batch"]), UNSEEN), item["dataset"]) for item in evidence}):
            yield (model, source, dataset), (state, cause, gone)


def _yields(counts: Mapping[Key, Counter[str]]) -> list[ModelYield]:
    return [_yield(key, counts[key]) for key in sorted(counts)]


def _yield(key: Key, counts: Counter[str]) -> ModelYield:
    true = sum(counts[state] for state in TRUE_STATES)
    decided = true + counts["refuted"]
    return ModelYield(
        model=key[0],
        found=sum(count for name, count in counts.items() if name != "gone" and not name.startswith("cause:")),
        waiting=counts["received"] + counts["assigned"],
        verified=true,
        refuted=counts["refuted"],
        resolved=counts["gone"],
        causes={cause: counts[f"cause:{cause}"] for cause in CAUSES if counts[f"cause:{cause}"]},
        share=true / decided if decided else None,
        interval=wilson(true, decided),
        of=key[1],
        dataset=key[2],
    )
