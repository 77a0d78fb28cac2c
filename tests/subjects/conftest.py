"""Files as organs write them, taken in, and the persons gathered from them."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable

import pytest

from zhiheng.schema.identity import check_character

POLICE, JUSTICE, COURT = "成都市公安局", "武侯区司法局", "锦江区法院"


def number(area: str, born: str, order: str) -> str:
    """A valid number of these parts."""
    return area + born + order + check_character(area + born + order)


ZHANG = number("510104", "19900307", "891")
SLIPPED = number("510104", "19900307", "897")


def person(id_number: str, name: str, **more: str) -> dict[str, str]:
    """A row of 人员基本信息."""
    return {"公民身份号码": id_number, "姓名": name, "证件类型": "", "性别": "", "出生日期": "", "曾用名": "", "户籍地行政区划": "", **more}


def offence(id_number: str, name: str, decision_no: str) -> dict[str, str]:
    """A row of 治安行政处罚."""
    return {"决定书号": decision_no, "公民身份号码": id_number, "姓名": name, "决定日期": "2026-03-01", "违法行为": "赌博", "拘留日数": "5"}


@pytest.fixture()
def take_in(db, home, actor, now) -> Callable[..., None]:
    """take_in("人员基本信息", rows, organ): a file is received as the exchange does."""
    from zhiheng.exchange.services import receive

    sent = iter(range(1, 1000))

    def taken(dataset: str, rows: list[dict[str, str]], organ: str = POLICE, *, at=now) -> object:
        made = io.StringIO()
        writer = csv.DictWriter(made, list(rows[0]), lineterminator="\r\n")
        writer.writeheader()
        writer.writerows(rows)
        place = home / "sent" / organ / f"{dataset}_{next(sent):04d}.csv"
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(made.getvalue(), encoding="utf-8")
        report = receive(register_organ=True, any_source=True, actor=actor, now=at, path=place)
        assert report.rejected == []
        return report

    return taken


@pytest.fixture()
def match(actor, now) -> Callable[..., object]:
    """Gather and match."""
    from zhiheng.subjects.services import find_matches

    return lambda at=now: find_matches(actor=actor, now=at)


@pytest.fixture()
def slip(take_in, match):
    """A person whose number two organs wrote differently: the one open match there is."""
    from zhiheng.subjects.models import Match

    take_in("人员基本信息", [person(ZHANG, "张某某", 曾用名="张三")])
    take_in("治安行政处罚", [offence(SLIPPED[:6] + SLIPPED[8:17], "张某某", "罚1")], JUSTICE)
    match()
    return Match.objects.get()
