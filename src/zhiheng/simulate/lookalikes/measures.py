"""Orders, leaves and releases at the very limit of what is allowed."""

from __future__ import annotations

from zhiheng.simulate.corrections import grant_leave, locate, position_order
from zhiheng.simulate.days import months_after, plus
from zhiheng.simulate.lives import imprison, release_for_treatment
from zhiheng.simulate.persons import new_person
from zhiheng.simulate.scenario import lookalike
from zhiheng.simulate.terms import held_for, start_for
from zhiheng.simulate.violations.community import elsewhere, supervised
from zhiheng.simulate.world import Values, World


@lookalike("monitoring_unlawful", "renewed by a new order from the next day")
def renewed_the_next_day(world: World) -> None:
    """A new order began the day after the old one ended; the device stayed on."""
    supervision = supervised(world)
    from_date = world.ago(140, 100)
    to_date = plus(from_date, 80)
    position_order(world, supervision, from_date, to_date, removed_on=None)
    position_order(world, supervision, plus(to_date, 1), plus(months_after(to_date, 3), -1))


@lookalike("monitoring_unlawful", "exactly three months")
def exactly_three_months(world: World) -> None:
    """From a day to the corresponding day three months later."""
    from_date = world.ago(80, 10)
    supervision = supervised(world)
    position_order(world, supervision, from_date, months_after(from_date, 3))
    locate(world, supervision, 12)


@lookalike("leave_ultra_vires", "seven days inclusive")
def seven_days_from_the_office(world: World) -> None:
    """Seven days, both ends counted, from the office."""
    supervision = supervised(world)
    grant_leave(world, supervision, elsewhere(world, supervision), world.ago(100, 20), 7, "office")


@lookalike("leave_ultra_vires", "leave refused")
def long_leave_refused(world: World) -> None:
    """Forty days were asked for and refused."""
    supervision = supervised(world)
    grant_leave(world, supervision, elsewhere(world, supervision), world.ago(100, 50), 40, "refused")


@lookalike("leave_ultra_vires", "sum exactly thirty")
def thirty_days_in_sum(world: World) -> None:
    """Eighteen and twelve days within two months: thirty together."""
    supervision = supervised(world)
    away, on = elsewhere(world, supervision), world.ago(120, 60)
    grant_leave(world, supervision, away, on, 18, "county")
    grant_leave(world, supervision, away, plus(on, 25), 12, "county")


@lookalike("leave_ultra_vires", "sum exactly thirty")
def long_leave_from_the_city(world: World) -> None:
    """Thirty-five days from the level above."""
    supervision = supervised(world)
    grant_leave(world, supervision, elsewhere(world, supervision), world.ago(120, 60), 35, "city")


@lookalike("medical_review_overdue", "term already served")
def term_served_outside(world: World) -> None:
    """The term ended while under treatment; no review was due after it."""
    prisoner = imprison(world, months=36, taken_on=start_for(world.ago(300, 120), 36))
    release_for_treatment(world, prisoner, plus(prisoner.sentence["term_end"], -150), last_review_on=None)


@lookalike("medical_review_overdue", "reviewed on the last day")
def review_due_today(world: World) -> None:
    """Three months since the last review end today."""
    reviewed_on = months_after(world.as_of, -3)
    release_for_treatment(world, held_for(world, years=2.5), world.ago(320, 200), last_review_on=reviewed_on)


@lookalike("medical_review_overdue", "the child's first birthday itself")
def first_birthday_today(world: World) -> None:
    """The child is one year old today."""
    mother = new_person(world, ages=(24, 38), male=False)
    born_on = months_after(world.as_of, -12)
    facts: Values = {"ground": "nursing", "child_birth_date": born_on}
    release_for_treatment(world, held_for(world, person=mother, years=2.5), plus(born_on, 20), **facts)
