"""What this installation runs with: the packs on disk, and over them the versions of models that officers have published."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType

from django.conf import settings

from zhiheng.catalog import packs
from zhiheng.catalog.errors import Faults
from zhiheng.catalog.models import ModelSpec, of_text
from zhiheng.catalog.packs import Catalog, PackSpec
from zhiheng.ledger.core.once import once
from zhiheng.models.core.overlay import SHARED, shared_pack


def catalog() -> Catalog:
    """What is in force: everything the packs under `settings.PACKS` say, published versions in place of their models.

    Read once a process and change of what is published; every process sees a change with its next call, a page with its next view.
    """
    return _in_force(Path(settings.PACKS), _mark())


def packs_on_disk() -> Catalog:
    """The packs alone, read once a process."""
    return _load(Path(settings.PACKS))


def unreadable_versions() -> Mapping[str, str]:
    """Published versions that this program cannot read and leaves to the pack's text: model → why."""
    return MappingProxyType(_overlay(Path(settings.PACKS), _mark())[1])


def _mark() -> int:
    from zhiheng.models.selectors.overlay import change_mark  # readers of this room read the catalogue themselves

    return once("models.change_mark", change_mark)


def _load(root: Path) -> Catalog:
    return packs.loaded(root)


@lru_cache(maxsize=4)
def _in_force(root: Path, mark: int) -> Catalog:
    base, published = _load(root), _overlay(root, mark)[0]
    if not published:
        return base
    known: dict[str, PackSpec] = dict(base.packs)
    if any(spec.pack == SHARED for spec in published.values()):
        known.setdefault(SHARED, shared_pack())
    return replace(base, packs=known, models={**base.models, **published})


@lru_cache(maxsize=4)
def _overlay(root: Path, mark: int) -> tuple[dict[str, ModelSpec], dict[str, str]]:
    """Published versions read as models, and why others could not be; `mark` only says which state of the database is meant."""
    from zhiheng.models.selectors.overlay import texts_in_force

    known = _load(root).packs
    read: dict[str, ModelSpec] = {}
    unreadable: dict[str, str] = {}
    for model, pack, text, cases in texts_in_force() if mark else ():
        faults = Faults()
        spec = of_text(model, pack if pack in known else SHARED, text, cases, faults)
        if faults:
            unreadable[model] = str(faults[0])
        else:
            read[model] = spec
    return read, unreadable
