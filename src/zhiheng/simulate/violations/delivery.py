"""Sentences nobody carries out: not delivered to custody, not taken into correction."""

from __future__ import annotations

from zhiheng.simulate.corrections import enrol, report_regularly
from zhiheng.simulate.courts import judge
from zhiheng.simulate.days import plus, term_after
from zhiheng.simulate.lives import on_probation, parole, release_for_treatment
from zhiheng.simulate.persons import new_person
from zhiheng.simulate.police import record_custody
from zhiheng.simulate.scenario import violation
from zhiheng.simulate.terms import after_admission, held_for
from zhiheng.simulate.world import Values, World


def _undelivered(world: World, sentence: Values) -> None:
    world.clue("undelivered_sentence", sentence["id_number"], sentence["judgment_no"])


def _not_enrolled(world: World, source: Values, number: str) -> None:
    world.clue("corrections_not_enrolled", source["id_number"], source[number])


@violation("undelivered_sentence")
def never_taken(world: World) -> None:
    """Three years of imprisonment in effect, and nobody holds the person."""
    _undelivered(world, judge(world, new_person(world), effective_on=world.ago(260, 41), months=36))


@violation("undelivered_sentence")
def bailed_before_judgment(world: World) -> None:
    """A month in custody before the judgment, then bail, then nothing."""
    person = new_person(world)
    effective_on = world.ago(300, 60)
    days = world.rng.randint(20, 36)
    taken_on = plus(effective_on, -120)
    facts: Values = {"stage_due": plus(taken_on, 37), "released_on": plus(taken_on, days), "release_reason": "bail"}
    record_custody(world, person, taken_on, "criminal_detention", **facts)
    _undelivered(world, judge(world, person, effective_on=effective_on, months=30, custody_days=days))


@violation("corrections_not_enrolled")
def probation_without_case(world: World) -> None:
    """A suspended sentence in effect for more than ten days, and no case."""
    person = new_person(world)
    facts: Values = {"months": 18, "probation_months": 24, "restricted_residence_division": person.district.division}
    _not_enrolled(world, judge(world, person, effective_on=world.ago(240, 11), **facts), "judgment_no")


@violation("corrections_not_enrolled")
def never_reported(world: World) -> None:
    """The case is there, the person never came."""
    sentence, supervision = on_probation(world, effective_on=world.ago(120, 25), reporting=False)
    for step in ("reported_on", "enrolled_on", "exit_ban_reported_on"):
        supervision.case.pop(step, None)
    _not_enrolled(world, sentence, "judgment_no")


@violation("corrections_not_enrolled")
def paroled_without_case(world: World) -> None:
    """Released on parole, and no case."""
    prisoner = held_for(world, months=60, years=3.6)
    ruling, _ = parole(world, prisoner, after_admission(world, prisoner, 31), enrolled=False)
    _not_enrolled(world, ruling, "ruling_no")


@violation("corrections_not_enrolled")
def medical_release_without_case(world: World) -> None:
    """Released for treatment, and no case."""
    decision, _ = release_for_treatment(world, held_for(world, years=2), world.ago(150, 20), enrolled=False)
    _not_enrolled(world, decision, "decision_no")


@violation("corrections_not_enrolled")
def control_without_case(world: World) -> None:
    """Control in effect, and no case."""
    effective_on = world.ago(200, 20)
    sentence = judge(world, new_person(world), effective_on=effective_on, penalty="control", months=12, start_on=effective_on)
    _not_enrolled(world, sentence, "judgment_no")


@violation("corrections_not_enrolled")
def enrolled_after_forty_days(world: World) -> None:
    """The case begins more than thirty days after the sentence took effect."""
    person = new_person(world)
    effective_on = world.ago(400, 150)
    sentence = judge(world, person, effective_on=effective_on, months=12, probation_months=24)
    start_on = plus(effective_on, world.rng.randint(36, 60))
    end_on = plus(term_after(effective_on, 24), -1)
    supervision = enrol(world, person, category="probation", start_on=start_on, end_on=end_on, judgment_no=sentence["judgment_no"])
    report_regularly(world, supervision)
    _not_enrolled(world, sentence, "judgment_no")
