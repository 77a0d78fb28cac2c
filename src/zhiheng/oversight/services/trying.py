"""The shadow run (影子运行) beside the clues that are kept, so that it says how decided ones would move."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from zhiheng.catalog.packs import Catalog
from zhiheng.ledger.core.actor import Actor
from zhiheng.models import services as models
from zhiheng.models.core.differing import KeptClue, Key
from zhiheng.models.rows import ShadowRun
from zhiheng.models.services.trying import AddedTables
from zhiheng.oversight.models import Clue
from zhiheng.work.selectors.library import kept_tables, pinned_with, until_now, with_kept


def shadow_run(*, actor: Actor, now: datetime, catalog: Catalog, version_id: int, as_of: date) -> ShadowRun:
    """Run a candidate and the version in force on the library as it is now (`models.services.shadow_run`), beside the clues kept."""

    def tables(reads: Sequence[str]) -> AddedTables:
        until = until_now(reads)
        kept = kept_tables(catalog, reads, until)
        return AddedTables(lambda library: with_kept(library, kept), lambda snapshot: pinned_with(snapshot, until))

    return models.shadow_run(actor=actor, now=now, catalog=catalog, version_id=version_id, as_of=as_of, kept=kept_clues, tables=tables)


def kept_clues(model: str) -> dict[Key, KeptClue]:
    """Number and state of every clue of a model."""
    clues = Clue.objects.filter(model=model).values_list("subject", "occurrence", "pk", "state")
    return {(subject, occurrence): KeptClue(pk, state) for subject, occurrence, pk, state in clues}
