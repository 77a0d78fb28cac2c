"""Replies, transfers and entries on the last day that counts."""

from __future__ import annotations

from decimal import Decimal

from zhiheng.simulate.days import months_after, plus, working_days_after
from zhiheng.simulate.organs import DISTRICTS
from zhiheng.simulate.police import seize
from zhiheng.simulate.referral import ENTRY_DAYS, THRESHOLDS, punish, transfer
from zhiheng.simulate.scenario import lookalike
from zhiheng.simulate.supervision import issue, reply_limit
from zhiheng.simulate.terms import days_by_length, last_of
from zhiheng.simulate.world import Values, World


@lookalike("reply_overdue", "limit falls on a public holiday", persons=0)
def limit_moved_past_a_holiday(world: World) -> None:
    """Two months end on a day off; the reply came on the first working day."""
    served = [day for day in map(world.ago, range(420, 90, -1)) if reply_limit("proposal", day) > plus(months_after(day, 2), 2)]
    served_on = world.rng.choice(served)
    issue(world, "proposal", served_on, replied_on=reply_limit("proposal", served_on), adopted=True)


@lookalike("reply_overdue", "month ends", persons=0)
def served_on_a_month_end(world: World) -> None:
    """Served on 31 December: two months end with February."""
    served_on = last_of(world, 12, 31, at_least=100)
    issue(world, "proposal", served_on, replied_on=reply_limit("proposal", served_on), adopted=True)


@lookalike("reply_overdue", "month ends", persons=0)
def named_limit_still_ahead(world: World) -> None:
    """The notice gives longer than fifteen days."""
    served_on = world.ago(25, 18)
    issue(world, "correction", served_on, reply_due=world.as_of)


@lookalike("crime_not_transferred", "amount below", persons=0)
def amount_just_below(world: World) -> None:
    """A yuan below the threshold."""
    decided_on = world.ago(180, 5)
    field = world.rng.choice(("tobacco", "ip", "tax", "environment"))
    punish(world, filed_on=plus(decided_on, -30), field=field, decided_on=decided_on, amount=Decimal(THRESHOLDS[field] - 1))


@lookalike("crime_not_transferred", "amount below", persons=0)
def large_food_case(world: World) -> None:
    """Food has no threshold of money: only a suspected crime counts."""
    decided_on = world.ago(180, 5)
    punish(world, filed_on=plus(decided_on, -30), field="food", decided_on=decided_on, amount=Decimal(800_000))


@lookalike("crime_not_transferred", "transfer decided in time", persons=0)
def transferred_on_the_third_day(world: World) -> None:
    """The transfer was decided on the third day."""
    transfer(world, decided_on=world.ago(180, 30), transfer_after=3)


@lookalike("transfer_not_filed", "decided on the third day", persons=0)
def police_decided_on_the_third_day(world: World) -> None:
    """The police decided on the third day after the transfer."""
    transfer(world, decided_on=world.ago(180, 30), answered_after=3)


@lookalike("transfer_not_filed", "decided on the third day", persons=0)
def third_day_is_today(world: World) -> None:
    """Transferred three days ago, nothing decided yet."""
    transfer(world, decided_on=world.ago(5), transfer_after=1, answered_after=None)


@lookalike("late_entry", "public holidays", persons=0)
def entered_after_the_holidays(world: World) -> None:
    """The seventh working day came after a long break."""
    filed_on = world.rng.choice(days_by_length(world, ENTRY_DAYS, longest=True))
    punish(world, filed_on=filed_on, entered_on=working_days_after(filed_on, ENTRY_DAYS), amount=Decimal(9000))


@lookalike("seized_item_stale", "returned on the spot", persons=0)
def returned_on_the_spot(world: World) -> None:
    """Given back at once: there was nothing to store."""
    seized_on = world.ago(120, 5)
    facts: Values = {"stored_on": None, "location": None, "disposal": "returned", "disposed_on": seized_on}
    seize(world, world.rng.choice(DISTRICTS), seized_on, **facts)


@lookalike("seized_item_stale", "returned on the spot", persons=0)
def seized_yesterday(world: World) -> None:
    """Seized yesterday: the day to store it is today."""
    seize(world, world.rng.choice(DISTRICTS), world.ago(1), stored_on=None, location=None)
