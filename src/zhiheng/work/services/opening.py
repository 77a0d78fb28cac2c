"""A theme library opened for a SELECT of a pack: datasets, persons under one number, cases and ledgers as tables."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings

from zhiheng.analysis.selects import DuckEngine
from zhiheng.catalog.kept_tables import dataset_names
from zhiheng.catalog.packs import Catalog
from zhiheng.records import selectors as records
from zhiheng.records.core.library import open_library
from zhiheng.subjects import selectors as subjects
from zhiheng.work.selectors.library import kept_tables, with_kept


@contextmanager
def opened(catalog: Catalog, reads: Iterable[str]) -> Iterator[DuckEngine]:
    """The tables that a SELECT reads, on DuckDB."""
    names = list(reads)
    datasets = dataset_names(names)
    aliases = subjects.identities_now().aliases
    with open_library(records.snapshot_now(datasets), Path(settings.LIBRARY), datasets=datasets, same_person=aliases) as library:
        yield DuckEngine(with_kept(library, kept_tables(catalog, names)))
