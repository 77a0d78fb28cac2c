"""What a dossier must hold and what is missing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from zhiheng.catalog.catalogues import CatalogueSpec, Item

STATES: Mapping[str, str] = {
    "there": "已有",
    "missing": "缺少",
    "perhaps": "是否需要未知，暂按缺少",
    "optional": "可有可无",
    "unneeded": "不需要",
}


@dataclass(frozen=True)
class Present:
    """What a dossier holds: ids of documents, (step, field) of files, numbers of items that files were handed in for."""

    documents: frozenset[str] = field(default_factory=frozenset)
    files: frozenset[tuple[str, str]] = field(default_factory=frozenset)
    items: frozenset[str] = field(default_factory=frozenset)


def is_there(item: Item, present: Present) -> bool:
    """Whether the item is in the dossier: drawn up, attached at its step, or handed in for its number."""
    kind, _, name = item.source.partition(":")
    step, _, named = name.partition(".")
    from_files = kind == "file" and any(step == at and named in {"", of} for at, of in present.files)
    return item.no in present.items or (kind == "document" and name in present.documents) or from_files


def needed(item: Item, facts: Mapping[str, object]) -> bool | None:
    """Whether the case needs the item; None where the facts it depends on are not known."""
    if not item.required or not item.when:
        return item.required
    known = [_same(facts[name], value) for name, value in item.when if facts.get(name) is not None]
    if any(known):
        return True
    return False if len(known) == len(item.when) else None


def _same(value: object, written: str) -> bool:
    if isinstance(value, bool):
        return ("true" if value else "false") == written
    return written in map(str, value) if isinstance(value, (list, tuple)) else str(value) == written


def state_of(item: Item, present: Present, facts: Mapping[str, object]) -> str:
    """The item's state, one of STATES; what nobody knows to be unneeded counts as missing."""
    if is_there(item, present):
        return "there"
    wanted = needed(item, facts)
    if wanted is None:
        return "perhaps"
    return "missing" if wanted else "unneeded" if item.when else "optional"


def missing(spec: CatalogueSpec, present: Present, facts: Mapping[str, object], *, step: str | None = None) -> tuple[Item, ...]:
    """The items that are missing, at one step only where one is named."""
    wanted = (item for item in spec.items if step is None or item.step == step)
    return tuple(item for item in wanted if state_of(item, present, facts) in {"missing", "perhaps"})
