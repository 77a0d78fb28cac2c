"""What happens to somebody in correction who keeps the rules: leaves, trips within the area, praise, positioning, an answered penalty."""

from __future__ import annotations

from zhiheng.simulate import assumed
from zhiheng.simulate.corrections import Supervision, discipline, grant_leave, investigate, locate, position_order
from zhiheng.simulate.days import apart, months_after, plus
from zhiheng.simulate.organs import of_same_city
from zhiheng.simulate.police import lodge, penalise, restrain, travel
from zhiheng.simulate.violations.community import elsewhere
from zhiheng.simulate.world import Values, World


def live_under_supervision(world: World, supervision: Supervision, sentence: Values | None) -> None:
    """Add what this person did, and remember the person for large data."""
    has = assumed.SUPERVISED_HAS
    days = apart(supervision.case["enrolled_on"], world.as_of)
    world.supervised.append({"person": supervision.person, "district": supervision.district, "since": supervision.case["enrolled_on"]})
    if sentence and world.chance(has["investigation"]):
        investigate(world, supervision.person, sentence)
    if world.chance(has["earlier_measure"]):
        _bailed_before(world, supervision)
    if days < 60:
        return
    for name, add in DEEDS.items():
        if world.chance(has[name]):
            add(world, supervision, min(days - 15, 200))


def _go_on_leave(world: World, supervision: Supervision, days: int) -> None:
    """A leave of up to a week with a trip inside it."""
    person, home, away = supervision.person, supervision.district.division, elsewhere(world, supervision)
    leave = grant_leave(world, supervision, away, world.ago(days, 9), world.rng.randint(2, 7))
    if world.chance(0.6):
        travel(world, person, home, away, leave["from_date"])
        travel(world, person, away, home, leave["to_date"])
    if world.chance(0.6):
        lodge(world, person, away, leave["from_date"])


def _stay_in_the_area(world: World, supervision: Supervision, days: int) -> None:
    """A night in the own area, or in another district of the city."""
    other = of_same_city(supervision.district)
    division = other.division if other and world.chance(0.4) else supervision.district.division
    lodge(world, supervision.person, division, world.ago(days, 2))


def _be_praised(world: World, supervision: Supervision, days: int) -> None:
    discipline(world, supervision, "praise", world.ago(days, 2), "表现突出")


def _be_positioned(world: World, supervision: Supervision, days: int) -> None:
    """Positioning for up to three months, running or ended."""
    from_date = world.ago(min(days, 180), 4)
    position_order(world, supervision, from_date, plus(months_after(from_date, 3), -world.rng.randint(0, 30)))
    locate(world, supervision, world.rng.randint(4, 12))


def _be_punished(world: World, supervision: Supervision, days: int) -> None:
    """A penalty that the bureau answered within thirty days."""
    penalty = penalise(world, supervision.person, world.ago(days, 31))
    discipline(world, supervision, "warning", plus(penalty["decided_on"], world.rng.randint(1, 28)), "被治安处罚")


def _bailed_before(world: World, supervision: Supervision) -> None:
    started_on = supervision.case["term_start"]
    restrain(world, supervision.person, "bail", plus(started_on, -world.rng.randint(30, 120)), started_on)


DEEDS = {
    "leave": _go_on_leave,
    "stay_at_home": _stay_in_the_area,
    "praise": _be_praised,
    "order": _be_positioned,
    "answered_penalty": _be_punished,
}
