"""Positioning, leaves and medical releases decided or kept up against the law."""

from __future__ import annotations

from zhiheng.simulate.corrections import grant_leave, position_order
from zhiheng.simulate.days import months_after, plus
from zhiheng.simulate.lives import release_for_treatment
from zhiheng.simulate.persons import new_person
from zhiheng.simulate.scenario import violation
from zhiheng.simulate.terms import held_for
from zhiheng.simulate.violations.community import elsewhere, supervised
from zhiheng.simulate.world import Values, World


def _unlawful_order(world: World, order: Values, reason: str) -> None:
    world.clue("monitoring_unlawful", order["id_number"], order["order_no"], reason)


@violation("monitoring_unlawful")
def ordered_without_ground(world: World) -> None:
    """None of the five grounds."""
    from_date = world.ago(80, 5)
    order = position_order(world, supervised(world), from_date, plus(from_date, 60), ground="none")
    _unlawful_order(world, order, "no_ground")


@violation("monitoring_unlawful")
def ordered_by_another(world: World) -> None:
    """Approved by somebody else than the head of the county's justice administration."""
    from_date = world.ago(80, 5)
    order = position_order(world, supervised(world), from_date, plus(from_date, 80), approver="other")
    _unlawful_order(world, order, "wrong_approver")


@violation("monitoring_unlawful")
def ordered_for_too_long(world: World) -> None:
    """More than three months at once."""
    from_date = world.ago(80, 5)
    to_date = plus(months_after(from_date, 3), world.rng.randint(1, 30))
    _unlawful_order(world, position_order(world, supervised(world), from_date, to_date), "too_long")


@violation("monitoring_unlawful")
def device_not_removed(world: World) -> None:
    """The order ran out, nothing followed, and the device is still on."""
    from_date = world.ago(140, 100)
    order = position_order(world, supervised(world), from_date, plus(from_date, 80), removed_on=None)
    _unlawful_order(world, order, "not_removed")


def _ultra_vires(world: World, leave: Values) -> None:
    world.clue("leave_ultra_vires", leave["id_number"], leave["leave_no"])


@violation("leave_ultra_vires")
def office_grants_over_a_week(world: World) -> None:
    """The office granted more than seven days."""
    supervision = supervised(world)
    _ultra_vires(
        world, grant_leave(world, supervision, elsewhere(world, supervision), world.ago(100, 20), world.rng.randint(8, 14), "office")
    )


@violation("leave_ultra_vires")
def county_grants_over_a_month(world: World) -> None:
    """The county granted more than thirty days."""
    supervision = supervised(world)
    _ultra_vires(
        world, grant_leave(world, supervision, elsewhere(world, supervision), world.ago(120, 50), world.rng.randint(31, 40), "county")
    )


@violation("leave_ultra_vires")
def county_grants_over_a_month_in_sum(world: World) -> None:
    """Two leaves within two months come to more than thirty days together."""
    supervision = supervised(world)
    away, on = elsewhere(world, supervision), world.ago(120, 60)
    grant_leave(world, supervision, away, on, 18, "county")
    _ultra_vires(world, grant_leave(world, supervision, away, plus(on, 25), 14, "county"))


@violation("leave_ultra_vires")
def office_grants_beyond_the_sum(world: World) -> None:
    """A week from the office after twenty-eight days from the county."""
    supervision = supervised(world)
    away, on = elsewhere(world, supervision), world.ago(120, 60)
    grant_leave(world, supervision, away, on, 28, "county")
    _ultra_vires(world, grant_leave(world, supervision, away, plus(on, 32), 7, "office"))


def _overdue_review(world: World, decision: Values, reason: str) -> None:
    world.clue("medical_review_overdue", decision["id_number"], decision["decision_no"], reason)


@violation("medical_review_overdue")
def review_overdue(world: World) -> None:
    """The last review of the illness is more than three months old."""
    facts: Values = {"last_review_on": world.ago(180, 95)}
    decision, _ = release_for_treatment(world, held_for(world, years=2.5), world.ago(320, 200), **facts)
    _overdue_review(world, decision, "review")


@violation("medical_review_overdue")
def never_reviewed(world: World) -> None:
    """Released for illness months ago and never reviewed."""
    decision, _ = release_for_treatment(world, held_for(world, years=2.5), world.ago(320, 100), last_review_on=None)
    _overdue_review(world, decision, "review")


@violation("medical_review_overdue")
def nursing_ended(world: World) -> None:
    """The child is older than a year and the mother was not recalled."""
    mother = new_person(world, ages=(24, 38), male=False)
    born_on = world.ago(500, 370)
    facts: Values = {"ground": "nursing", "child_birth_date": born_on}
    decision, _ = release_for_treatment(world, held_for(world, person=mother, years=2.5), plus(born_on, world.rng.randint(5, 60)), **facts)
    _overdue_review(world, decision, "nursing_ended")


@violation("medical_review_overdue")
def release_expired(world: World) -> None:
    """The decision ran out and the prisoner was neither recalled nor released anew."""
    from_date = world.ago(300, 200)
    decision, _ = release_for_treatment(world, held_for(world, years=2.5), from_date, to_date=world.ago(60, 2))
    _overdue_review(world, decision, "expired")
