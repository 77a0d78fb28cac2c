"""What administrative organs send: penalty cases and their transfer to the police (两法衔接)."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from zhiheng.simulate.days import at, plus, working_days_after
from zhiheng.simulate.organs import ADMINISTRATIONS
from zhiheng.simulate.world import Values, World

#: Yuan from which a penalty case must be transferred, by field; fields not named count as other; 0: only a suspected crime counts.
THRESHOLDS = {"food": 0, "drug": 0, "tax": 100_000, "tobacco": 50_000, "ip": 50_000, "environment": 300_000, "other": 50_000}
CRIMES = {
    "food": "生产、销售不符合安全标准的食品罪",
    "drug": "妨害药品管理罪",
    "environment": "污染环境罪",
    "tax": "逃税罪",
    "tobacco": "非法经营罪",
    "ip": "假冒注册商标罪",
}
ENTRY_DAYS = 7


def punish(world: World, *, filed_on: date, field: str | None = None, **facts: Any) -> Values:
    """Record a penalty case entered on the platform in time; amount and later steps as the facts say."""
    fitting = [one for one in ADMINISTRATIONS if field is None or field in one[2]] or list(ADMINISTRATIONS)
    organ, mark, fields = world.rng.choice(fitting)
    entered_on = facts.pop("entered_on", None) or min(working_days_after(filed_on, world.rng.randint(0, ENTRY_DAYS)), world.as_of)
    party, party_id = _party(world)
    return world.add(
        organ,
        "admin_cases",
        case_no=f"{mark}〔{filed_on.year}〕{world.number('行政案', mark, str(filed_on.year)):05d}号",
        organ=organ,
        field=field or world.rng.choice(fields),
        party=party,
        party_id=party_id,
        filed_on=filed_on,
        entered_on=entered_on,
        **facts,
    )


def small_case(world: World) -> Values:
    """Record an ordinary case: below every threshold, punished or still open."""
    filed_on = world.ago(400, 3)
    decided_on = plus(filed_on, world.rng.randint(10, 60))
    small = Decimal(world.rng.randint(200, 45_000))
    return punish(world, filed_on=filed_on, amount=small, decided_on=decided_on if decided_on <= world.as_of else None)


def transfer(world: World, *, decided_on: date, transfer_after: int = 2, answered_after: int | None = 2, **facts: Any) -> Values:
    """Record a case transferred `transfer_after` days after the penalty and answered by the police so many days after that."""
    field = facts.pop("field", "tobacco")
    transfer_decided_on = plus(decided_on, transfer_after)
    handed_on = plus(transfer_decided_on, 1)
    answered_on = plus(handed_on, answered_after) if answered_after is not None else None
    return punish(
        world,
        filed_on=plus(decided_on, -world.rng.randint(15, 50)),
        field=field,
        amount=Decimal(THRESHOLDS[field] + world.rng.randint(1, 90_000)),
        decided_on=decided_on,
        suspected_crime=CRIMES[field],
        transfer_decided_on=transfer_decided_on,
        transferred_at=at(handed_on, world.rng.randint(540, 1020)),
        police_decided_on=answered_on,
        police_decision=world.rng.choice(("filed", "filed", "refused")) if answered_on else None,
        **facts,
    )


def _party(world: World) -> tuple[str, str | None]:
    """A person met before, or a company."""
    if world.bystanders and world.chance(0.7):
        person = world.rng.choice(world.bystanders)
        return person.name, person.id_number
    return f"示例商贸第{world.rng.randint(1, 999)}经营部", None
