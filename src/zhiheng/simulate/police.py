"""What the police send: custody before judgment, stays, journeys, penalties, measures, interrogations, seized items."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from zhiheng.simulate.days import at, plus
from zhiheng.simulate.organs import District
from zhiheng.simulate.persons import Person
from zhiheng.simulate.world import Values, World

OFFENCES = ("赌博", "殴打他人", "吸毒", "寻衅滋事", "酒后滋事")
GOODS = ("手机一部", "银行卡", "现金", "笔记本电脑", "摩托车", "首饰一件")


def record_custody(world: World, person: Person, admitted_on: date, stage: str, **facts: Any) -> Values:
    """Record custody in the district's detention house at a stage of the case."""
    values: Values = {"stage_since": admitted_on, **facts}
    house = person.district
    return world.add(
        house.police,
        "custody_records",
        person,
        facility=house.detention_house,
        facility_kind="detention_house",
        admitted_on=admitted_on,
        stage=stage,
        **values,
    )


def lodge(world: World, person: Person, division: str, on: date, minute: int | None = None, nights: int = 1) -> Values:
    """Record a stay in a hotel that begins on the day."""
    checkin_at = at(on, minute if minute is not None else world.rng.randint(840, 1320))
    return world.add(
        person.district.police,
        "hotel_stays",
        person,
        stay_no=f"H{world.number('住宿'):09d}",
        division=division,
        checkin_at=checkin_at,
        checkout_at=at(on, 1440 * nights + world.rng.randint(420, 700)),
    )


def travel(world: World, person: Person, from_division: str, to_division: str, on: date, *, refunded: bool = False) -> Values:
    """Record a journey that departs on the day."""
    return world.add(
        person.district.police,
        "journeys",
        person,
        ticket_no=f"T{world.number('客票'):09d}",
        mode=world.rng.choice(("rail", "rail", "coach", "air")),
        from_division=from_division,
        to_division=to_division,
        depart_at=at(on, world.rng.randint(420, 1260)),
        refunded=refunded,
    )


def penalise(world: World, person: Person, decided_on: date) -> Values:
    """Record a public order penalty."""
    mark = person.district.police[:2]
    return world.add(
        person.district.police,
        "public_order_penalties",
        person,
        decision_no=f"{mark}公罚{decided_on.year}{world.number('公罚', mark, str(decided_on.year)):06d}",
        decided_on=decided_on,
        offence=world.rng.choice(OFFENCES),
        detention_days=world.rng.choice((0, 0, 5, 10)),
    )


def restrain(world: World, person: Person, kind: str, from_date: date, to_date: date | None = None) -> Values:
    """Record a compulsory measure of a criminal case."""
    mark = person.district.police[:2]
    return world.add(
        person.district.police,
        "compulsory_measures",
        person,
        measure_no=f"{mark}强{world.number('强制', mark):06d}",
        kind=kind,
        case_no=f"C{world.number('刑案'):07d}",
        suspected_crime=world.rng.choice(("盗窃罪", "诈骗罪", "故意伤害罪")),
        from_date=from_date,
        to_date=to_date,
    )


def interrogate(
    world: World, person: Person, arrived_at: datetime | None, left_at: datetime | None, from_at: datetime, **facts: Any
) -> Values:
    """Record an interrogation of an hour; `arrived_at` and `left_at` only where the person was summoned or compelled to come."""
    mark = person.district.police[:2]
    row: Values = {
        "case_no": facts.pop("case_no", None) or f"C{world.number('刑案'):07d}",
        "basis": "summons" if arrived_at else "in_custody",
        "must_record": False,
        "minor": False,
        "complex": False,
    }
    return world.add(
        person.district.police,
        "interrogations",
        person,
        record_no=f"{mark}讯{world.number('讯问', mark):07d}",
        arrived_at=arrived_at,
        left_at=left_at,
        from_at=from_at,
        to_at=at(from_at.date(), from_at.hour * 60 + from_at.minute + 60),
        **{**row, **facts},
    )


def seize(world: World, district: District, seized_on: date, **facts: Any) -> Values:
    """Record an item seized by the district's police, stored the next day and held unless the facts say otherwise."""
    mark = district.police[:2]
    row: Values = {
        "stored_on": plus(seized_on, world.rng.randint(0, 1)),
        "location": f"{world.rng.choice('ABC')}-{world.rng.randint(1, 40):02d}",
        "disposal": "held",
    }
    return world.add(
        district.police,
        "seized_items",
        item_no=f"{mark}扣{world.number('扣押', mark):06d}",
        case_no=f"C{world.number('刑案'):07d}",
        description=world.rng.choice(GOODS),
        quantity=Decimal(world.rng.randint(1, 5)),
        value=Decimal(world.rng.randint(100, 60000)),
        seized_on=seized_on,
        **{**row, **facts},
    )
