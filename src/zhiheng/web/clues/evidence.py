"""The records a clue rests on, with their content, as far as the viewer may see their batches."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils.dateparse import parse_datetime
from duckdb import ColumnExpression, ConstantExpression

from zhiheng.exchange.sending.selectors import origins_of
from zhiheng.records import selectors as records
from zhiheng.records.core.library import open_library
from zhiheng.records.core.snapshot import Snapshot
from zhiheng.registry.core.masking import HIDDEN
from zhiheng.registry.gate import hides, value_text
from zhiheng.schema import DATASETS, Dataset
from zhiheng.web.kept_evidence import Place, places_of


@dataclass(frozen=True)
class Evidence:
    """One record: `batch` is None where the viewer may not see it, `facts` None until its content is read.

    origin  how it came, where its organ did not send it itself
    place   the case or entry of a ledger that it is, where it is none of the library's and the viewer may see it
    """

    dataset: Dataset | None
    name: str
    key: str
    batch: Any
    received_at: datetime | None
    facts: list[tuple[str, str]] | None = None
    origin: str = ""
    place: Place | None = None

    @property
    def told_key(self) -> str:
        """The key of the record; hidden where a field of it is sensitive."""
        return HIDDEN if self.dataset and any(hides(self.name, name) for name in self.dataset.key) else self.key

    @property
    def sensitive(self) -> bool:
        """Whether a purpose must be stated before the content is read."""
        return self.dataset is not None and self.dataset.sensitive


def evidence_of(items: Iterable[Mapping[str, str]], viewer: Any) -> list[Evidence]:
    """What a clue names, with the batches as the viewer may see them."""
    named = list(items)
    seen = {
        str(batch.pk): batch
        for batch in records.batches_seen_by(viewer).filter(pk__in=records.batches_named(item["batch"] for item in named))
    }
    origins, places = origins_of(seen), places_of((item["batch"] for item in named), viewer)
    return [
        Evidence(
            dataset=DATASETS.get(item["dataset"]),
            name=item["dataset"],
            key=item["key"],
            batch=seen.get(item["batch"]),
            received_at=parse_datetime(item["received_at"]),
            origin=origins.get(item["batch"], ""),
            place=places.get(item["batch"]),
        )
        for item in named
    ]


def with_facts(found: Iterable[Evidence]) -> list[Evidence]:
    """The same records with their content read from the library."""
    return [Evidence(**{**one.__dict__, "facts": facts_of(one)}) for one in found]


def facts_of(one: Evidence) -> list[tuple[str, str]] | None:
    """Field titles and values of one record; None where it cannot be read."""
    if one.batch is None or one.dataset is None or not one.batch.path:
        return None
    snapshot = Snapshot.of([records.segment_of(one.batch)])
    with open_library(snapshot, Path(settings.LIBRARY), datasets=[one.name]) as library:
        same_key = ColumnExpression("_key") == ConstantExpression(one.key)
        rows = library.connection.view(one.name).filter(same_key).limit(1).to_arrow_table().to_pylist()
    return facts_told(one.dataset, rows[0]) if rows else None


def facts_told(dataset: Dataset, row: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Field titles and values of a record, sensitive ones as the gate shows them."""
    return [
        (field.zh, value_text(dataset.name, name, stored_value_text(row.get(name), field.codes))) for name, field in dataset.fields.items()
    ]


def stored_value_text(value: Any, codes: Mapping[str, tuple[str, ...]]) -> str:
    """A stored value for people: codes in their first spelling, truth values and lists in Chinese."""
    if value is None or value == []:
        return "—"
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, list):
        return "、".join(stored_value_text(part, codes) for part in value)
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d %H:%M}"
    return codes[str(value)][0] if codes.get(str(value)) else str(value)
