"""From verified clues to the words of a paper."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.conf import settings

from zhiheng.catalog.packs import Catalog
from zhiheng.ledger.core.actor import Actor
from zhiheng.oversight.core import drafting
from zhiheng.oversight.core.drafting import Source
from zhiheng.oversight.core.errors import ClueRefused
from zhiheng.oversight.core.states import STATES
from zhiheng.oversight.models import Clue
from zhiheng.oversight.services.clues import sees
from zhiheng.oversight.services.dependencies import demand_settled
from zhiheng.registry import selectors as registry
from zhiheng.schema import DATASETS


def values_of_clues(clues: Sequence[Clue], catalog: Catalog, kind: str = "") -> dict[str, Any]:
    """What forms are filled with by `clue.<name>`: words for a paper on these clues, the organ they concern, columns they agree on."""
    texts = Path(settings.LAW_TEXTS) if settings.LAW_TEXTS else None
    sources, titles = [source_of(clue, catalog) for clue in clues], {name: data.zh for name, data in DATASETS.items()}
    words = drafting.draft(sources, titles, texts)
    organs = {clue.organ.name for clue in clues if clue.organ}
    shared = {name: value for name, value in agreed(clues).items() if isinstance(value, str | int | bool)}
    return {
        **shared,
        "kind": kind or None,
        "organ": organs.pop() if len(organs) == 1 else None,
        "subject": next(iter(subjects)) if len(subjects := {clue.subject for clue in clues}) == 1 else None,
        "opening": words.opening,
        "facts": words.facts,
        "articles": words.articles,
        "evidence": words.evidence,
        "demands": words.demands,
    }


def agreed(clues: Sequence[Clue]) -> dict[str, Any]:
    """Columns that all the clues give alike."""
    first, *others = [dict(clue.values) for clue in clues]
    return {name: value for name, value in first.items() if all(one.get(name) == value for one in others)}


def source_of(clue: Clue, catalog: Catalog) -> Source:
    """What a paper takes from a clue."""
    model = catalog.models.get(clue.model)
    return Source(
        model.title if model else clue.model, clue.summary, tuple(clue.cites), tuple(clue.evidence), model.demand if model else ""
    )


def verified_clues(actor: Actor, ids: list[int]) -> list[Clue]:
    """The clues, locked; refused where one is unknown to the officer or not verified."""
    viewer = registry.officer_named(actor.id)
    found = list(Clue.objects.select_for_update(of=("self",)).select_related("organ").filter(pk__in=ids).order_by("pk"))
    if not ids or len(found) != len(set(ids)) or not all(sees(viewer, clue) for clue in found):
        raise ClueRefused("制发文书", "", "没有选择线索，或所选线索不存在", "请从线索列表选择已核实的线索")
    for clue in found:
        if clue.state != "verified":
            raise ClueRefused("制发文书", f"线索 {clue.pk}", f"线索{STATES[clue.state]}", "请先核实线索")
        demand_settled("制发文书", clue)
    return found
