"""What justice bureaus send: corrections cases, reports, leaves, positioning, discipline, investigations; and positions of devices."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from zhiheng.simulate.days import at, plus, working_days_after
from zhiheng.simulate.organs import DISTRICTS, POSITIONING, District
from zhiheng.simulate.persons import Person
from zhiheng.simulate.world import Values, World

WAYS = ("face", "voice", "visit", "written", "random")
#: Invented middle of each district, degrees: devices and check-ins scatter around it.
CENTRES = {
    district.division: (Decimal("103.6") + place * Decimal("0.41"), Decimal("28.4") + place % 5 * Decimal("0.53"))
    for place, district in enumerate(DISTRICTS)
}
EXIT_BAN_DAYS = 5


@dataclass
class Supervision:
    """A corrections case of a person in a district; the row may still be changed."""

    person: Person
    district: District
    case: Values

    @property
    def organ(self) -> str:
        """The justice bureau that keeps the case."""
        return self.district.justice_bureau

    @property
    def person_no(self) -> str:
        """The bureau's own number of the person."""
        return str(self.case["person_no"])


def enrol(
    world: World,
    person: Person,
    *,
    category: str,
    start_on: date,
    end_on: date | None,
    judgment_no: str | None,
    district: District | None = None,
    **facts: Any,
) -> Supervision:
    """Record a case whose person reported in time, was enrolled at once and reported to the exit authorities in five working days."""
    rng = world.rng
    place = district or person.district
    reported_on = facts.pop("reported_on", None) or plus(start_on, rng.randint(1, 8))
    enrolled_on = facts.pop("enrolled_on", None) or plus(reported_on, rng.randint(0, 2))
    banned_on = facts.pop("exit_ban_reported_on", None) or working_days_after(enrolled_on, rng.randint(0, EXIT_BAN_DAYS))
    year = str(start_on.year)
    case = world.add(
        place.justice_bureau,
        "corrections_cases",
        person,
        person_no=f"{place.division}{year}{world.number('矫正', place.division, year):04d}",
        judgment_no=judgment_no,
        category=category,
        division=place.division,
        office=f"{place.name}第{rng.randint(1, 9)}司法所",
        documents_received_on=plus(start_on, rng.randint(0, 2)),
        reported_on=reported_on,
        enrolled_on=enrolled_on,
        term_start=start_on,
        term_end=end_on,
        exit_ban_reported_on=banned_on if banned_on <= world.as_of else None,
        **facts,
    )
    return Supervision(person, place, case)


def close(supervision: Supervision, on: date, reason: str) -> None:
    """End a case."""
    supervision.case["released_on"], supervision.case["end_reason"] = on, reason


def report(world: World, supervision: Supervision, on: date, *, passed: bool = True, minute: int | None = None) -> Values:
    """Record a check-in on the day."""
    lon, lat = CENTRES[supervision.district.division]
    rng = world.rng
    return world.add(
        supervision.organ,
        "checkins",
        supervision.person,
        at=at(on, minute if minute is not None else rng.randint(480, 1210), rng.randint(2, 59)),
        kind=rng.choice(WAYS),
        lon=lon + Decimal(rng.randint(-90000, 90000)).scaleb(-6),
        lat=lat + Decimal(rng.randint(-90000, 90000)).scaleb(-6),
        passed=passed,
    )


def report_regularly(world: World, supervision: Supervision, *, until: date | None = None, days: int = 60) -> date | None:
    """Record passed check-ins every week or two over the last `days` up to `until` (as-of day unless given); the last one's day.

    None where the person was enrolled too late for any.
    """
    last = until or world.as_of
    on = plus(last, -world.rng.randint(0, 6))
    enrolled_on = supervision.case["enrolled_on"]
    first = max(enrolled_on, plus(last, -days))
    latest = on if on > first else None
    while on > first:
        report(world, supervision, on)
        on = plus(on, -world.rng.randint(7, 16))
    return latest


def grant_leave(
    world: World, supervision: Supervision, destination: str, from_date: date, days: int, approver: str | None = None
) -> Values:
    """Record a leave of `days`, both ends counted, approved by the level the length asks for unless one is given."""
    lawful = "office" if days <= 7 else "county" if days <= 30 else "city"
    to_date = plus(from_date, days - 1)
    place = supervision.district.division
    approved = approver != "refused"
    return world.add(
        supervision.organ,
        "leaves",
        supervision.person,
        leave_no=f"{place}外{from_date.year}{world.number('外出', place, str(from_date.year)):05d}",
        applied_on=plus(from_date, -world.rng.randint(3, 5)),
        destination=destination,
        from_date=from_date,
        to_date=to_date,
        approver=approver or lawful,
        returned_on=to_date if approved and to_date <= world.as_of else None,
    )


def position_order(world: World, supervision: Supervision, from_date: date, to_date: date, **facts: Any) -> Values:
    """Record a lawful order of electronic positioning, removed on its last day when that has come."""
    mark = supervision.district.name[:2]
    year = str(from_date.year)
    row: Values = {
        "ground": world.rng.choice(("prohibition_breach", "absence", "no_report", "public_order")),
        "approver": "county_head",
        "removed_on": to_date if to_date <= world.as_of else None,
    }
    return world.add(
        supervision.organ,
        "monitoring_orders",
        supervision.person,
        order_no=f"{mark}位{year}{world.number('定位', mark, year):05d}",
        from_date=from_date,
        to_date=to_date,
        **{**row, **facts},
    )


def discipline(world: World, supervision: Supervision, kind: str, decided_on: date, reason: str, **facts: Any) -> Values:
    """Record a praise, an admonition, a warning or a proposal."""
    mark = supervision.district.name[:2]
    year = str(decided_on.year)
    return world.add(
        supervision.organ,
        "discipline",
        supervision.person,
        document_no=f"{mark}矫{year}{world.number('奖惩', mark, year):05d}",
        kind=kind,
        decided_on=decided_on,
        reason=reason,
        **facts,
    )


def locate(world: World, supervision: Supervision, points: int) -> None:
    """Record points of a device on the eve of the as-of day, an hour apart, near the office."""
    lon, lat = CENTRES[supervision.district.division]
    device = f"DW{world.number('设备'):06d}"
    rng = world.rng
    for hour in range(points):
        world.add(
            POSITIONING,
            "positions",
            supervision.person,
            device_no=device,
            at=at(plus(world.as_of, -1), 1410 - 60 * hour),
            lon=lon + Decimal(rng.randint(-20000, 20000)).scaleb(-6),
            lat=lat + Decimal(rng.randint(-20000, 20000)).scaleb(-6),
            accuracy_m=rng.choice((5, 10, 15, 40)),
            battery=rng.randint(20, 99),
            tampered=False,
        )


def investigate(world: World, person: Person, sentence: Values) -> Values:
    """Record the investigation that the court asked for before the sentence, answered in ten working days."""
    received_on = plus(sentence["judged_on"], -world.rng.randint(30, 50))
    bureau = person.district.justice_bureau
    suitable = sentence.get("probation_months") is not None
    return world.add(
        bureau,
        "investigations",
        person,
        commission_no=f"{person.district.name[:2]}评{world.number('评估', bureau):05d}",
        commissioned_by=person.district.court,
        received_on=received_on,
        fast_track=False,
        extended=False,
        reported_on=working_days_after(received_on, world.rng.randint(5, 10)),
        opinion="suitable" if suitable else world.rng.choice(("suitable", "unsuitable")),
        decision="corrections" if suitable else "custody",
    )
