"""In custody: detention past its limit, interrogations, labour, scores, benefits and the children outside."""

from __future__ import annotations

from datetime import date

from zhiheng.simulate.civil_affairs import pay_benefit, register_child
from zhiheng.simulate.days import at, monday_of, month_start, months_after, plus
from zhiheng.simulate.persons import new_person
from zhiheng.simulate.police import interrogate, record_custody
from zhiheng.simulate.prisons import LEVELS, Prisoner, admit, labour_week, release, score, score_month
from zhiheng.simulate.scenario import violation
from zhiheng.simulate.terms import held_for
from zhiheng.simulate.world import Values, World

BEFORE_SENTENCE = ("arrest_investigation", "prosecution", "trial_first", "trial_second")


def _overdue(world: World, custody: Values) -> None:
    world.clue("detention_overdue", custody["id_number"], custody["facility"], custody["admitted_on"], custody["stage"])


@violation("detention_overdue")
def held_past_the_limit(world: World) -> None:
    """The limit of the stage has passed, nothing was extended, and the person is still held."""
    due_on = world.ago(30, 1)
    taken_on = plus(due_on, -world.rng.randint(61, 200))
    _overdue(world, record_custody(world, new_person(world), taken_on, world.rng.choice(BEFORE_SENTENCE), stage_due=due_on))


@violation("detention_overdue")
def let_go_after_the_limit(world: World) -> None:
    """Released days after the limit of the stage."""
    due_on = world.ago(200, 20)
    facts: Values = {"stage_due": due_on, "released_on": plus(due_on, world.rng.randint(1, 10)), "release_reason": "bail"}
    _overdue(world, record_custody(world, new_person(world), plus(due_on, -90), "prosecution", **facts))


def _unlawful_interrogation(world: World, record: Values, reason: str) -> None:
    world.clue("interrogation_overtime", record["id_number"], record["record_no"], reason)


@violation("interrogation_overtime")
def summoned_over_twelve_hours(world: World) -> None:
    """Twelve hours and more after a summons."""
    on = world.ago(200, 3)
    record = interrogate(world, new_person(world), at(on, 500), at(on, 500 + 721 + world.rng.randint(0, 180)), at(on, 540))
    _unlawful_interrogation(world, record, "over_time")


@violation("interrogation_overtime")
def summoned_over_a_day(world: World) -> None:
    """A complex case: twenty-four hours and more."""
    on = world.ago(200, 3)
    record = interrogate(world, new_person(world), at(on, 500), at(on, 500 + 1500), at(on, 540), complex=True, basis="compelled")
    _unlawful_interrogation(world, record, "over_time")


@violation("interrogation_overtime")
def summoned_again_too_soon(world: World) -> None:
    """Summoned in another case a few hours after leaving."""
    person, on = new_person(world), world.ago(200, 3)
    interrogate(world, person, at(on, 480), at(on, 900), at(on, 510))
    again = 900 + world.rng.randint(120, 600)
    record = interrogate(world, person, at(on, again), at(on, again + 240), at(on, again + 20))
    _unlawful_interrogation(world, record, "short_interval")


@violation("interrogation_overtime")
def not_recorded(world: World) -> None:
    """Recording was compulsory and there is no video."""
    record = interrogate(world, new_person(world), None, None, at(world.ago(200, 3), 540), must_record=True)
    _unlawful_interrogation(world, record, "not_recorded")


@violation("interrogation_overtime")
def minor_alone(world: World) -> None:
    """A minor questioned without a suitable adult."""
    on = world.ago(200, 3)
    facts: Values = {"minor": True, "guardian_present": False}
    record = interrogate(world, new_person(world, ages=(15, 16)), at(on, 600), at(on, 800), at(on, 630), **facts)
    _unlawful_interrogation(world, record, "no_guardian")


def _overworked(world: World, prisoner: Prisoner, monday: date) -> None:
    world.clue("labour_overtime", prisoner.person.id_number, prisoner.prison, monday)


@violation("labour_overtime")
def six_days_of_labour(world: World) -> None:
    """Six labour days in a week."""
    prisoner, monday = held_for(world), monday_of(world.ago(100, 14))
    labour_week(world, prisoner, monday, "LLLLLLR")
    _overworked(world, prisoner, monday)


@violation("labour_overtime")
def day_over_eight_hours(world: World) -> None:
    """One day over eight hours."""
    prisoner, monday = held_for(world), monday_of(world.ago(100, 14))
    labour_week(world, prisoner, monday, minutes={world.rng.randint(0, 4): world.rng.randint(481, 600)})
    _overworked(world, prisoner, monday)


@violation("labour_overtime")
def week_without_rest(world: World) -> None:
    """All seven days recorded and none of rest."""
    prisoner, monday = held_for(world), monday_of(world.ago(100, 14))
    labour_week(world, prisoner, monday, "LLLLLSS")
    _overworked(world, prisoner, monday)


def _irregular(world: World, prisoner: Prisoner, first: date, reason: str) -> None:
    world.clue("score_irregular", prisoner.person.id_number, prisoner.prison, f"{first:%Y-%m}", reason)


def a_month(world: World) -> date:
    """The first day of one of the last full months."""
    return month_start(world.ago(150, 35))


@violation("score_irregular")
def base_over_the_cap(world: World) -> None:
    """More than a hundred base points in a month."""
    prisoner, first = held_for(world), a_month(world)
    score_month(world, prisoner, first, base=(65, 38))
    _irregular(world, prisoner, first, "base_over")


@violation("score_irregular")
def bonus_over_the_cap(world: World) -> None:
    """More than fifty bonus points in a month."""
    prisoner, first = held_for(world), a_month(world)
    score_month(world, prisoner, first, bonus=35)
    score(world, prisoner, plus(first, 12), "加分第2项", "bonus", 20)
    _irregular(world, prisoner, first, "bonus_over")


@violation("score_irregular")
def bonus_not_reviewed(world: World) -> None:
    """A bonus that one of the three levels did not review."""
    prisoner, first = held_for(world), a_month(world)
    score(world, prisoner, plus(first, 9), "加分第1项", "bonus", 15, LEVELS[:2])
    _irregular(world, prisoner, first, "review_missing")


def _paid_while_serving(world: World, prisoner: Prisoner, benefit: str, month: date) -> None:
    pay_benefit(world, prisoner.person, benefit, month)
    world.clue("benefit_while_serving", prisoner.person.id_number, benefit, f"{month:%Y-%m}")


@violation("benefit_while_serving")
def pension_paid_on(world: World) -> None:
    """The pension went on for a full month in prison."""
    prisoner = held_for(world, person=new_person(world, ages=(61, 68)))
    _paid_while_serving(world, prisoner, "pension", months_after(month_start(world.as_of), -world.rng.randint(1, 8)))


@violation("benefit_while_serving")
def unemployment_benefit_paid_on(world: World) -> None:
    """The unemployment benefit went on for a full month in prison."""
    _paid_while_serving(world, held_for(world), "unemployment", months_after(month_start(world.as_of), -world.rng.randint(1, 8)))


@violation("benefit_while_serving")
def pension_paid_across_a_transfer(world: World) -> None:
    """Moved from one prison to another inside the month: the two records joined end to end cover it."""
    prisoner = held_for(world, person=new_person(world, ages=(61, 68)))
    month = months_after(month_start(world.as_of), -world.rng.randint(2, 6))
    moved_on = plus(month, world.rng.randint(8, 20))
    release(prisoner.serving, moved_on, "transfer")
    admit(world, prisoner.person, moved_on)
    _paid_while_serving(world, prisoner, "pension", month)


def _unprotected(world: World, other_parent: str) -> None:
    prisoner = held_for(world, person=new_person(world, ages=(32, 46)))
    child = new_person(world, ages=(3, 15), district=prisoner.person.district)
    register_child(world, prisoner.prison, child, prisoner.person, other_parent)
    world.clue("child_unprotected", child.id_number, child.id_number)


@violation("child_unprotected", persons=2)
def one_parent_dead(world: World) -> None:
    """One parent serving, the other dead, and no support."""
    _unprotected(world, "dead")


@violation("child_unprotected", persons=2)
def one_parent_unable(world: World) -> None:
    """One parent serving, the other serving, missing or ill, and no support."""
    _unprotected(world, world.rng.choice(("serving", "missing", "ill")))
