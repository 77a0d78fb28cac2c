"""The daily work of offices that concerns no life in particular: documents answered in time, small penalty cases, seized goods stored."""

from __future__ import annotations

from collections.abc import Callable

from zhiheng.simulate import assumed
from zhiheng.simulate.judgments import judgments
from zhiheng.simulate.organs import DISTRICTS
from zhiheng.simulate.police import seize
from zhiheng.simulate.referral import small_case, transfer
from zhiheng.simulate.supervision import issue_answered
from zhiheng.simulate.world import World

PUBLISHED = "published_judgments"
LEAST_PUBLISHED, MOST_PUBLISHED = 60, 3000


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
    if not world.register.counts[(PUBLISHED,)]:
        _publish(world, persons)


def _transferred_case(world: World) -> None:
    transfer(world, decided_on=world.ago(300, 12), field=world.rng.choice(("tobacco", "ip", "tax", "food", "drug")))


def _seized_item(world: World) -> None:
    seize(world, world.rng.choice(DISTRICTS), world.ago(300, 4))


def _publish(world: World, persons: int) -> None:
    """Published judgments of the province's courts, sent once by each intermediate court; nothing of the province's chance is used."""
    world.register.next(PUBLISHED)
    courts = sorted({(one.court, "basic") for one in DISTRICTS} | {(one.intermediate_court, "intermediate") for one in DISTRICTS})
    loaders = {
        **{one.court: one.intermediate_court for one in DISTRICTS},
        **{one.intermediate_court: one.intermediate_court for one in DISTRICTS},
    }
    count = max(LEAST_PUBLISHED, min(MOST_PUBLISHED, persons // 2))
    for row in judgments(count, as_of=world.as_of, courts=courts):
        world.add(loaders.get(row["court"], DISTRICTS[0].intermediate_court), PUBLISHED, **row)
