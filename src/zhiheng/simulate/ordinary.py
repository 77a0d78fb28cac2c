"""Ordinary lives without anything to find, in the proportions of `assumed`."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from zhiheng.simulate import assumed
from zhiheng.simulate.civil_affairs import pay_benefit, register_child
from zhiheng.simulate.courts import follow_trial, order_property
from zhiheng.simulate.days import apart, at, monday_of, month_start, months_after, plus
from zhiheng.simulate.lives import (
    commute,
    detained,
    imprison,
    imprison_for_life,
    on_probation,
    parole,
    release_for_treatment,
    settle,
    under_control,
)
from zhiheng.simulate.persons import new_foreigner, new_person
from zhiheng.simulate.police import interrogate, penalise, record_custody
from zhiheng.simulate.prisons import Prisoner, labour_week, live_modestly, open_account, score_month
from zhiheng.simulate.supervised_life import live_under_supervision
from zhiheng.simulate.terms import admitted_on, start_for
from zhiheng.simulate.world import World

LIMIT_DAYS = {"criminal_detention": 30, "arrest_investigation": 60, "prosecution": 30, "trial_first": 60, "trial_second": 60}


def live(world: World) -> None:
    """Make one ordinary person and the person's records."""
    kinds = list(assumed.LIVES)
    kind = world.rng.choices(kinds, [assumed.LIVES[one] for one in kinds])[0]
    LIVES[kind](world)


def _prisoner(world: World) -> None:
    """Somebody serving a fixed term, or released early enough by commutations."""
    months = world.rng.choices(list(assumed.TERMS), list(assumed.TERMS.values()))[0]
    prisoner = imprison(world, months=months, taken_on=world.ago(max(260, int(months * 27)), 250))
    if world.chance(assumed.PRISONER_HAS["property"]):
        _owe(world, prisoner)
    if world.chance(assumed.PRISONER_HAS["commutation"]):
        _commute_in_time(world, prisoner, months)
    if "released_on" in settle(world, prisoner).serving:
        return
    _live_in_prison(world, prisoner)


def _live_in_prison(world: World, prisoner: Prisoner) -> None:
    """Money, points, work and family of somebody in prison."""
    has, chance = assumed.PRISONER_HAS, world.chance
    held_days = apart(admitted_on(prisoner), world.as_of)
    if chance(has["account"]):
        last = min(6, held_days // 31)
        live_modestly(open_account(world, prisoner), months_after(month_start(world.as_of), -last), last)
    if chance(has["scores"]) and held_days > 62:
        score_month(world, prisoner, months_after(month_start(world.as_of), -1), bonus=world.rng.choice((0, 10, 20, 30)))
    if chance(has["labour"]) and held_days > 40:
        labour_week(world, prisoner, monday_of(world.ago(30, 14)))
    else:
        world.imprisoned.append({"person": prisoner.person, "prison": prisoner.prison, "since": admitted_on(prisoner)})
    if chance(has["trial"]):
        follow_trial(world, prisoner.person, prisoner.sentence)
    if chance(has["child"]):
        _leave_a_child(world, prisoner)


def _owe(world: World, prisoner: Prisoner) -> None:
    """A property item: paid, or partly paid and being enforced."""
    item = world.rng.choice(("fine", "fine", "fine", "restitution", "recovery", "civil_compensation"))
    row = order_property(world, prisoner.person, prisoner.sentence, item=item)
    if world.chance(0.45):
        row.update(
            paid=(row["ordered"] * world.rng.randint(0, 9) / 10).quantize(Decimal(1)),
            enforcement_status=world.rng.choice(("open", "suspended")),
        )


def _commute_in_time(world: World, prisoner: Prisoner, months: int) -> None:
    """One or two lawful commutations, where the time served allows them and half a year of the term is left."""
    wait, interval = (12, 12) if months < 60 else (18, 12) if months < 120 else (24, 18)
    proposed_on = plus(months_after(admitted_on(prisoner), wait), world.rng.randint(8, 90))
    while plus(proposed_on, 32) < world.as_of and prisoner.cut_months <= months // 2 - 9 and _days_left(prisoner, proposed_on) > 600:
        ruling = commute(world, prisoner, proposed_on, months=world.rng.randint(3, 9))
        proposed_on = plus(months_after(ruling["ruled_on"], interval), world.rng.randint(8, 90))


def _days_left(prisoner: Prisoner, on: date) -> int:
    """Days from the day to the end in force."""
    return apart(on, prisoner.ends_on) if prisoner.ends_on else 0


def _leave_a_child(world: World, prisoner: Prisoner) -> None:
    """A child at home with the other parent, or supported."""
    if not 24 <= world.as_of.year - prisoner.person.birth_date.year <= 50:
        return
    child = new_person(world, ages=(1, 6), district=prisoner.person.district)
    supported = world.chance(0.5)
    since = month_start(world.ago(600, 40)) if supported else None
    register_child(world, prisoner.prison, child, prisoner.person, "missing" if supported else "able", subsidised_from=since)


def _released(world: World) -> None:
    """Somebody who served a term to its last day."""
    months = world.rng.choice((18, 24, 30, 36, 48))
    settle(world, imprison(world, months=months, taken_on=start_for(world.ago(1500, 15), months)))


def _lifer(world: World) -> None:
    """Life, reduced to a fixed term where two years have passed; or a reprieve reduced to life."""
    if world.chance(0.4):
        effective_on = world.ago(1500, 800)
        prisoner = imprison_for_life(world, penalty="death_reprieve", effective_on=effective_on)
        commute(world, prisoner, plus(months_after(effective_on, 24), world.rng.randint(5, 30)), new_penalty="life")
        return
    effective_on = world.ago(2900, 300)
    prisoner = imprison_for_life(world, effective_on=effective_on)
    proposed_on = plus(months_after(effective_on, 25), world.rng.randint(5, 120))
    if plus(proposed_on, 32) < world.as_of:
        commute(world, prisoner, proposed_on, new_penalty="fixed", new_term_months=264)


def _probationer(world: World) -> None:
    """Somebody on probation now."""
    months = world.rng.choice((6, 12, 18, 24))
    probation_months = world.rng.choice((24, 36, 48))
    sentence, supervision = on_probation(world, effective_on=world.ago(680, 25), months=months, probation_months=probation_months)
    live_under_supervision(world, supervision, sentence)


def _ended_probationer(world: World) -> None:
    """Somebody whose probation ended on its last day."""
    on_probation(world, effective_on=start_for(world.ago(900, 10), 24), months=12, probation_months=24)


def _controlled(world: World) -> None:
    """Somebody under control."""
    _, supervision = under_control(world, effective_on=world.ago(330, 40), months=world.rng.choice((15, 18, 24)))
    live_under_supervision(world, supervision, None)


def _parolee(world: World) -> None:
    """Somebody paroled after more than half of the term."""
    months = world.rng.choice((48, 60, 72))
    taken_on = plus(months_after(world.as_of, -(months // 2 + 8)), -world.rng.randint(0, 200))
    prisoner = imprison(world, months=months, taken_on=taken_on)
    _, supervision = parole(world, prisoner, plus(months_after(taken_on, months // 2 + 3), world.rng.randint(0, 60)))
    if supervision and "released_on" not in supervision.case:
        live_under_supervision(world, supervision, None)


def _patient(world: World) -> None:
    """Somebody released for treatment, reviewed in time."""
    prisoner = imprison(world, months=96, taken_on=world.ago(1000, 700))
    _, supervision = release_for_treatment(world, prisoner, world.ago(400, 40))
    if supervision:
        live_under_supervision(world, supervision, None)


def _detainee(world: World) -> None:
    """Somebody who served, or serves, a term of detention."""
    detained(world, taken_on=world.ago(900, 90), months=world.rng.choice((4, 5, 6)))


def _suspect(world: World) -> None:
    """Somebody in custody before judgment, within the limit of the stage."""
    stage = world.rng.choice(list(LIMIT_DAYS))
    admitted_on_day = world.ago(LIMIT_DAYS[stage] - 6, 3)
    person = new_person(world)
    record_custody(world, person, admitted_on_day, stage, stage_due=plus(admitted_on_day, LIMIT_DAYS[stage]))
    if world.chance(0.5):
        asked_at = at(plus(admitted_on_day, 1), world.rng.randint(520, 1000))
        video_no = f"V{asked_at:%Y%m%d}{world.rng.randint(1, 99):02d}"
        interrogate(world, person, None, None, asked_at, must_record=True, video_no=video_no)


def _recidivist(world: World) -> None:
    """Somebody who offended again in time and was judged as a recidivist."""
    person = new_person(world, ages=(34, 58))
    settle(world, imprison(world, person=person, months=24, taken_on=start_for(world.ago(1700, 1000), 24)))
    imprison(world, person=person, months=48, taken_on=world.ago(600, 320), recidivist=True)


def _bystander(world: World) -> None:
    """Somebody who only met the police, or draws a pension; one in ten a foreigner."""
    if world.chance(0.1):
        penalise(world, new_foreigner(world), world.ago(700, 3))
        return
    person = new_person(world, ages=(20, 75))
    world.bystanders.append(person)
    if world.as_of.year - person.birth_date.year > 61:
        pay_benefit(world, person, "pension", world.ago(300, 1))
    elif world.chance(0.4):
        penalise(world, person, world.ago(700, 3))
    elif world.chance(0.5):
        on = world.ago(300, 3)
        start = world.rng.randint(500, 1000)
        interrogate(world, person, at(on, start), at(on, start + world.rng.randint(90, 600)), at(on, start + 20))


LIVES = {
    "prisoner": _prisoner,
    "released": _released,
    "lifer": _lifer,
    "probationer": _probationer,
    "ended_probationer": _ended_probationer,
    "controlled": _controlled,
    "parolee": _parolee,
    "patient": _patient,
    "detainee": _detainee,
    "suspect": _suspect,
    "recidivist": _recidivist,
    "bystander": _bystander,
}
