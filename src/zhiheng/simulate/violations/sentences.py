"""Terms miscalculated, prisoners held past the end, recidivists not recognised."""

from __future__ import annotations

from zhiheng.simulate.days import months_after, plus, term_after
from zhiheng.simulate.lives import detained, imprison, settle, under_control
from zhiheng.simulate.persons import new_person
from zhiheng.simulate.police import record_custody
from zhiheng.simulate.prisons import release
from zhiheng.simulate.scenario import violation
from zhiheng.simulate.terms import commute_once, held_for, last_of, mid_month, start_for
from zhiheng.simulate.world import Values, World


def _miscalculated(world: World, sentence: Values) -> None:
    world.clue("term_miscalculated", sentence["id_number"], sentence["judgment_no"])


def _overdue(world: World, custody: Values) -> None:
    world.clue("overdue_release", custody["id_number"], custody["facility"], custody["admitted_on"])


@violation("term_miscalculated")
def ends_on_the_corresponding_day(world: World) -> None:
    """The end is the corresponding day itself, not the day before."""
    sentence = held_for(world, months=48, years=1.2).sentence
    sentence["term_end"] = plus(sentence["term_end"], 1)
    _miscalculated(world, sentence)


@violation("term_miscalculated")
def credit_forgotten(world: World) -> None:
    """Earlier custody is stated but not credited."""
    days = world.rng.randint(20, 36)
    taken_on = world.ago(500, 380)
    person = new_person(world)
    first_taken = plus(taken_on, -days - 60)
    out_on = plus(first_taken, days)
    record_custody(world, person, first_taken, "criminal_detention", stage_due=plus(out_on, 1), released_on=out_on, release_reason="bail")
    sentence = imprison(world, person=person, months=60, taken_on=taken_on, custody_days=days).sentence
    sentence["term_end"] = plus(sentence["term_end"], days)
    _miscalculated(world, sentence)


@violation("term_miscalculated")
def control_credited_once(world: World) -> None:
    """A day of custody counts as one day of control instead of two."""
    days = world.rng.randint(30, 50)
    sentence, _ = under_control(world, effective_on=world.ago(300, 100), months=20, custody_days=days)
    sentence["term_end"] = plus(sentence["term_end"], days)
    _miscalculated(world, sentence)


@violation("term_miscalculated")
def month_end_slipped(world: World) -> None:
    """A term that starts on the last day of a month ends on the last day, not the day before."""
    sentence = imprison(world, months=30, taken_on=last_of(world, 8, 31)).sentence
    sentence["term_end"] = term_after(sentence["term_start"], 30)
    _miscalculated(world, sentence)


@violation("term_miscalculated")
def odd_days_forgotten(world: World) -> None:
    """The fifteen days of a term of months and days are left out."""
    sentence = held_for(world, months=42, years=1.3, term_days=15).sentence
    sentence["term_end"] = plus(sentence["term_end"], -15)
    _miscalculated(world, sentence)


@violation("overdue_release")
def still_held(world: World) -> None:
    """The term has ended and the prison still holds the person."""
    prisoner = imprison(world, months=30, taken_on=start_for(world.ago(45, 5), 30))
    _overdue(world, prisoner.serving)


@violation("overdue_release")
def released_late(world: World) -> None:
    """The prison let the person go days after the end."""
    prisoner = imprison(world, months=24, taken_on=start_for(world.ago(800, 60), 24))
    release(prisoner.serving, plus(prisoner.sentence["term_end"], world.rng.randint(1, 20)), "term_served")
    _overdue(world, prisoner.serving)


@violation("overdue_release")
def commutation_not_carried_out(world: World) -> None:
    """The person was released on the end in the judgment, although a ruling had moved it half a year earlier."""
    prisoner = imprison(world, months=48, taken_on=start_for(world.ago(90, 30), 48))
    end_in_judgment = prisoner.sentence["term_end"]
    commute_once(world, prisoner, wait=20)
    release(prisoner.serving, end_in_judgment, "term_served")
    _overdue(world, prisoner.serving)


@violation("overdue_release")
def held_past_detention(world: World) -> None:
    """A term of detention ended and the detention house let the person go two days later."""
    _, serving = detained(world, taken_on=world.ago(700, 300), months=5)
    serving["released_on"] = plus(serving["released_on"], 2)
    _overdue(world, serving)


@violation("recidivist_missed")
def offended_again_soon(world: World) -> None:
    """A new intentional crime within five years of a served term, and the judgment does not say recidivist."""
    person = new_person(world, ages=(34, 58))
    settle(world, imprison(world, person=person, months=24, taken_on=start_for(world.ago(1700, 1000), 24)))
    again = imprison(world, person=person, months=36, taken_on=world.ago(600, 320))
    world.clue("recidivist_missed", person.id_number, again.sentence["judgment_no"])


@violation("recidivist_missed")
def offended_again_on_the_last_day(world: World) -> None:
    """The new crime was committed on the very day five years after the earlier term ended."""
    person = new_person(world, ages=(36, 58))
    crime_on = mid_month(world.ago(800, 600))
    ended_on = months_after(crime_on, -60)
    settle(world, imprison(world, person=person, months=18, taken_on=start_for(ended_on, 18)))
    taken_on = plus(crime_on, world.rng.randint(60, 150))
    again = imprison(world, person=person, months=60, taken_on=taken_on, crime_committed_on=crime_on)
    world.clue("recidivist_missed", person.id_number, again.sentence["judgment_no"])
