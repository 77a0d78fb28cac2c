"""Persons in correction who seem absent, silent or forgotten, and are not."""

from __future__ import annotations

from zhiheng.simulate.civil_affairs import record_death
from zhiheng.simulate.corrections import EXIT_BAN_DAYS, Supervision, close, discipline, enrol, grant_leave, report, report_regularly
from zhiheng.simulate.courts import judge
from zhiheng.simulate.days import plus, term_after, working_days_after
from zhiheng.simulate.lives import on_probation
from zhiheng.simulate.organs import DISTRICTS, District
from zhiheng.simulate.persons import new_person
from zhiheng.simulate.police import lodge, penalise, record_custody, restrain, travel
from zhiheng.simulate.scenario import lookalike
from zhiheng.simulate.terms import days_by_length, start_for
from zhiheng.simulate.violations.community import at_the_end, elsewhere, supervised
from zhiheng.simulate.world import Values, World


@lookalike("absent_without_leave", "two districts of one city")
def another_district_of_the_city(world: World) -> None:
    """Two districts of one city are one area."""
    home, other = DISTRICTS[0], DISTRICTS[1].division
    person = new_person(world, district=home)
    on_probation(world, effective_on=world.ago(400, 150), person=person)
    lodge(world, person, other, world.ago(100, 5))
    travel(world, person, home.division, other, world.ago(100, 5))


@lookalike("absent_without_leave", "refunded tickets")
def returned_the_fare(world: World) -> None:
    """The ticket was returned; nobody went."""
    supervision = supervised(world)
    travel(world, supervision.person, supervision.district.division, elsewhere(world, supervision), world.ago(100, 5), refunded=True)


@lookalike("absent_without_leave", "leave that covers the day")
def away_on_leave(world: World) -> None:
    """Out, two nights and back within the leave, its first and last day included."""
    supervision = supervised(world)
    person, home, away = supervision.person, supervision.district.division, elsewhere(world, supervision)
    leave = grant_leave(world, supervision, away, world.ago(100, 15), world.rng.randint(3, 7))
    travel(world, person, home, away, leave["from_date"])
    lodge(world, person, away, leave["from_date"], nights=2)
    travel(world, person, away, home, leave["to_date"])


@lookalike("absent_without_leave", "stays before enrolment or after release")
def travelled_before_the_term(world: World) -> None:
    """Stays before the sentence took effect."""
    supervision = supervised(world)
    lodge(world, supervision.person, elsewhere(world, supervision), plus(supervision.case["term_start"], -world.rng.randint(1, 40)))


@lookalike("absent_without_leave", "stays before enrolment or after release")
def travelled_after_release(world: World) -> None:
    """Stays and journeys after the end."""
    supervision = at_the_end(world)
    away, ended_on = elsewhere(world, supervision), supervision.case["released_on"]
    lodge(world, supervision.person, away, plus(ended_on, world.rng.randint(1, 20)))
    travel(world, supervision.person, supervision.district.division, away, plus(ended_on, 1))


@lookalike("absent_without_leave", "a move of the place of execution")
def moved_to_another_county(world: World) -> None:
    """The case moved with the person; the stays are at the new place."""
    person = new_person(world)
    new_place = _far_from(world, person.district)
    effective_on, moved_on = world.ago(420, 260), world.ago(150, 60)
    _, old = on_probation(world, effective_on=effective_on, person=person, reporting=False)
    close(old, moved_on, "moved")
    facts: Values = {"category": "probation", "end_on": old.case["term_end"], "judgment_no": old.case["judgment_no"], "district": new_place}
    report_regularly(world, enrol(world, person, start_on=moved_on, **facts))
    lodge(world, person, new_place.division, world.ago(50, 5))
    lodge(world, person, person.district.division, plus(moved_on, -world.rng.randint(5, 60)))


def _far_from(world: World, district: District) -> District:
    return world.rng.choice([one for one in DISTRICTS if one.division[:4] != district.division[:4]])


@lookalike("offence_not_answered", "measure dated before the term")
def measure_before_the_term(world: World) -> None:
    """The bail belongs to the case that led to the sentence."""
    supervision = supervised(world)
    started_on = supervision.case["term_start"]
    restrain(world, supervision.person, "bail", plus(started_on, -world.rng.randint(20, 150)), started_on)


@lookalike("offence_not_answered", "discipline on the very last day")
def answered_on_the_thirtieth_day(world: World) -> None:
    """The warning came on the thirtieth day."""
    supervision = supervised(world)
    penalty = penalise(world, supervision.person, world.ago(120, 40))
    discipline(world, supervision, "warning", plus(penalty["decided_on"], 30), "被治安处罚")


@lookalike("offence_not_answered", "discipline on the very last day")
def thirty_days_not_over(world: World) -> None:
    """The thirtieth day is today."""
    penalise(world, supervised(world).person, world.ago(30))


@lookalike("exit_ban_unreported", "public holidays and make-up working days")
def reported_after_the_holidays(world: World) -> None:
    """The fifth working day came after a long break."""
    _reported_on_the_last_day(world, longest=True)


@lookalike("exit_ban_unreported", "public holidays and make-up working days")
def reported_across_a_make_up_day(world: World) -> None:
    """A make-up Saturday or Sunday counts as a working day, and the report still came on the fifth."""
    _reported_on_the_last_day(world, longest=False)


def _reported_on_the_last_day(world: World, *, longest: bool) -> None:
    enrolled_on = world.rng.choice(days_by_length(world, EXIT_BAN_DAYS, longest=longest))
    person, start_on = new_person(world), plus(enrolled_on, -5)
    sentence = judge(world, person, effective_on=start_on, months=12, probation_months=36)
    supervision = enrol(
        world,
        person,
        category="probation",
        start_on=start_on,
        end_on=plus(term_after(start_on, 36), -1),
        judgment_no=sentence["judgment_no"],
        reported_on=enrolled_on,
        enrolled_on=enrolled_on,
        exit_ban_reported_on=working_days_after(enrolled_on, EXIT_BAN_DAYS),
    )
    report_regularly(world, supervision)


@lookalike("supervised_after_death", "same name, other number", persons=2)
def namesake_died(world: World) -> None:
    """Somebody of the same name died."""
    supervision = supervised(world)
    namesake = new_person(world, name=supervision.person.name, ages=(60, 80), district=supervision.district)
    record_death(world, namesake, world.ago(200, 20))


@lookalike("supervised_after_death", "same name, other number")
def died_ten_days_ago(world: World) -> None:
    """Died ten days ago: the bureau still has time."""
    supervision = supervised(world, reporting=False)
    report_regularly(world, supervision, until=world.ago(10))
    record_death(world, supervision.person, world.ago(10))


@lookalike("report_missed", "in custody meanwhile (a custody record, or a measure detention or arrest)")
def held_in_the_detention_house(world: World) -> None:
    """Silent because held for another case."""
    supervision = _silent(world)
    record_custody(world, supervision.person, world.ago(29, 12), "criminal_detention", stage_due=plus(world.as_of, 5))


@lookalike("report_missed", "in custody meanwhile (a custody record, or a measure detention or arrest)")
def arrested_meanwhile(world: World) -> None:
    """Silent because detained; the detention house's record is not here yet."""
    supervision = _silent(world)
    restrain(world, supervision.person, "detention", world.ago(28, 12))


@lookalike("report_missed", "released meanwhile")
def released_meanwhile(world: World) -> None:
    """The probation ended three weeks ago."""
    supervision = at_the_end(world, most=24, least=10)
    report_regularly(world, supervision, until=world.ago(45, 40))


@lookalike("report_missed", "failed check-ins do not count")
def failed_and_tried_again(world: World) -> None:
    """Failed check-ins, and one that passed thirty days ago."""
    supervision = _silent(world)
    report(world, supervision, world.ago(30))
    for back in (24, 12, 3):
        report(world, supervision, world.ago(back), passed=False)


def _silent(world: World) -> Supervision:
    """A person whose last check-in lies more than a month back."""
    supervision = supervised(world, reporting=False)
    report_regularly(world, supervision, until=world.ago(50, 36))
    return supervision


@lookalike("release_mistimed", "term ends on as_of itself")
def ends_today(world: World) -> None:
    """The term ends today; the certificate is being handed over."""
    effective_on = start_for(world.as_of, 24)
    supervision = on_probation(world, effective_on=effective_on, months=12, probation_months=24, reporting=False)[1]
    for step in ("released_on", "end_reason"):
        supervision.case.pop(step, None)
    supervision.case["term_end"] = world.as_of
    report_regularly(world, supervision)
