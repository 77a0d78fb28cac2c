"""A walk along one chain of custody: its clock, a prolongation asked for and granted, the clock after it, the case handed over (换押)."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from tests.web.browser.walking import at, does, opened, peopled
from zhiheng.law.clocks import add_days, months_after
from zhiheng.law.moments import chinese_date

__all__ = ["at"]
pytestmark = [pytest.mark.browser, pytest.mark.slow]
HOUSE, POLICE, COUNTY, CITY = "金堂县看守所", "金堂县公安局", "金堂县人民检察院", "成都市人民检察院"
PEOPLE = [
    ("keeper", "所一", HOUSE, "organ_handler"), ("detective", "警一", POLICE, "organ_handler"),
    ("county", "检一", COUNTY, "prosecutor"), ("stationed", "驻一", CITY, "prosecutor"),
    ("upper", "长一", CITY, "chief_prosecutor"), ("county_chief", "长二", COUNTY, "chief_prosecutor"),
]  # fmt: skip
TODAY = datetime.now(ZoneInfo("Asia/Shanghai")).date()
ARRESTED = next(day for day in (add_days(TODAY, back) for back in range(-62, 0)) if months_after(day, 2) >= add_days(TODAY, 7))
ENDED = months_after(ARRESTED, 2)
ENDS, LONGER, LATEST = str(ENDED), str(months_after(ARRESTED, 3)), add_days(ENDED, -7)
PERSON = {"subject_name": "王甲", "subject_number": "510107199001012910"}


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    with peopled(tmp_path_factory.mktemp("custody"), (HOUSE, POLICE, COUNTY, CITY), PEOPLE) as running:
        yield running


def read_by(visitor, case):
    visitor.page.goto(case)
    return visitor.page.inner_text("main")


def admitted(at):
    """Taken in on the warrant, with the clock of the first stage."""
    organs = {"house": HOUSE, "case_organ": POLICE, "stationed": CITY}
    chain = opened(at("keeper"), "custody", organs, {**PERSON, "case_no": "羁9", "detained_at": f"{ARRESTED}T08:00"})
    found = {"arrived_at": f"{ARRESTED}T10:00", "warrant": "arrest_warrant", "injuries": "无", "health": "良好"}
    does(at("keeper"), chain, "admit", "收押", **found)
    staged(at, chain, stage="investigation", from_on=str(ARRESTED), due_on=ENDS, basis="arrest_warrant")
    return chain


def staged(at, chain, **term):
    does(at("keeper"), chain, "stage", "计时", **term)


def prolonged(at):
    """Asked for by who investigates, seen by the same level, granted by the level above; nobody else has that act."""
    seats = {"police": POLICE, "procuratorate": COUNTY, "upper": CITY}
    asked = opened(at("detective"), "custody_extension", seats, {**PERSON, "arrested_on": str(ARRESTED), "ends_on": ENDS})
    assert f"最迟应于{chinese_date(LATEST)}办理（侦查羁押期限届满之日{chinese_date(ENDED)}的7日前）" in read_by(at("detective"), asked)
    need = {"complex_cases": "accomplices", "done_so_far": "已讯问十二人", "need": "有串供可能"}
    does(at("detective"), asked, "request", "提请", **need)
    does(at("county"), asked, "view", "提出意见报上一级", opinion="同意")
    for who in ("county", "county_chief", "stationed"):
        assert f"决定 · {CITY}" in read_by(at(who), asked)
        assert at(who).page.locator("#act-done-decide").count() == 0
    granted = {"is_complex": "true", "meets_arrest": "true", "needs_custody": "true"}
    does(at("upper"), asked, "decide", "批准延长", **granted, until_on=LONGER)
    page = read_by(at("detective"), asked)
    assert "批准延长侦查羁押期限决定书" in page
    assert "已于" in page
    assert at("detective").axe() == []


def test_a_chain_of_custody_with_a_prolongation_and_a_handover(at):
    chain = admitted(at)
    for who in ("keeper", "stationed", "detective"):
        assert f"届满预警 · {HOUSE}\n临近 {ENDS}" in read_by(at(who), chain)
    for who in ("stationed", "county"):  # 规则第六百一十三条、第六百一十八条：同级人民检察院对羁押期限的监督
        assert "收押登记 · 收押" in read_by(at(who), chain)
    assert "收押登记 · 收押" not in at("detective").page.inner_text("main")
    assert at("detective").page.locator("#act-done-warn").count() == 0
    does(at("keeper"), chain, "warn", "已通知办案机关")
    page = read_by(at("detective"), chain)
    assert f"办案机关处理 · {POLICE}\n临近 {ENDS}" in page
    assert "羁押期限即将届满通知书" in page

    prolonged(at)
    does(at("detective"), chain, "answer", "经批准延长或者重新计算")
    staged(at, chain, stage="investigation", from_on=str(ARRESTED), due_on=LONGER, basis="extension", extension="1")
    assert f"届满预警 · {HOUSE}\n正常 {LONGER}" in read_by(at("stationed"), chain)

    does(at("keeper"), chain, "warn", "届满前已有处理，无须预警", reason="侦查终结，移送审查起诉")
    does(at("detective"), chain, "answer", "移送下一机关，换押", receiving_organ=COUNTY)
    assert "换押证" in read_by(at("county"), chain)
    month = str(months_after(TODAY, 1))
    staged(at, chain, stage="prosecution", from_on=str(TODAY), due_on=month, basis="handover", extension="")
    for who in ("keeper", "county", "stationed"):
        assert f"届满预警 · {HOUSE}\n正常 {month}" in read_by(at(who), chain)
    assert at("county").page.locator("#act-done-answer").count() == 0
