"""Sentences that seem forgotten and are not."""

from __future__ import annotations

from zhiheng.simulate.civil_affairs import record_death
from zhiheng.simulate.corrections import enrol, investigate, report_regularly
from zhiheng.simulate.courts import judge, rule
from zhiheng.simulate.days import months_after, plus, term_after
from zhiheng.simulate.lives import decide_release, imprison, parole, release_for_treatment
from zhiheng.simulate.organs import DISTRICTS, District
from zhiheng.simulate.persons import Person, new_person
from zhiheng.simulate.police import record_custody
from zhiheng.simulate.prisons import admit
from zhiheng.simulate.scenario import lookalike
from zhiheng.simulate.terms import after_admission, held_for
from zhiheng.simulate.world import Values, World


@lookalike("undelivered_sentence", "custody under the 15-digit form of the same number")
def held_under_the_old_number(world: World) -> None:
    """The detention house writes the number in its old form."""
    person = new_person(world, ages=(world.as_of.year - 1999, world.as_of.year - 1965))
    effective_on = world.ago(200, 90)
    judge(world, person, effective_on=effective_on, months=36, custody_days=0)
    taken_on = plus(effective_on, world.rng.randint(2, 20))
    record_custody(world, person, taken_on, "serving", short_id=True)


@lookalike("undelivered_sentence", "medical release decided by the court")
def released_by_the_court(world: World) -> None:
    """The court decided on medical release before delivery."""
    person = new_person(world)
    effective_on = world.ago(200, 60)
    sentence = judge(world, person, effective_on=effective_on, months=36)
    number = f"（{effective_on.year}）{person.district.court_mark[:-2]}刑更暂{world.number('法院暂', person.district.court)}号"
    decide_release(world, person, person.district.court, number, effective_on, ground="illness")
    end_on = plus(term_after(effective_on, 36), -1)
    supervision = enrol(
        world, person, category="medical_release", start_on=effective_on, end_on=end_on, judgment_no=sentence["judgment_no"]
    )
    report_regularly(world, supervision)


@lookalike("undelivered_sentence", "term already spent in custody")
def term_spent_before_effect(world: World) -> None:
    """Released before the judgment took effect, at the end of the term."""
    person = new_person(world)
    effective_on = world.ago(400, 60)
    taken_on = plus(months_after(effective_on, -8), -world.rng.randint(3, 12))
    sentence = judge(world, person, effective_on=effective_on, months=8, start_on=taken_on)
    facts: Values = {"stage_due": effective_on, "released_on": sentence["term_end"], "release_reason": "term_served"}
    record_custody(world, person, taken_on, "trial_first", **facts)


@lookalike("undelivered_sentence", "term already spent in custody")
def detention_spent_before_effect(world: World) -> None:
    """Five months of detention, a hundred and seventy days in custody before."""
    person = new_person(world)
    effective_on = world.ago(400, 60)
    out_on = plus(effective_on, -world.rng.randint(3, 10))
    facts: Values = {"stage_due": effective_on, "released_on": out_on, "release_reason": "bail"}
    record_custody(world, person, plus(out_on, -170), "trial_first", **facts)
    judge(world, person, effective_on=effective_on, penalty="detention", months=5, custody_days=170, crimes=["危险驾驶罪"])


@lookalike("undelivered_sentence", "term already spent in custody")
def dead_before_delivery(world: World) -> None:
    """Died before the sentence could be carried out."""
    person = new_person(world, ages=(50, 70))
    sentence = judge(world, person, effective_on=world.ago(200, 60), months=36)
    record_death(world, person, plus(sentence["effective_on"], world.rng.randint(3, 20)))


def _probation(world: World, person: Person, *, most: int = 300, least: int = 120) -> Values:
    """A suspended sentence whose case is still to be made."""
    return judge(world, person, effective_on=world.ago(most, least), months=18, probation_months=24)


@lookalike("corrections_not_enrolled", "revoked or annulled meanwhile")
def absorbed_by_a_later_sentence(world: World) -> None:
    """Before enrolment the person was taken for another crime; the later sentence absorbed the suspended one."""
    person = new_person(world)
    earlier = _probation(world, person, most=420, least=380)
    imprison(world, person=person, months=54, taken_on=plus(earlier["effective_on"], world.rng.randint(3, 9)))


@lookalike("corrections_not_enrolled", "revoked or annulled meanwhile")
def parole_revoked_at_once(world: World) -> None:
    """Paroled, never reported, parole revoked, back in prison."""
    prisoner = held_for(world, months=84, years=4.6)
    ruling, _ = parole(world, prisoner, after_admission(world, prisoner, 40), enrolled=False)
    proposed_on = plus(ruling["ruled_on"], world.rng.randint(12, 18))
    revoked = rule(world, prisoner.person, prisoner.sentence, "revoke_parole", proposed_on=proposed_on, repentance=False)
    admit(world, prisoner.person, plus(revoked["ruled_on"], 1), prison=prisoner.prison)


@lookalike("corrections_not_enrolled", "revoked or annulled meanwhile")
def recalled_at_once(world: World) -> None:
    """Released for treatment, found unqualified, recalled before any case was made."""
    prisoner = held_for(world, years=2)
    decision, _ = release_for_treatment(world, prisoner, world.ago(150, 40), enrolled=False)
    decision["recalled_on"] = plus(decision["from_date"], world.rng.randint(5, 9))
    decision.pop("last_review_on", None)
    admit(world, prisoner.person, decision["recalled_on"], prison=prisoner.prison)


@lookalike("corrections_not_enrolled", "person died")
def died_before_enrolment(world: World) -> None:
    """Died a few days after the judgment took effect."""
    person = new_person(world, ages=(50, 70))
    sentence = _probation(world, person)
    record_death(world, person, plus(sentence["effective_on"], world.rng.randint(2, 9)))


@lookalike("corrections_not_enrolled", "case kept in another county")
def kept_in_another_county(world: World) -> None:
    """Judged at home, supervised where the person works."""
    person = new_person(world)
    sentence = _probation(world, person)
    investigate(world, person, sentence)
    effective_on = sentence["effective_on"]
    supervision = enrol(
        world,
        person,
        category="probation",
        start_on=effective_on,
        end_on=plus(term_after(effective_on, 24), -1),
        judgment_no=sentence["judgment_no"],
        district=_far_from(world, person.district),
    )
    report_regularly(world, supervision)


def _far_from(world: World, district: District) -> District:
    return world.rng.choice([one for one in DISTRICTS if one.division[:4] != district.division[:4]])
