"""Readers of the sandbox (试查): what an officer may query, and their own queries."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings

from zhiheng.registry.rights import may, may_read_sensitive
from zhiheng.sandbox.core.queries import LOST, RUNNING, Outcome, Query, Store
from zhiheng.schema import DATASETS, Dataset


@dataclass(frozen=True)
class QueryView:
    """A query as its officer sees it. state: running, done, failed, stopped, refused, lost; rows: None once they are gone."""

    query: Query
    state: str
    outcome: Outcome | None
    rows: list[list[Any]] | None = None


def tables_for(viewer: Any) -> list[Dataset]:
    """The datasets the viewer may query; sensitive ones where their post allows such records at all."""
    if not may(viewer, "sandbox.use"):
        return []
    sensitive = may_read_sensitive(viewer)
    return [dataset for dataset in DATASETS.values() if sensitive or not dataset.sensitive]


def queries_of(viewer: Any) -> list[QueryView]:
    """The viewer's own latest queries, newest first, without their rows."""
    store = _store()
    return [_query_view(store, query) for query in store.of_officer(viewer.username)]


def query_of(viewer: Any, query_id: str) -> QueryView | None:
    """One of the viewer's own queries with its rows; None where it is nobody's or another's."""
    store = _store()
    query = store.query(query_id)
    if query is None or query.officer != viewer.username:
        return None
    seen = _query_view(store, query)
    return QueryView(query, seen.state, seen.outcome, store.rows(query.id) if seen.state == "done" else None)


def _query_view(store: Store, query: Query) -> QueryView:
    running = store.is_running(query.id)
    outcome = store.outcome(query.id)
    return QueryView(query, outcome.state if outcome else RUNNING if running else LOST, outcome)


def _store() -> Store:
    return Store(Path(settings.HOME) / "sandbox")
