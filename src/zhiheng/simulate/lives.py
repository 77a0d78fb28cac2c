"""Lawful lives: a sentence and everything that follows from it, each step within its limit.

Violations and look-alikes begin as one of these lives and change one thing in it.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from zhiheng.simulate.corrections import Supervision, close, enrol, report_regularly
from zhiheng.simulate.courts import judge, rule
from zhiheng.simulate.days import months_after, plus, term_after
from zhiheng.simulate.persons import Person, new_person
from zhiheng.simulate.police import record_custody
from zhiheng.simulate.prisons import Prisoner, deliver, medical_number, release
from zhiheng.simulate.world import Values, World

HOSPITALS = ("省人民医院", "华西医院", "市第三人民医院")
PAROLE_LIFE_MONTHS = 120


def imprison(world: World, *, months: int, taken_on: date, person: Person | None = None, **facts: Any) -> Prisoner:
    """A fixed term of at least a year, counted from the first day of unbroken custody, delivered to prison in time."""
    person = person or new_person(world)
    effective_on = facts.pop("effective_on", None) or plus(taken_on, world.rng.randint(80, 150))
    delivered_on = facts.pop("delivered_on", None) or plus(effective_on, world.rng.randint(8, 25))
    sentence = judge(world, person, effective_on=effective_on, months=months, start_on=taken_on, **facts)
    return deliver(world, person, sentence, taken_on=taken_on, delivered_on=delivered_on)


def imprison_for_life(world: World, *, penalty: str = "life", effective_on: date, person: Person | None = None, **facts: Any) -> Prisoner:
    """Life or death with reprieve, taken half a year before the judgment took effect."""
    person = person or new_person(world, ages=(42, 63))
    taken_on = plus(effective_on, -world.rng.randint(120, 260))
    crime_on = plus(taken_on, -world.rng.randint(20, 60))
    facts.setdefault("crimes", ["贩卖毒品罪"])
    sentence = judge(world, person, effective_on=effective_on, penalty=penalty, crime_committed_on=crime_on, **facts)
    return deliver(world, person, sentence, taken_on=taken_on, delivered_on=plus(effective_on, world.rng.randint(8, 25)))


def commute(world: World, prisoner: Prisoner, proposed_on: date, *, months: int | None = None, **facts: Any) -> Values:
    """A ruling of commutation by months, or to the `new_penalty` and `new_term_months` among the facts."""
    ruling = rule(world, prisoner.person, prisoner.sentence, "commutation", proposed_on=proposed_on, months_reduced=months, **facts)
    if months:
        prisoner.cut_months += months
    if facts.get("new_penalty") == "fixed":
        prisoner.fixed_from, prisoner.fixed_months = ruling["ruled_on"], facts["new_term_months"]
    return ruling


def settle(world: World, prisoner: Prisoner) -> Prisoner:
    """Release the prisoner on the last day of the term, where that day has come."""
    if prisoner.ends_on and prisoner.ends_on <= world.as_of and "released_on" not in prisoner.serving:
        release(prisoner.serving, prisoner.ends_on, "term_served")
    return prisoner


def parole(
    world: World, prisoner: Prisoner, proposed_on: date, *, reporting: bool = True, enrolled: bool = True
) -> tuple[Values, Supervision | None]:
    """A ruling of parole, release the same day, and correction for the rest of the term (ten years for life)."""
    ruling = rule(world, prisoner.person, prisoner.sentence, "parole", proposed_on=proposed_on)
    release(prisoner.serving, ruling["ruled_on"], "parole")
    if not enrolled:
        return ruling, None
    end_on = prisoner.ends_on or plus(term_after(ruling["ruled_on"], PAROLE_LIFE_MONTHS), -1)
    supervision = enrol(
        world, prisoner.person, category="parole", start_on=ruling["ruled_on"], end_on=end_on, judgment_no=prisoner.sentence["judgment_no"]
    )
    return ruling, finish(world, supervision, reporting=reporting)


def release_for_treatment(
    world: World,
    prisoner: Prisoner,
    from_date: date,
    *,
    ground: str = "illness",
    enrolled: bool = True,
    reporting: bool = True,
    **facts: Any,
) -> tuple[Values, Supervision | None]:
    """A prison's decision on medical release, release the same day, and correction to the end of the term."""
    decision = decide_release(
        world, prisoner.person, prisoner.prison, medical_number(prisoner, world, from_date.year), from_date, ground=ground, **facts
    )
    release(prisoner.serving, from_date, "medical_release")
    if not enrolled:
        return decision, None
    supervision = enrol(
        world,
        prisoner.person,
        category="medical_release",
        start_on=from_date,
        end_on=prisoner.ends_on,
        judgment_no=prisoner.sentence["judgment_no"],
    )
    return decision, finish(world, supervision, reporting=reporting)


def decide_release(world: World, person: Person, organ: str, number: str, from_date: date, *, ground: str, **facts: Any) -> Values:
    """Record a decision on medical release; illness is reviewed within the last three months unless the facts say otherwise."""
    row: Values = {
        "hospital": world.rng.choice(HOSPITALS) if ground == "illness" else None,
        "diagnosed_on": plus(from_date, -world.rng.randint(10, 25)),
        "last_review_on": max(from_date, world.ago(80, 5)) if ground == "illness" else None,
        "copied_on": plus(from_date, world.rng.randint(1, 5)),
    }
    return world.add(
        organ,
        "medical_releases",
        person,
        decision_no=number,
        organ=organ,
        decided_on=from_date,
        ground=ground,
        from_date=from_date,
        **{**row, **facts},
    )


def on_probation(
    world: World,
    *,
    effective_on: date,
    months: int = 18,
    probation_months: int = 36,
    person: Person | None = None,
    reporting: bool = True,
    **facts: Any,
) -> tuple[Values, Supervision]:
    """A suspended sentence and its correction, closed on the last day where that has come."""
    person = person or new_person(world)
    sentence = judge(
        world,
        person,
        effective_on=effective_on,
        months=months,
        probation_months=probation_months,
        restricted_residence_division=person.district.division,
        **facts,
    )
    end_on = plus(term_after(effective_on, probation_months), -1)
    supervision = enrol(world, person, category="probation", start_on=effective_on, end_on=end_on, judgment_no=sentence["judgment_no"])
    return sentence, finish(world, supervision, reporting=reporting)


def under_control(
    world: World, *, effective_on: date, months: int, custody_days: int = 0, person: Person | None = None
) -> tuple[Values, Supervision]:
    """A sentence of control, each day of earlier custody counted double, and its correction for the same term."""
    person = person or new_person(world)
    sentence = judge(
        world, person, effective_on=effective_on, penalty="control", months=months, start_on=effective_on, custody_days=custody_days
    )
    if custody_days:
        taken_on = plus(effective_on, -custody_days)
        record_custody(world, person, taken_on, "trial_first", stage_due=effective_on, released_on=effective_on, release_reason="other")
    supervision = enrol(
        world, person, category="control", start_on=effective_on, end_on=sentence["term_end"], judgment_no=sentence["judgment_no"]
    )
    return sentence, finish(world, supervision)


def detained(world: World, *, taken_on: date, months: int, person: Person | None = None) -> tuple[Values, Values]:
    """A term of detention (拘役) served in the detention house after trial there; the sentence and the custody of serving."""
    person = person or new_person(world)
    effective_on = plus(taken_on, world.rng.randint(40, 70))
    sentence = judge(world, person, effective_on=effective_on, penalty="detention", months=months, start_on=taken_on, crimes=["危险驾驶罪"])
    record_custody(
        world, person, taken_on, "trial_first", stage_due=months_after(effective_on, 1), released_on=effective_on, release_reason="transfer"
    )
    serving = record_custody(world, person, effective_on, "serving")
    if sentence["term_end"] <= world.as_of:
        release(serving, sentence["term_end"], "term_served")
    return sentence, serving


def finish(world: World, supervision: Supervision, *, reporting: bool = True) -> Supervision:
    """Close a case whose term has run out on its last day; let the others report to the as-of day."""
    end_on = supervision.case.get("term_end")
    if end_on and end_on <= world.as_of:
        close(supervision, end_on, "served")
    elif reporting:
        report_regularly(world, supervision)
    return supervision
