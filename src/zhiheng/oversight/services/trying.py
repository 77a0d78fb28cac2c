"""The shadow run (影子运行) beside the clues that are kept, so that it says how decided ones would move."""

from __future__ import annotations

from datetime import date, datetime

from zhiheng.catalog.packs import Catalog
from zhiheng.ledger.core.actor import Actor
from zhiheng.models import services as models
from zhiheng.models.core.differing import KeptClue, Key
from zhiheng.models.rows import ShadowRun
from zhiheng.oversight.models import Clue


def shadow_run(*, actor: Actor, now: datetime, catalog: Catalog, version_id: int, as_of: date) -> ShadowRun:
    """Run a candidate and the version in force on the library as it is now (`models.services.shadow_run`), beside the clues kept."""
    return models.shadow_run(actor=actor, now=now, catalog=catalog, version_id=version_id, as_of=as_of, kept=kept_clues)


def kept_clues(model: str) -> dict[Key, KeptClue]:
    """Number and state of every clue of a model."""
    clues = Clue.objects.filter(model=model).values_list("subject", "occurrence", "pk", "state")
    return {(subject, occurrence): KeptClue(pk, state) for subject, occurrence, pk, state in clues}
