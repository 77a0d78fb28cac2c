"""Terms that end on odd days, releases on the last day, crimes repeated outside the law of recidivism."""

from __future__ import annotations

from datetime import date
from typing import Any

from zhiheng.simulate.courts import follow_trial, judge
from zhiheng.simulate.days import apart, months_after, plus
from zhiheng.simulate.lives import imprison, imprison_for_life, on_probation, parole, release_for_treatment, settle, under_control
from zhiheng.simulate.persons import Person, new_person
from zhiheng.simulate.scenario import lookalike
from zhiheng.simulate.terms import after_admission, held_for, last_of, mid_month, start_for
from zhiheng.simulate.world import World


@lookalike("term_miscalculated", "month ends")
def begins_on_a_month_end(world: World) -> None:
    """From the last day of August for two years and a half: the end is the day before the last day of February."""
    imprison(world, months=30, taken_on=last_of(world, 8, 31))


@lookalike("term_miscalculated", "month ends")
def begins_on_the_thirtieth(world: World) -> None:
    """From 30 September, a month-end, for five years and a month."""
    imprison(world, months=61, taken_on=last_of(world, 9, 30))


@lookalike("term_miscalculated", "leap days")
def begins_on_a_leap_day(world: World) -> None:
    """From 29 February for years that are no leap years."""
    year = world.as_of.year
    while year % 4 or apart(date(year, 2, 29), world.as_of) < 240:
        year -= 1
    imprison(world, months=84, taken_on=date(year, 2, 29))


@lookalike("term_miscalculated", "terms with days")
def term_with_days(world: World) -> None:
    """Months and fifteen days."""
    prisoner = held_for(world, months=44, years=1.4, term_days=15)
    follow_trial(world, prisoner.person, prisoner.sentence)


@lookalike("term_miscalculated", "credit in control sentences")
def control_with_credit(world: World) -> None:
    """Control after custody: each day counts two."""
    under_control(world, effective_on=world.ago(300, 100), months=22, custody_days=world.rng.randint(20, 60))


@lookalike("overdue_release", "a new sentence joined to the old")
def joined_to_a_new_sentence(world: World) -> None:
    """The first term is over, but an earlier crime found meanwhile was sentenced too and both are served as one."""
    first = imprison(world, months=30, taken_on=start_for(world.ago(260, 60), 30))
    started_on = first.sentence["term_start"]
    judge(
        world,
        first.person,
        effective_on=plus(first.serving["admitted_on"], 200),
        months=66,
        start_on=started_on,
        crime_committed_on=plus(started_on, -world.rng.randint(310, 700)),
    )


@lookalike("overdue_release", "release on the last day itself")
def released_on_the_last_day(world: World) -> None:
    """Released on the last day of the term."""
    settle(world, imprison(world, months=24, taken_on=start_for(world.ago(700, 30), 24)))


@lookalike("overdue_release", "parole or medical release the same day")
def paroled_the_same_day(world: World) -> None:
    """Left on the day of the parole ruling; the term ends while on parole."""
    prisoner = imprison(world, months=42, taken_on=start_for(world.ago(120, 30), 42))
    parole(world, prisoner, after_admission(world, prisoner, 23))


@lookalike("overdue_release", "parole or medical release the same day")
def treated_outside_to_the_end(world: World) -> None:
    """Left for treatment on the day of the decision; the term ends outside."""
    prisoner = imprison(world, months=42, taken_on=start_for(world.ago(120, 30), 42))
    release_for_treatment(world, prisoner, world.ago(330, 200), last_review_on=world.ago(190, 150))


@lookalike("overdue_release", "a new sentence joined to the old")
def serves_for_life(world: World) -> None:
    """Life that was not reduced has no end."""
    imprison_for_life(world, effective_on=world.ago(2400, 500))


def _again(world: World, person: Person, **facts: Any) -> None:
    """A second sentence of three years being served now."""
    imprison(world, person=person, months=48, taken_on=world.ago(600, 320), **facts)


@lookalike("recidivist_missed", "earlier sentence suspended")
def earlier_sentence_was_suspended(world: World) -> None:
    """The earlier sentence was suspended and its probation ended well."""
    person = new_person(world, ages=(34, 58))
    ended_on = world.ago(1500, 1000)
    on_probation(world, effective_on=start_for(ended_on, 24), months=12, probation_months=24, person=person)
    _again(world, person)


@lookalike("recidivist_missed", "under 18 at the earlier crime")
def earlier_crime_as_a_minor(world: World) -> None:
    """The earlier crime was committed on the eighteenth birthday: full age is reached the day after."""
    earlier_on = mid_month(world.ago(2500, 2300))
    person = new_person(world, birth_date=months_after(earlier_on, -216))
    taken_on = plus(earlier_on, world.rng.randint(20, 60))
    settle(world, imprison(world, person=person, months=24, taken_on=taken_on, crime_committed_on=earlier_on))
    _again(world, person)


@lookalike("recidivist_missed", "a day past five years")
def a_day_past_five_years(world: World) -> None:
    """The new crime was committed on the day after the five years."""
    person = new_person(world, ages=(36, 58))
    fifth_year_day = mid_month(world.ago(800, 600))
    settle(world, imprison(world, person=person, months=18, taken_on=start_for(months_after(fifth_year_day, -60), 18)))
    taken_on = plus(fifth_year_day, world.rng.randint(60, 150))
    imprison(world, person=person, months=60, taken_on=taken_on, crime_committed_on=plus(fifth_year_day, 1))


@lookalike("recidivist_missed", "negligent crime")
def earlier_crime_was_negligent(world: World) -> None:
    """The earlier crime was a traffic accident."""
    person = new_person(world, ages=(34, 58))
    taken_on = start_for(world.ago(1500, 1000), 24)
    settle(world, imprison(world, person=person, months=24, taken_on=taken_on, crimes=["交通肇事罪"], intentional=False))
    _again(world, person)


@lookalike("recidivist_missed", "negligent crime")
def later_crime_was_negligent(world: World) -> None:
    """The later crime was a traffic accident."""
    person = new_person(world, ages=(34, 58))
    settle(world, imprison(world, person=person, months=24, taken_on=start_for(world.ago(1500, 1000), 24)))
    _again(world, person, crimes=["交通肇事罪"], intentional=False)
