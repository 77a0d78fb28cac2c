"""The packs this installation runs with, read once a process."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from django.conf import settings

from zhiheng.catalog import packs
from zhiheng.catalog.packs import Catalog


def catalog() -> Catalog:
    """Everything the packs under `settings.PACKS` say."""
    return _load(Path(settings.PACKS))


@lru_cache(maxsize=4)
def _load(root: Path) -> Catalog:
    return packs.load(root)
