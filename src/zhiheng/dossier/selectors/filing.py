"""The catalogue of a dossier as its viewer sees it: what is there for each item and what is missing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from zhiheng.catalog.catalogues import CatalogueSpec, Item
from zhiheng.dossier.core.catalogue import STATES, Present, is_there, state_of
from zhiheng.dossier.models import StoredFile
from zhiheng.dossier.selectors.documents import attachments_in, documents_in
from zhiheng.dossier.selectors.seeing import SeenDocument, Viewer, files_seen_by


@dataclass(frozen=True)
class ItemState:
    """An item, its state, and what of it the viewer may open (the state counts everything that is there)."""

    item: Item
    state: str
    documents: tuple[SeenDocument, ...]
    attachments: tuple[StoredFile, ...]

    @property
    def state_title(self) -> str:
        """The state in words."""
        return STATES[self.state]


def items_of(viewer: Viewer, dossier_key: str, spec: CatalogueSpec, facts: Mapping[str, object]) -> list[ItemState]:
    """Every item of the catalogue in its order; `facts` are the case's values that items depend on."""
    present, seen = present_in(dossier_key), files_seen_by(viewer, dossier_key)
    return [
        ItemState(
            item,
            state_of(item, present, facts),
            tuple(one for one in seen.documents if is_there(item, Present(documents=frozenset({one.document.kind})))),
            tuple(file for file in seen.attachments if is_there(item, _present([], [file]))),
        )
        for item in spec.items
    ]


def present_in(dossier_key: str) -> Present:
    """What the dossier holds."""
    return _present([document.kind for document in documents_in(dossier_key)], attachments_in(dossier_key))


def _present(kinds: list[str], files: list[StoredFile]) -> Present:
    return Present(
        documents=frozenset(kinds),
        files=frozenset((file.step, file.field) for file in files if file.step),
        items=frozenset(file.item for file in files if file.item),
    )
