"""What civil affairs send: deaths, children of prisoners and their support, social insurance benefits."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from zhiheng.simulate.days import month_start
from zhiheng.simulate.persons import Person
from zhiheng.simulate.world import Values, World

GUARDIANS = ("祖父母", "外祖父母", "伯父", "姑姑", "母亲")
AMOUNTS = {"pension": (1200, 3200), "allowance": (320, 760), "unemployment": (1400, 2100)}


def record_death(world: World, person: Person, died_on: date) -> Values:
    """Record a death in the civil affairs' own row of the person."""
    return world.add(
        person.district.civil_affairs,
        "persons",
        person,
        gender="male" if person.male else "female",
        birth_date=person.birth_date,
        died_on=died_on,
    )


def register_child(
    world: World, organ: str, child: Person, parent: Person, other_parent: str, *, subsidised_from: date | None = None
) -> Values:
    """Record a prisoner's child at the prison or at civil affairs; with support since a month where given."""
    return world.add(
        organ,
        "dependants",
        child_id_number=child.id_number,
        child_name=child.name,
        parent_id_number=parent.id_number,
        other_parent=other_parent,
        guardian="母亲" if other_parent == "able" else world.rng.choice(GUARDIANS[:4]),
        subsidised_from=subsidised_from,
        subsidy=Decimal(world.rng.randint(1100, 1400)) if subsidised_from else None,
    )


def pay_benefit(world: World, person: Person, benefit: str, month: date) -> Values:
    """Record a payment of a benefit for the month of the day."""
    return world.add(
        person.district.civil_affairs,
        "benefit_payments",
        person,
        payment_no=f"B{world.number('待遇'):08d}",
        benefit=benefit,
        month=month_start(month),
        amount=Decimal(world.rng.randint(*AMOUNTS[benefit])),
    )
