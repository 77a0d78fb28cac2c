"""What procuratorates send: documents of supervision with their replies."""

from __future__ import annotations

from datetime import date
from typing import Any

from zhiheng.simulate.days import months_after, plus, worked_from
from zhiheng.simulate.organs import DISTRICTS, PRISONS, District
from zhiheng.simulate.world import Values, World

MARKS = {"proposal": "检建", "correction": "检纠违", "correction_opinion": "检纠意", "recall_proposal": "检收建"}
CORRECTION_DAYS = 15


def issue(world: World, kind: str, served_on: date, *, district: District | None = None, **facts: Any) -> Values:
    """Record a document served on the day; replies and limits as the facts say."""
    place = district or world.rng.choice(DISTRICTS)
    office = place.procuratorate
    issued_on = plus(served_on, -world.rng.randint(0, 3))
    number = world.number("监督文书", office, str(issued_on.year))
    return world.add(
        office,
        "supervision_documents",
        document_no=f"{office[:2]}{MARKS[kind]}〔{issued_on.year}〕{number}号",
        kind=kind,
        issued_by=office,
        issued_to=facts.pop("issued_to", None) or world.rng.choice((place.police, place.justice_bureau, place.court, *PRISONS)),
        issued_on=issued_on,
        served_on=served_on,
        **facts,
    )


def reply_limit(kind: str, served_on: date) -> date:
    """The last day to reply where the document names none: two months or fifteen days, moved to the next working day."""
    return worked_from(months_after(served_on, 2) if kind == "proposal" else plus(served_on, CORRECTION_DAYS))


def issue_answered(world: World) -> Values:
    """Record a document of any kind, answered in time, or with the limit still to come."""
    kind = world.rng.choice(("proposal", "proposal", "correction", "correction_opinion"))
    served_on = world.ago(420, 2)
    limit = reply_limit(kind, served_on)
    replied_on = world.day(plus(served_on, 3), limit)
    if replied_on > world.as_of:
        return issue(world, kind, served_on)
    return issue(world, kind, served_on, replied_on=replied_on, adopted=world.chance(0.96), rectified_on=replied_on)
