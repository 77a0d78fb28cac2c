"""Commutations and paroles that the law does not allow."""

from __future__ import annotations

from datetime import date
from typing import Any

from zhiheng.simulate.courts import rule
from zhiheng.simulate.days import months_after, plus
from zhiheng.simulate.lives import commute, imprison_for_life, on_probation, parole, settle
from zhiheng.simulate.prisons import Prisoner
from zhiheng.simulate.scenario import violation
from zhiheng.simulate.terms import after_admission, commute_again, commute_once, held_for
from zhiheng.simulate.world import Values, World


def _unlawful(world: World, ruling: Values, model: str = "unlawful_commutation") -> None:
    world.clue(model, ruling["id_number"], ruling["ruling_no"])


def to_life(world: World, prisoner: Prisoner) -> date:
    """The lawful reduction of a reprieve to life when its two years have passed; returns the day the reprieve expired."""
    expired_on = months_after(prisoner.sentence["effective_on"], 24)
    commute(world, prisoner, plus(expired_on, world.rng.randint(8, 40)), new_penalty="life")
    return expired_on


def to_fixed(world: World, prisoner: Prisoner, proposed_on: date, term_months: int, **facts: Any) -> Values:
    """A reduction of life to a fixed term."""
    return commute(world, prisoner, proposed_on, new_penalty="fixed", new_term_months=term_months, **facts)


@violation("unlawful_commutation")
def proposed_too_early(world: World) -> None:
    """Ten years and more: two years must have been served, and were not."""
    _unlawful(world, commute_once(world, held_for(world, months=132), wait=20))


@violation("unlawful_commutation")
def proposed_too_soon_again(world: World) -> None:
    """Ten years and more: a year and a half must lie between two commutations."""
    prisoner = held_for(world, months=144, years=5)
    first = commute_once(world, prisoner, wait=25)
    _unlawful(world, commute_again(world, prisoner, first, wait=13))


@violation("unlawful_commutation")
def sooner_than_was_cut(world: World) -> None:
    """The interval must not be shorter than the months removed last time."""
    prisoner = held_for(world, months=114, years=4)
    first = commute_once(world, prisoner, wait=12, months=18, merit="major")
    _unlawful(world, commute_again(world, prisoner, first, wait=14))


@violation("unlawful_commutation")
def cut_too_much(world: World) -> None:
    """Repentance alone allows nine months."""
    _unlawful(world, commute_once(world, held_for(world, months=84), wait=20, months=10))


@violation("unlawful_commutation")
def cut_too_much_for_merit(world: World) -> None:
    """Repentance and merit together allow a year."""
    _unlawful(world, commute_once(world, held_for(world, months=132), wait=25, months=14, merit="merit"))


@violation("unlawful_commutation")
def strict_class_over_a_year(world: World) -> None:
    """A financial offender never gets more than a year at one time, not even for major merit."""
    prisoner = held_for(world, months=132, strict_class=["financial"], crimes=["集资诈骗罪"])
    _unlawful(world, commute_once(world, prisoner, wait=25, months=15, merit="major"))


@violation("unlawful_commutation")
def less_than_half_served(world: World) -> None:
    """Two large cuts leave less than half of the term to be served."""
    prisoner = held_for(world, months=60, years=3.2)
    first = commute_once(world, prisoner, wait=7, months=18, merit="major")
    second = commute_again(world, prisoner, first, wait=6, months=15, merit="major")
    settle(world, prisoner)
    _unlawful(world, second)


@violation("unlawful_commutation")
def graft_too_early(world: World) -> None:
    """Bribery, ten years and more: three years must have been served."""
    prisoner = held_for(world, months=126, years=3.6, strict_class=["duty"], crimes=["受贿罪"])
    _unlawful(world, commute_once(world, prisoner, wait=27))


@violation("unlawful_commutation")
def graft_cut_too_much(world: World) -> None:
    """Bribery: repentance alone allows half a year."""
    prisoner = held_for(world, months=132, years=4.4, strict_class=["duty"], crimes=["贪污罪"])
    _unlawful(world, commute_once(world, prisoner, wait=38, months=8))


@violation("unlawful_commutation")
def life_reduced_too_early(world: World) -> None:
    """Life: two years must have passed since the judgment took effect."""
    prisoner = imprison_for_life(world, effective_on=world.ago(1100, 900))
    proposed_on = plus(months_after(prisoner.sentence["effective_on"], 20), world.rng.randint(2, 20))
    _unlawful(world, to_fixed(world, prisoner, proposed_on, 264))


@violation("unlawful_commutation")
def life_reduced_too_low(world: World) -> None:
    """Life: repentance alone leads to twenty-two years, not to eighteen."""
    prisoner = imprison_for_life(world, effective_on=world.ago(1500, 1200))
    proposed_on = plus(months_after(prisoner.sentence["effective_on"], 30), world.rng.randint(2, 20))
    _unlawful(world, to_fixed(world, prisoner, proposed_on, 216))


@violation("unlawful_commutation")
def limited_cut_too_much(world: World) -> None:
    """Restricted commutation: no more than half a year at one time."""
    prisoner = imprison_for_life(
        world,
        penalty="death_reprieve",
        effective_on=world.ago(4700, 4500),
        crimes=["故意杀人罪"],
        violent=True,
        commutation_limited=True,
    )
    expired_on = to_life(world, prisoner)
    fixed = to_fixed(world, prisoner, plus(months_after(expired_on, 72), world.rng.randint(5, 60)), 300)
    _unlawful(world, commute_again(world, prisoner, fixed, wait=26, months=8))


@violation("unlawful_commutation")
def commuted_although_for_life(world: World) -> None:
    """Life imprisonment without commutation (终身监禁) was reduced all the same."""
    prisoner = imprison_for_life(
        world,
        penalty="death_reprieve",
        effective_on=world.ago(2650, 2500),
        crimes=["受贿罪"],
        strict_class=["duty"],
        life_without_commutation=True,
    )
    expired_on = to_life(world, prisoner)
    _unlawful(world, to_fixed(world, prisoner, plus(months_after(expired_on, 51), world.rng.randint(2, 20)), 300))


@violation("unlawful_commutation")
def without_ground(world: World) -> None:
    """Neither repentance nor merit."""
    _unlawful(world, commute_once(world, held_for(world, months=132), wait=25, repentance=False))


@violation("unlawful_commutation")
def probation_commuted(world: World) -> None:
    """A suspended sentence is not commuted without major merit."""
    sentence, supervision = on_probation(world, effective_on=world.ago(700, 500), months=24)
    person = supervision.person
    _unlawful(world, rule(world, person, sentence, "commutation", proposed_on=world.ago(120, 60), months_reduced=3))


@violation("unlawful_parole")
def recidivist_paroled(world: World) -> None:
    """A recidivist is never paroled."""
    prisoner = held_for(world, months=84, years=4.5, recidivist=True)
    _paroled_unlawfully(world, prisoner, after_admission(world, prisoner, 40))


@violation("unlawful_parole")
def violent_offender_paroled(world: World) -> None:
    """Robbery with eleven years is never paroled."""
    prisoner = held_for(world, months=132, years=7, crimes=["抢劫罪"], violent=True)
    _paroled_unlawfully(world, prisoner, after_admission(world, prisoner, 74))


@violation("unlawful_parole")
def violent_count_over_ten_years(world: World) -> None:
    """Of several crimes one violent crime alone carries ten years and a half."""
    prisoner = held_for(world, months=168, years=9, crimes=["强奸罪", "盗窃罪"], violent=True, violent_months=126)
    _paroled_unlawfully(world, prisoner, after_admission(world, prisoner, 96))


@violation("unlawful_parole")
def violent_lifer_paroled(world: World) -> None:
    """Life for murder, once reduced, is still never paroled."""
    prisoner = imprison_for_life(world, effective_on=world.ago(5600, 5400), crimes=["故意杀人罪"], violent=True)
    to_fixed(world, prisoner, plus(months_after(prisoner.sentence["effective_on"], 38), 10), 264)
    _paroled_unlawfully(world, prisoner, world.ago(400, 60))


@violation("unlawful_parole")
def half_not_served(world: World) -> None:
    """Half of the term was not yet served on the day of the ruling."""
    prisoner = held_for(world, months=96, years=3.6)
    _paroled_unlawfully(world, prisoner, after_admission(world, prisoner, 33, (1, 12)))


@violation("unlawful_parole")
def lifer_paroled_too_early(world: World) -> None:
    """Life: thirteen years must have been served since the judgment took effect."""
    prisoner = imprison_for_life(world, effective_on=world.ago(4700, 4650), crimes=["贩卖毒品罪"])
    effective_on = prisoner.sentence["effective_on"]
    to_fixed(world, prisoner, plus(months_after(effective_on, 38), 10), 264)
    _paroled_unlawfully(world, prisoner, plus(months_after(effective_on, 150), world.rng.randint(0, 20)))


def _paroled_unlawfully(world: World, prisoner: Prisoner, proposed_on: date) -> None:
    ruling, _ = parole(world, prisoner, proposed_on)
    _unlawful(world, ruling, "unlawful_parole")
