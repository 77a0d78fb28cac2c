"""Documents unanswered, crimes not transferred or not taken up, late entries, goods not stored."""

from __future__ import annotations

from decimal import Decimal

from zhiheng.simulate.days import plus, working_days_after
from zhiheng.simulate.organs import DISTRICTS
from zhiheng.simulate.police import seize
from zhiheng.simulate.referral import CRIMES, ENTRY_DAYS, THRESHOLDS, punish, transfer
from zhiheng.simulate.scenario import violation
from zhiheng.simulate.supervision import issue, reply_limit
from zhiheng.simulate.terms import days_by_length
from zhiheng.simulate.world import Values, World


def _overdue(world: World, document: Values) -> None:
    world.clue("reply_overdue", document["document_no"], document["document_no"])


@violation("reply_overdue", persons=0)
def proposal_unanswered(world: World) -> None:
    """A proposal without a reply after two months."""
    _overdue(world, issue(world, "proposal", world.ago(240, 75)))


@violation("reply_overdue", persons=0)
def proposal_answered_late(world: World) -> None:
    """A proposal answered after two months."""
    served_on = world.ago(300, 120)
    replied_on = plus(reply_limit("proposal", served_on), world.rng.randint(1, 30))
    _overdue(world, issue(world, "proposal", served_on, replied_on=replied_on, adopted=True))


@violation("reply_overdue", persons=0)
def correction_unanswered(world: World) -> None:
    """A notice of correction without a reply after fifteen days."""
    _overdue(world, issue(world, "correction", world.ago(200, 30)))


@violation("reply_overdue", persons=0)
def named_limit_missed(world: World) -> None:
    """The limit named in the opinion has passed."""
    served_on = world.ago(150, 40)
    _overdue(world, issue(world, "correction_opinion", served_on, reply_due=plus(served_on, 30)))


@violation("reply_overdue", persons=0)
def named_limit_on_a_day_off(world: World) -> None:
    """The limit named falls on the eve of a long break and is not moved by it: the reply came on the first working day after."""
    eve = days_by_length(world, 1, longest=True)[0]
    due_on = plus(eve, 1)
    facts: Values = {"reply_due": due_on, "replied_on": working_days_after(due_on, 1), "adopted": True}
    _overdue(world, issue(world, "correction", plus(due_on, -20), **facts))


def _kept(world: World, case: Values, model: str = "crime_not_transferred") -> None:
    world.clue(model, case["case_no"], case["case_no"])


@violation("crime_not_transferred", persons=0)
def suspected_crime_kept(world: World) -> None:
    """A crime was suspected, a penalty decided, nothing transferred."""
    decided_on = world.ago(180, 5)
    _kept(world, punish(world, filed_on=plus(decided_on, -30), field="food", decided_on=decided_on, suspected_crime=CRIMES["food"]))


@violation("crime_not_transferred", persons=0)
def amount_over_threshold_kept(world: World) -> None:
    """The amount reaches the threshold of the field, nothing was transferred."""
    decided_on = world.ago(180, 5)
    field = world.rng.choice(("tobacco", "ip", "tax", "environment"))
    amount = Decimal(THRESHOLDS[field] + world.rng.choice((0, 8_000, 40_000)))
    _kept(world, punish(world, filed_on=plus(decided_on, -30), field=field, decided_on=decided_on, amount=amount))


@violation("crime_not_transferred", persons=0)
def transferred_too_late(world: World) -> None:
    """The transfer was decided a week after the penalty."""
    _kept(world, transfer(world, decided_on=world.ago(180, 30), transfer_after=world.rng.randint(4, 9)))


@violation("transfer_not_filed", persons=0)
def police_silent(world: World) -> None:
    """Transferred, and the police decided nothing."""
    _kept(world, transfer(world, decided_on=world.ago(180, 12), answered_after=None), "transfer_not_filed")


@violation("transfer_not_filed", persons=0)
def police_late(world: World) -> None:
    """The police decided after the third day."""
    _kept(world, transfer(world, decided_on=world.ago(180, 25), answered_after=world.rng.randint(4, 9)), "transfer_not_filed")


@violation("late_entry", persons=0)
def entered_late(world: World) -> None:
    """Entered on the platform after the seventh working day."""
    filed_on = world.ago(250, 40)
    entered_on = working_days_after(filed_on, ENTRY_DAYS + world.rng.randint(1, 8))
    amount = Decimal(world.rng.randint(500, 30_000))
    _kept(world, punish(world, filed_on=filed_on, entered_on=entered_on, amount=amount), "late_entry")


def _stale(world: World, item: Values) -> None:
    world.clue("seized_item_stale", item["item_no"], item["item_no"])


@violation("seized_item_stale", persons=0)
def never_stored(world: World) -> None:
    """Seized days ago and not in the store."""
    facts: Values = {"stored_on": None, "location": None, "disposal": world.rng.choice(("held", None))}
    _stale(world, seize(world, world.rng.choice(DISTRICTS), world.ago(90, 2), **facts))


@violation("seized_item_stale", persons=0)
def stored_late(world: World) -> None:
    """Stored later than the next day."""
    seized_on = world.ago(120, 20)
    _stale(world, seize(world, world.rng.choice(DISTRICTS), seized_on, stored_on=plus(seized_on, world.rng.randint(2, 15))))
