"""The daily work of offices that concerns no life in particular: documents answered in time, small penalty cases, seized goods stored."""

from __future__ import annotations

from collections.abc import Callable

from zhiheng.simulate import assumed
from zhiheng.simulate.organs import DISTRICTS
from zhiheng.simulate.police import seize
from zhiheng.simulate.referral import small_case, transfer
from zhiheng.simulate.supervision import issue_answered
from zhiheng.simulate.world import World


def keep_busy(world: World, persons: int) -> None:
    """Record the documents, penalty cases and seized items that so many persons bring with them."""
    tasks: dict[str, Callable[[World], object]] = {
        "document": issue_answered,
        "penalty_case": small_case,
        "transferred_case": _transferred_case,
        "seized_item": _seized_item,
    }
    for name, record in tasks.items():
        for _ in range(max(1, persons // assumed.PERSONS_PER[name])):
            record(world)


def _transferred_case(world: World) -> None:
    transfer(world, decided_on=world.ago(300, 12), field=world.rng.choice(("tobacco", "ip", "tax", "food", "drug")))


def _seized_item(world: World) -> None:
    seize(world, world.rng.choice(DISTRICTS), world.ago(300, 4))
