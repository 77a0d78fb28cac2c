"""Property items that were paid, or could not be, when the ruling came."""

from __future__ import annotations

from zhiheng.simulate.courts import order_property
from zhiheng.simulate.days import plus
from zhiheng.simulate.prisons import open_account
from zhiheng.simulate.scenario import lookalike
from zhiheng.simulate.terms import commute_once, held_for
from zhiheng.simulate.violations.property import debtor, spend_monthly
from zhiheng.simulate.world import Values, World

UNREFERRED: Values = dict.fromkeys(("referred_on", "enforcement_no", "enforcement_status", "status_on"))


@lookalike("able_but_unpaid", "items fulfilled by then")
def fulfilled_before_the_ruling(world: World) -> None:
    """The fine was paid before the ruling; there is money left."""
    prisoner, fine = debtor(world)
    ruling = commute_once(world, prisoner, wait=19)
    paid_on = plus(ruling["ruled_on"], -world.rng.randint(3, 60))
    fine.update(paid=fine["ordered"], enforcement_status="fulfilled", status_on=paid_on)
    open_account(world, prisoner).book(plus(ruling["ruled_on"], -20), 15_000, "deposit")


@lookalike("able_but_unpaid", "deposits after the ruling")
def money_came_after_the_ruling(world: World) -> None:
    """The family sent the money after the ruling."""
    prisoner, _ = debtor(world)
    ruling = commute_once(world, prisoner, wait=19)
    account = open_account(world, prisoner)
    account.book(plus(ruling["ruled_on"], -40), 900, "deposit")
    account.book(plus(ruling["ruled_on"], world.rng.randint(1, 20)), 20_000, "deposit")


@lookalike("able_but_unpaid", "payments booked as fine_payment are no consumption")
def pays_by_instalments(world: World) -> None:
    """Every month's outflow went to the fine."""
    prisoner, fine = debtor(world)
    ruling = commute_once(world, prisoner, wait=19)
    spend_monthly(open_account(world, prisoner), ruling, 1000, kind="fine_payment")
    fine["paid"] = fine["ordered"] - 8000


@lookalike("able_but_unpaid", "payments booked as fine_payment are no consumption")
def just_below_the_measure(world: World) -> None:
    """Spending of 799 yuan a month, and a balance below ten thousand."""
    prisoner, _ = debtor(world)
    ruling = commute_once(world, prisoner, wait=19)
    account = open_account(world, prisoner)
    spend_monthly(account, ruling, 799)
    account.book(plus(ruling["ruled_on"], -1), "9999.99", "deposit")


@lookalike("property_not_referred", "paid in full before")
def paid_at_once(world: World) -> None:
    """Paid in full at once: nothing to refer."""
    prisoner = held_for(world, months=36, years=1.2)
    order_property(world, prisoner.person, prisoner.sentence, ordered=3000, **UNREFERRED)


@lookalike("property_not_referred", "paid in full before")
def civil_part(world: World) -> None:
    """The civil compensation is enforced on application."""
    prisoner = held_for(world, months=60, years=2)
    order_property(world, prisoner.person, prisoner.sentence, item="civil_compensation", ordered=60_000, paid=5000, **UNREFERRED)


@lookalike("property_not_referred", "not yet due")
def thirtieth_day(world: World) -> None:
    """The sentence took effect thirty days ago."""
    effective_on = world.ago(30)
    prisoner = held_for(world, months=36, years=0.36, effective_on=effective_on, delivered_on=plus(effective_on, 9))
    order_property(world, prisoner.person, prisoner.sentence, ordered=5000, paid=0, **UNREFERRED)
