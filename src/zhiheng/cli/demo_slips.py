"""Slips of the pen for the demonstration: a few persons of the simulated province whom another organ wrote with a wrong number or name."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from datetime import datetime
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from zhiheng.exchange.services import receive
from zhiheng.records.core.library import open_library
from zhiheng.records.selectors import snapshot_now
from zhiheng.registry.selectors import COMMAND_LINE
from zhiheng.registry.services import ensure_organ
from zhiheng.schema import DATASETS
from zhiheng.schema.identity import check_character
from zhiheng.subjects.services import find_matches

ORGAN = "四川省民政厅"
CHOSEN = """
select id_number, any_value(name) as name, any_value(gender) as gender, any_value(birth_date) as birth_date from persons
where _organ <> ? and id_type = 'resident' and substr(id_number, 7, 2) = '19' and substr(id_number, 17, 1) < '8'
    and id_number not in (select id_number from persons where died_on is not null)
group by id_number order by md5(id_number) limit 5
"""
FIELDS = ("id_number", "id_type", "name", "gender", "birth_date")


def gather(library: Path, target: Path, now: datetime) -> str:
    """Take the slips in, gather who is who, and say how many matches wait for a person to decide."""
    if find_spec("splink") is None:
        return "  人员：没有安装附加组件 zhiheng[linkage]，略过同一人认定"
    ensure_organ(actor=COMMAND_LINE, name=ORGAN, now=now)
    receive(actor=COMMAND_LINE, now=now, path=write(library, target))
    outcome = find_matches(actor=COMMAND_LINE, now=now)
    return f"  人员：身份号码 {outcome.identities} 个；另加 {len(SLIPS)} 处笔误，是否同一人待认定 {outcome.listed} 条"


def write(library: Path, target: Path) -> Path:
    """Write the organ's file below `target`; the same province gives the same file."""
    with open_library(snapshot_now(["persons"]), library, datasets=["persons"]) as opened:
        found = opened.connection.execute(CHOSEN, [ORGAN])
        names = [column[0] for column in found.description]
        people = [dict(zip(names, row, strict=True)) for row in found.fetchall()]
    place = target / ORGAN / "人员基本信息_0001.csv"
    place.parent.mkdir(parents=True, exist_ok=True)
    with place.open("w", encoding="utf-8", newline="") as file:
        lines = csv.writer(file)
        lines.writerow([DATASETS["persons"].fields[name].zh for name in FIELDS])
        for slip, one in zip(SLIPS, people, strict=False):
            written = {**one, "id_type": "resident", **slip(one)}
            lines.writerow([written[name] for name in FIELDS])
    return place


def wrong_digit(one: Mapping[str, Any]) -> dict[str, str]:
    """The order code with another last digit but one sex, in the fifteen digits that no check digit guards."""
    number: str = one["id_number"]
    return {"id_number": number[:6] + number[8:14] + f"{int(number[14:17]) + 2:03d}"}


def swapped_area(one: Mapping[str, Any]) -> dict[str, str]:
    """Two digits of the division swapped, the check digit made to fit."""
    number: str = one["id_number"]
    return {"id_number": valid(number[:2] + number[3] + number[2] + number[4:17])}


def wrong_year(one: Mapping[str, Any]) -> dict[str, str]:
    """Born ten years off."""
    number: str = one["id_number"]
    decade = str((int(number[8]) - 1) % 10)
    return {"id_number": valid(number[:8] + decade + number[9:17]), "birth_date": ""}


def by_passport(one: Mapping[str, Any]) -> dict[str, str]:
    """The same person by a passport."""
    return {"id_number": f"E{one['id_number'][8:16]}", "id_type": "passport"}


def other_name(one: Mapping[str, Any]) -> dict[str, str]:
    """The right number under a name with a wrong character."""
    return {"name": one["name"][:-1] + ("平" if one["name"][-1] != "平" else "萍")}


def valid(first_17: str) -> str:
    """The number with its check digit."""
    return first_17 + check_character(first_17)


SLIPS = (wrong_digit, swapped_area, wrong_year, by_passport, other_name)
