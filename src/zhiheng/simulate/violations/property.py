"""Property items: not referred for enforcement, or unpaid by those who could pay and were commuted or paroled."""

from __future__ import annotations

from typing import Any

from zhiheng.simulate.courts import order_property
from zhiheng.simulate.days import months_after, plus
from zhiheng.simulate.lives import parole
from zhiheng.simulate.prisons import Account, Prisoner, open_account
from zhiheng.simulate.scenario import violation
from zhiheng.simulate.terms import after_admission, commute_once, held_for
from zhiheng.simulate.world import Values, World

UNPAID: Values = {"paid": 0, "enforcement_status": "open"}


def debtor(world: World, **facts: Any) -> tuple[Prisoner, Values]:
    """A prisoner with a fine of which nothing was paid, and the fine."""
    prisoner = held_for(world, months=72, years=3.4)
    return prisoner, order_property(world, prisoner.person, prisoner.sentence, ordered=20_000, **{**UNPAID, **facts})


def spend_monthly(account: Account, ruling: Values, yuan: int, *, kind: str = "consumption") -> None:
    """Book twelve months of deposits and of equal spending before the ruling, one of each in every month."""
    last = plus(ruling["ruled_on"], -5)
    for back in range(11, -1, -1):
        on = months_after(last, -back)
        account.book(plus(on, -3), yuan, "deposit")
        account.book(on, -yuan, kind)


def _able(world: World, ruling: Values) -> None:
    world.clue("able_but_unpaid", ruling["id_number"], ruling["ruling_no"])


@violation("able_but_unpaid")
def balance_enough_to_pay(world: World) -> None:
    """A fine unpaid, and over ten thousand yuan in the account on the day of the commutation."""
    prisoner, _ = debtor(world)
    ruling = commute_once(world, prisoner, wait=19)
    account = open_account(world, prisoner)
    account.book(plus(ruling["ruled_on"], -90), world.rng.randint(10_400, 15_000), "deposit")
    account.book(plus(ruling["ruled_on"], -30), -300, "consumption")
    _able(world, ruling)


@violation("able_but_unpaid")
def spends_instead_of_paying(world: World) -> None:
    """A fine unpaid, and nine hundred yuan spent every month of the year before."""
    prisoner, _ = debtor(world)
    ruling = commute_once(world, prisoner, wait=19)
    spend_monthly(open_account(world, prisoner), ruling, 900)
    _able(world, ruling)


@violation("able_but_unpaid")
def paid_only_after_the_ruling(world: World) -> None:
    """The fine is fulfilled today, but was not on the day of the ruling, when the money was there."""
    prisoner, fine = debtor(world)
    ruling = commute_once(world, prisoner, wait=19)
    paid_on = world.day(plus(ruling["ruled_on"], 10), world.as_of)
    fine.update(paid=fine["ordered"], enforcement_status="fulfilled", status_on=paid_on)
    open_account(world, prisoner).book(plus(ruling["ruled_on"], -60), 12_000, "deposit")
    _able(world, ruling)


@violation("able_but_unpaid")
def paroled_with_money_in_two_accounts(world: World) -> None:
    """Parole while a restitution is half paid, and two accounts hold enough together."""
    prisoner = held_for(world, months=60, years=4)
    order_property(world, prisoner.person, prisoner.sentence, item="restitution", ordered=30_000, paid=15_000, enforcement_status="open")
    ruling, _ = parole(world, prisoner, after_admission(world, prisoner, 31))
    for share in (6_200, 5_100):
        open_account(world, prisoner).book(plus(ruling["ruled_on"], -40), share, "deposit")
    _able(world, ruling)


@violation("property_not_referred")
def fine_not_referred(world: World) -> None:
    """Nothing was paid and the court did not refer the fine in thirty days."""
    prisoner = held_for(world, months=48, years=1.5)
    _not_referred(world, prisoner, "fine", paid=0)


@violation("property_not_referred")
def restitution_part_paid_not_referred(world: World) -> None:
    """A part was paid, the rest was never referred."""
    prisoner = held_for(world, months=60, years=2)
    _not_referred(world, prisoner, "restitution", paid=1000)


def _not_referred(world: World, prisoner: Prisoner, item: str, paid: int) -> None:
    unreferred: Values = dict.fromkeys(("referred_on", "enforcement_no", "enforcement_status", "status_on"))
    row = order_property(world, prisoner.person, prisoner.sentence, item=item, ordered=8000, paid=paid, **unreferred)
    world.clue("property_not_referred", row["id_number"], row["judgment_no"], row["item"])
