"""Persons in correction: absence, silence, offences unanswered, end missed, deaths unnoticed."""

from __future__ import annotations

from datetime import date

from zhiheng.simulate.civil_affairs import record_death
from zhiheng.simulate.corrections import Supervision, discipline, grant_leave, report, report_regularly
from zhiheng.simulate.days import plus, working_days_after
from zhiheng.simulate.lives import on_probation
from zhiheng.simulate.organs import DESTINATIONS, DISTRICTS
from zhiheng.simulate.persons import new_person
from zhiheng.simulate.police import lodge, penalise, restrain, travel
from zhiheng.simulate.scenario import violation
from zhiheng.simulate.terms import start_for
from zhiheng.simulate.world import Values, World


def supervised(world: World, *, most: int = 420, least: int = 150, reporting: bool = True) -> Supervision:
    """A person on probation since `most` to `least` days, with the end well ahead."""
    return on_probation(world, effective_on=world.ago(most, least), reporting=reporting)[1]


def elsewhere(world: World, supervision: Supervision) -> str:
    """A place in another area than the one of execution."""
    kin = supervision.district.division[:4]
    return world.rng.choice([code for code in DESTINATIONS if code[:4] != kin])


def _absent(world: World, evidence: Values) -> None:
    world.clue("absent_without_leave", evidence["id_number"], evidence.get("stay_no") or evidence["ticket_no"])


@violation("absent_without_leave")
def stayed_elsewhere(world: World) -> None:
    """A night in another city without any leave."""
    supervision = supervised(world)
    _absent(world, lodge(world, supervision.person, elsewhere(world, supervision), world.ago(110, 3)))


@violation("absent_without_leave")
def travelled_there_and_back(world: World) -> None:
    """Two journeys without leave: each is a clue of its own."""
    supervision = supervised(world)
    home, away = supervision.district.division, elsewhere(world, supervision)
    out_on = world.ago(100, 10)
    _absent(world, travel(world, supervision.person, home, away, out_on))
    _absent(world, travel(world, supervision.person, away, home, plus(out_on, 2)))


@violation("absent_without_leave")
def went_although_refused(world: World) -> None:
    """The leave was refused; the person went all the same."""
    supervision = supervised(world)
    away, on = elsewhere(world, supervision), world.ago(100, 10)
    grant_leave(world, supervision, away, on, 4, "refused")
    _absent(world, lodge(world, supervision.person, away, plus(on, 1)))


@violation("absent_without_leave")
def went_somewhere_else(world: World) -> None:
    """Leave for one place, a stay in another."""
    supervision = supervised(world)
    on = world.ago(100, 10)
    granted = elsewhere(world, supervision)
    other = next(code for code in DESTINATIONS if code[:4] not in {granted[:4], supervision.district.division[:4]})
    grant_leave(world, supervision, granted, on, 5)
    _absent(world, lodge(world, supervision.person, other, plus(on, 2)))


@violation("absent_without_leave")
def stayed_over(world: World) -> None:
    """The leave ended yesterday; the person took another room."""
    supervision = supervised(world)
    away, on = elsewhere(world, supervision), world.ago(100, 12)
    grant_leave(world, supervision, away, on, 3)
    lodge(world, supervision.person, away, plus(on, 1))
    _absent(world, lodge(world, supervision.person, away, plus(on, 3)))


@violation("absent_without_leave")
def stayed_in_a_county_of_the_city(world: World) -> None:
    """A county of the same city is an area of its own."""
    person = new_person(world, district=DISTRICTS[0])
    on_probation(world, effective_on=world.ago(400, 150), person=person)
    _absent(world, lodge(world, person, "510121", world.ago(100, 5)))


@violation("offence_not_answered")
def penalty_unanswered(world: World) -> None:
    """Punished by the police, and the bureau did nothing in thirty days."""
    supervision = supervised(world)
    penalty = penalise(world, supervision.person, world.ago(100, 32))
    world.clue("offence_not_answered", supervision.person.id_number, penalty["decision_no"])


@violation("offence_not_answered")
def measure_unanswered(world: World) -> None:
    """Bailed as a suspect of a new crime, and the bureau did nothing."""
    supervision = supervised(world)
    measure = restrain(world, supervision.person, "bail", world.ago(100, 32))
    world.clue("offence_not_answered", supervision.person.id_number, measure["measure_no"])


@violation("offence_not_answered")
def praised_after_penalty(world: World) -> None:
    """The only record after the penalty is a praise."""
    supervision = supervised(world)
    penalty = penalise(world, supervision.person, world.ago(100, 40))
    discipline(world, supervision, "praise", plus(penalty["decided_on"], 12), "表现突出")
    world.clue("offence_not_answered", supervision.person.id_number, penalty["decision_no"])


@violation("offence_not_answered")
def answered_too_late(world: World) -> None:
    """The warning came after thirty days."""
    supervision = supervised(world)
    penalty = penalise(world, supervision.person, world.ago(120, 60))
    discipline(world, supervision, "warning", plus(penalty["decided_on"], world.rng.randint(31, 45)), "被治安处罚")
    world.clue("offence_not_answered", supervision.person.id_number, penalty["decision_no"])


@violation("exit_ban_unreported")
def exit_ban_missing(world: World) -> None:
    """Enrolled, and never reported to the exit authorities."""
    _unreported(world, supervised(world, most=300, least=40), None)


@violation("exit_ban_unreported")
def exit_ban_late(world: World) -> None:
    """Reported after the fifth working day."""
    supervision = supervised(world, most=300, least=60)
    _unreported(world, supervision, working_days_after(supervision.case["enrolled_on"], world.rng.randint(6, 12)))


def _unreported(world: World, supervision: Supervision, reported_on: date | None) -> None:
    supervision.case.pop("exit_ban_reported_on", None)
    if reported_on:
        supervision.case["exit_ban_reported_on"] = reported_on
    world.clue("exit_ban_unreported", supervision.person.id_number, supervision.person_no)


@violation("supervised_after_death")
def dead_and_still_on_the_roll(world: World) -> None:
    """The person died more than ten days ago; the case is open."""
    supervision = supervised(world, reporting=False)
    died_on = world.ago(22, 11)
    report_regularly(world, supervision, until=died_on)
    record_death(world, supervision.person, died_on)
    world.clue("supervised_after_death", supervision.person.id_number, supervision.person_no)


@violation("report_missed")
def silent_for_weeks(world: World) -> None:
    """No check-in for more than thirty days."""
    supervision = supervised(world, reporting=False)
    _missed(world, supervision, report_regularly(world, supervision, until=world.ago(52, 31)))


@violation("report_missed")
def only_failed_check_ins(world: World) -> None:
    """Check-ins went on, and none of them passed."""
    supervision = supervised(world, reporting=False)
    since = report_regularly(world, supervision, until=world.ago(50, 38))
    for back in (25, 14, 4):
        report(world, supervision, world.ago(back), passed=False)
    _missed(world, supervision, since)


@violation("report_missed")
def never_checked_in(world: World) -> None:
    """Enrolled for weeks, and not one check-in."""
    supervision = supervised(world, most=110, least=45, reporting=False)
    _missed(world, supervision, None)


def _missed(world: World, supervision: Supervision, since: date | None) -> None:
    world.clue("report_missed", supervision.person.id_number, supervision.person_no, since or supervision.case["enrolled_on"])


def at_the_end(world: World, *, most: int = 330, least: int = 30) -> Supervision:
    """A probation that ended so many days ago, closed on its last day."""
    return on_probation(world, effective_on=start_for(world.ago(most, least), 24), months=12, probation_months=24)[1]


@violation("release_mistimed")
def released_early(world: World) -> None:
    """Released days before the end."""
    supervision = at_the_end(world)
    supervision.case["released_on"] = plus(supervision.case["term_end"], -world.rng.randint(1, 20))
    world.clue("release_mistimed", supervision.person.id_number, supervision.person_no)


@violation("release_mistimed")
def released_days_late(world: World) -> None:
    """Released days after the end."""
    supervision = at_the_end(world)
    supervision.case["released_on"] = plus(supervision.case["term_end"], world.rng.randint(1, 15))
    world.clue("release_mistimed", supervision.person.id_number, supervision.person_no)


@violation("release_mistimed")
def not_released(world: World) -> None:
    """The term is over and the case is open."""
    supervision = at_the_end(world, most=60, least=6)
    del supervision.case["released_on"], supervision.case["end_reason"]
    world.clue("release_mistimed", supervision.person.id_number, supervision.person_no)
