"""In custody, at the very limit: stages, hours, points, months."""

from __future__ import annotations

from zhiheng.simulate.civil_affairs import pay_benefit, register_child
from zhiheng.simulate.days import at, monday_of, month_start, months_after, plus
from zhiheng.simulate.lives import imprison, release_for_treatment, settle
from zhiheng.simulate.persons import Person, new_person
from zhiheng.simulate.police import interrogate, record_custody
from zhiheng.simulate.prisons import LEVELS, Prisoner, labour_week, score, score_month
from zhiheng.simulate.scenario import lookalike
from zhiheng.simulate.terms import held_for, start_for
from zhiheng.simulate.violations.custody import a_month
from zhiheng.simulate.world import Values, World


@lookalike("detention_overdue", "extension approved")
def limit_extended(world: World) -> None:
    """The limit has passed, and the extension carries a number."""
    due_on = world.ago(40, 3)
    number = f"延押〔{due_on.year}〕{world.number('延押', str(due_on.year))}号"
    record_custody(world, new_person(world), plus(due_on, -62), "arrest_investigation", stage_due=due_on, extension_no=number)


@lookalike("detention_overdue", "due today")
def limit_today(world: World) -> None:
    """The limit of the stage is today."""
    record_custody(world, new_person(world), world.ago(80, 62), "trial_first", stage_due=world.as_of)


@lookalike("interrogation_overtime", "exactly 12 h")
def twelve_hours_to_the_minute(world: World) -> None:
    """Twelve hours after arrival, to the minute; and back twelve hours later."""
    person, on = new_person(world), world.ago(200, 5)
    interrogate(world, person, at(on, 480), at(on, 1200), at(on, 520))
    interrogate(world, person, at(on, 1920), at(on, 2100), at(on, 1950))


@lookalike("interrogation_overtime", "complex cases")
def complex_case(world: World) -> None:
    """Twenty hours in a grave and complex case."""
    on = world.ago(200, 5)
    facts: Values = {"complex": True, "must_record": True, "video_no": f"V{on:%Y%m%d}01"}
    interrogate(world, new_person(world), at(on, 540), at(on, 540 + 1200), at(on, 600), **facts)


@lookalike("interrogation_overtime", "records that cross midnight")
def over_midnight(world: World) -> None:
    """From eight in the evening to seven in the morning."""
    on = world.ago(200, 5)
    interrogate(world, new_person(world), at(on, 1200), at(on, 1860), at(on, 1410))


@lookalike("interrogation_overtime", "records that cross midnight")
def minor_with_an_adult(world: World) -> None:
    """A minor, with a suitable adult."""
    on = world.ago(200, 5)
    facts: Values = {"minor": True, "guardian_present": True}
    interrogate(world, new_person(world, ages=(15, 16)), at(on, 600), at(on, 840), at(on, 640), **facts)


@lookalike("labour_overtime", "a rest day with zero minutes recorded")
def rest_day_recorded(world: World) -> None:
    """Five days of eight hours, a day of study, a day of rest with zero minutes."""
    labour_week(world, held_for(world), monday_of(world.ago(100, 14)), "LLLLLSR", dict.fromkeys(range(5), 480))


@lookalike("labour_overtime", "weeks with days missing are judged on the days present")
def days_missing(world: World) -> None:
    """Five labour days, nothing recorded on the other two."""
    labour_week(world, held_for(world), monday_of(world.ago(100, 14)), "LLLLL--")


@lookalike("score_irregular", "special points do not count as bonus")
def special_points(world: World) -> None:
    """Forty-five bonus points and forty special ones."""
    prisoner, first = held_for(world), a_month(world)
    score_month(world, prisoner, first, bonus=45)
    score(world, prisoner, plus(first, 13), "专项加分", "special", 40)


@lookalike("score_irregular", "exactly at the cap")
def at_the_cap(world: World) -> None:
    """A hundred base points and fifty bonus points."""
    prisoner, first = held_for(world), a_month(world)
    score_month(world, prisoner, first, base=(60, 40), bonus=30)
    score(world, prisoner, plus(first, 12), "加分第2项", "bonus", 20)


@lookalike("score_irregular", "a small bonus decided by sub-ward and ward")
def small_bonus(world: World) -> None:
    """Four and a half points, which the prison need not approve."""
    prisoner, first = held_for(world), a_month(world)
    score(world, prisoner, plus(first, 9), "加分第3项", "bonus", "4.5", LEVELS[:2])


def _pensioner(world: World) -> Person:
    return new_person(world, ages=(61, 68))


@lookalike("benefit_while_serving", "admission or release inside the month")
def pension_in_the_month_of_admission(world: World) -> None:
    """The pension of the month in which prison began."""
    effective_on = world.ago(950, 900).replace(day=2)
    prisoner = held_for(world, person=_pensioner(world), effective_on=effective_on, delivered_on=plus(effective_on, 15))
    pay_benefit(world, prisoner.person, "pension", prisoner.serving["admitted_on"])


@lookalike("benefit_while_serving", "admission or release inside the month")
def pension_in_the_month_of_release(world: World) -> None:
    """The pension of the month in which prison ended."""
    prisoner = settle(world, imprison(world, person=_pensioner(world), months=24, taken_on=start_for(world.ago(400, 60), 24)))
    pay_benefit(world, prisoner.person, "pension", prisoner.serving["released_on"])


@lookalike("benefit_while_serving", "medical release")
def pension_during_medical_release(world: World) -> None:
    """The pension while outside for treatment."""
    prisoner = held_for(world, person=_pensioner(world), years=2.5)
    release_for_treatment(world, prisoner, world.ago(320, 200))
    pay_benefit(world, prisoner.person, "pension", months_after(month_start(world.as_of), -world.rng.randint(1, 4)))


@lookalike("benefit_while_serving", "medical release")
def allowance_in_prison(world: World) -> None:
    """The subsistence allowance is another benefit."""
    prisoner = held_for(world)
    pay_benefit(world, prisoner.person, "allowance", months_after(month_start(world.as_of), -world.rng.randint(1, 4)))


def _parent_and_child(world: World, ages: tuple[int, int] = (3, 15)) -> tuple[Prisoner, Person]:
    """A prisoner, and the prisoner's child."""
    prisoner = held_for(world, person=new_person(world, ages=(38, 46)))
    return prisoner, new_person(world, ages=ages, district=prisoner.person.district)


@lookalike("child_unprotected", "turned 18", persons=2)
def child_of_age(world: World) -> None:
    """The child is of age by now."""
    prisoner, child = _parent_and_child(world, (19, 20))
    register_child(world, prisoner.prison, child, prisoner.person, "dead")


@lookalike("child_unprotected", "other parent able", persons=2)
def other_parent_able(world: World) -> None:
    """The mother is able to care."""
    prisoner, child = _parent_and_child(world)
    register_child(world, prisoner.prison, child, prisoner.person, "able")


@lookalike("child_unprotected", "subsidised since this month", persons=2)
def supported_since_this_month(world: World) -> None:
    """The prison knows of no support; civil affairs pay it since the first of this month."""
    prisoner, child = _parent_and_child(world)
    register_child(world, prisoner.prison, child, prisoner.person, "missing")
    organ = prisoner.person.district.civil_affairs
    register_child(world, organ, child, prisoner.person, "missing", subsidised_from=month_start(world.as_of))
