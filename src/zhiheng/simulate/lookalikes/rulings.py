"""Commutations and paroles that look too early or too large, and are lawful."""

from __future__ import annotations

from zhiheng.simulate.days import months_after, plus
from zhiheng.simulate.lives import commute, imprison, imprison_for_life, parole
from zhiheng.simulate.persons import new_person
from zhiheng.simulate.scenario import lookalike
from zhiheng.simulate.terms import admitted_on, after_admission, commute_again, commute_once, held_for, mid_month
from zhiheng.simulate.violations.rulings import to_fixed, to_life
from zhiheng.simulate.world import Values, World


@lookalike("unlawful_commutation", "major merit lifts start and interval")
def major_merit_twice(world: World) -> None:
    """Major merit: half a year after admission, and again before the interval has passed."""
    prisoner = held_for(world, months=132)
    first = commute_once(world, prisoner, wait=6, months=18, merit="major")
    commute_again(world, prisoner, first, wait=7, months=10, merit="major")


@lookalike("unlawful_commutation", "major merit lifts start and interval")
def major_merit_of_a_lifer(world: World) -> None:
    """Life: major merit lifts the two years, down to nineteen years at the lowest."""
    prisoner = imprison_for_life(world, effective_on=world.ago(1000, 900))
    to_fixed(world, prisoner, plus(months_after(prisoner.sentence["effective_on"], 14), 9), 230, merit="major")


@lookalike("unlawful_commutation", "relaxed classes")
def elderly_prisoner_sooner(world: World) -> None:
    """An elderly prisoner who cannot care for himself: a third off the start."""
    prisoner = held_for(world, months=132, person=new_person(world, ages=(69, 76)))
    commute_once(world, prisoner, wait=17, relaxed_class=["elderly"])


@lookalike("unlawful_commutation", "relaxed classes")
def ill_prisoner_more(world: World) -> None:
    """A seriously ill prisoner: a third on the amount."""
    commute_once(world, held_for(world, months=96), wait=20, months=12, relaxed_class=["ill"])


@lookalike("unlawful_commutation", "relaxed classes")
def minor_sooner(world: World) -> None:
    """A juvenile prisoner: a third off the start."""
    prisoner = held_for(world, months=84, years=2.6, person=new_person(world, ages=(19, 20)))
    commute_once(world, prisoner, wait=13, relaxed_class=["minor"])


@lookalike("unlawful_commutation", "strict classes")
def drug_recidivist_in_time(world: World) -> None:
    """A repeat drug offender under ten years, after two years."""
    prisoner = held_for(world, months=96, years=4.6, strict_class=["drug_recidivist"], crimes=["贩卖毒品罪"])
    first = commute_once(world, prisoner, wait=25, months=9)
    commute_again(world, prisoner, first, wait=13, months=9)


@lookalike("unlawful_commutation", "strict classes")
def graft_in_time(world: World) -> None:
    """Bribery, ten years and more, after three years, and no more than half a year."""
    prisoner = held_for(world, months=138, years=4.4, strict_class=["duty"], crimes=["受贿罪"])
    commute_once(world, prisoner, wait=37, months=6)


@lookalike("unlawful_commutation", "strict classes")
def limited_in_time(world: World) -> None:
    """Restricted commutation: five years after the reprieve, and half a year at one time."""
    facts: Values = {"crimes": ["故意杀人罪"], "violent": True, "commutation_limited": True}
    prisoner = imprison_for_life(world, penalty="death_reprieve", effective_on=world.ago(4700, 4500), **facts)
    expired_on = to_life(world, prisoner)
    fixed = to_fixed(world, prisoner, plus(months_after(expired_on, 62), 12), 300)
    commute_again(world, prisoner, fixed, wait=26, months=6)


@lookalike("unlawful_commutation", "the day the interval ends")
def on_the_day_the_interval_ends(world: World) -> None:
    """The second commutation is proposed on the very day a year after the first ruling."""
    prisoner = held_for(world, months=96, years=4.4)
    proposed_on = after_admission(world, prisoner, 19)
    ruled_on = mid_month(plus(proposed_on, 26))
    first = commute(world, prisoner, plus(ruled_on, -26), months=6, ruled_on=ruled_on)
    commute(world, prisoner, months_after(first["ruled_on"], 12), months=6)


@lookalike("unlawful_commutation", "the day the interval ends")
def on_the_day_the_wait_ends(world: World) -> None:
    """The first commutation is proposed on the very day two years after admission."""
    taken_on = world.ago(1135, 1095)
    effective_on = plus(taken_on, 110).replace(day=5)
    prisoner = imprison(world, months=144, taken_on=taken_on, effective_on=effective_on, delivered_on=effective_on.replace(day=20))
    commute(world, prisoner, months_after(admitted_on(prisoner), 24), months=9)


@lookalike("unlawful_parole", "violent crime under ten years")
def robber_under_ten_years(world: World) -> None:
    """Robbery with seven years, half of them served."""
    prisoner = held_for(world, months=84, years=4.6, crimes=["抢劫罪"], violent=True)
    parole(world, prisoner, after_admission(world, prisoner, 43))


@lookalike("unlawful_parole", "several crimes each under ten years")
def several_crimes_under_ten_years(world: World) -> None:
    """Twelve years together, eight of them for the violent crime alone."""
    prisoner = held_for(world, months=144, years=7.2, crimes=["抢劫罪", "盗窃罪"], violent=True, violent_months=96)
    parole(world, prisoner, after_admission(world, prisoner, 73))


@lookalike("unlawful_parole", "several crimes each under ten years")
def half_served_with_earlier_custody(world: World) -> None:
    """Half of the term on the day of the ruling, counted from the first day of custody."""
    taken_on = plus(months_after(world.as_of, -30), -world.rng.randint(60, 90))
    prisoner = imprison(world, months=50, taken_on=taken_on)
    parole(world, prisoner, plus(months_after(taken_on, 25), 3))
