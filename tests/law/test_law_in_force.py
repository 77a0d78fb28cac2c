"""Which text speaks on which day: editions beside each other, citations led on, one table of limits, one answer everywhere."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from zhiheng.law import texts
from zhiheng.law.check import answer, rules
from zhiheng.law.citations import in_figures, parse, resolve
from zhiheng.law.clocks import period_due
from zhiheng.law.errors import NotInForce, Refused
from zhiheng.law.limit_rules.vectors import FUNCTIONS
from zhiheng.law.limits import _borrowed, due_for, families, limit_named
from zhiheng.law.moments import SHANGHAI as CHINA

LAST_OLD, FIRST_NEW = date(2026, 10, 31), date(2026, 11, 1)
TWICE = [limit for family in families().values() for limit in family.values() if limit.same_as]


def test_a_short_name_is_the_edition_of_the_day():
    assert parse("监狱法 第三十七条").stem == "监狱法_2026"
    assert parse("监狱法 第二十条", LAST_OLD).stem == "监狱法_2012"
    assert parse("监狱法 第三十七条", FIRST_NEW).stem == "监狱法_2026"
    assert parse("监狱法 第二十条", date(1990, 1, 1)).stem == "监狱法_2026"
    assert parse("某办法 第一条").stem == "某办法"


def test_a_citation_is_led_on_to_the_text_that_took_its_place():
    assert texts.led_on("监狱法_2012#第二十条", LAST_OLD) == ("监狱法_2012#第二十条",)
    assert texts.led_on("监狱法_2012#第二十条", FIRST_NEW) == ("监狱法_2026#第三十七条",)
    assert texts.led_on("人民检察院办理行政执法机关移送涉嫌犯罪案件的规定_2001#第七条", FIRST_NEW) == ()
    assert texts.all_led_on(["监狱法_2012#第十七条", "监狱法_2012#第十八条"], FIRST_NEW) == (
        "监狱法_2026#第三十三条",
        "监狱法_2026#第三十四条",
    )
    assert texts.led_on("某办法(2001)#第一条", FIRST_NEW) == ("某办法(2001)#第一条",)


def test_a_citation_of_a_later_text_is_led_back_to_the_article_it_took_the_place_of():
    assert texts.standing_on("监狱法_2026#第三十七条", FIRST_NEW) == ("监狱法_2026#第三十七条",)
    assert texts.standing_on("监狱法_2026#第三十七条", LAST_OLD) == ("监狱法_2012#第二十条",)
    assert texts.standing_on("监狱法_2012#第二十条", FIRST_NEW) == ("监狱法_2026#第三十七条",)
    assert texts.standing_on("监狱法_2026#第三十三条", date(1990, 1, 1)) == ()
    assert texts.standing_on("某办法(2001)#第一条", LAST_OLD) == ("某办法(2001)#第一条",)


def test_an_edition_not_yet_in_force_is_not_cited():
    both = ("监狱法_2012 第三十五条", "监狱法_2026 第五十九条", "刑法 第四十七条")
    assert texts.editions_by(both, LAST_OLD) == ("监狱法_2012 第三十五条", "刑法 第四十七条")
    assert texts.editions_by(both, FIRST_NEW) == both


def test_editions_are_told_apart_where_people_read_them():
    assert texts.title_of("监狱法_2026") == "监狱法（2026年修订）"
    assert texts.title_of("社区矫正法_2019") == "社区矫正法"
    assert texts.title_of("劳动工时规定(1995)") == "劳动工时规定(1995)"


@pytest.mark.parametrize(("number", "figures"), [(1, "一"), (10, "十"), (13, "十三"), (20, "二十"), (48, "四十八")])
def test_points_are_numbered_as_articles_are(number, figures):
    assert in_figures(number) == figures


@pytest.mark.sample
def test_every_text_of_the_folder_is_in_the_table_and_every_article_it_leads_to_stands(shared):
    folder = shared / "law/text"
    assert {path.stem for path in folder.glob("*.md")} == set(texts.texts())
    led = [(text, old, new) for text in texts.texts().values() for old, found in text.articles.items() for new in found]
    assert len(led) > 30
    assert [each for each in led if resolve(f"{each[0].stem}#{each[1]}", folder) is None] == []
    assert [each for each in led if resolve(f"{each[0].by}#{each[2]}", folder) is None] == []


@pytest.mark.sample
def test_the_first_day_of_every_text_that_states_it_is_as_stated(shared):
    wrong = {}
    for text in texts.texts().values():
        written = (shared / f"law/text/{text.stem}.md").read_text(encoding="utf-8")
        found = re.findall(r"本(?:法|规定|办法|意见|规则|解释)自(\d{4})年(\d{1,2})月(\d{1,2})日起施行", written)
        stated = {date(*map(int, each)) for each in found}
        if stated and text.since not in stated and text.day == "T" and not re.search(r"修正|修订", written[:1500]):
            wrong[text.stem] = (text.since, stated)
    assert wrong == {}


@pytest.mark.sample
def test_no_rule_rests_on_a_text_of_which_the_folder_holds_a_newer_edition(shared):
    """Rules whose cited text has a newer revision in the folder: each such citation is led on to the newer text from its first day."""
    stems = {path.stem for path in (shared / "law/text").glob("*.md")}
    newest = {}
    for stem in sorted(stems):
        name, _, year = stem.partition("_")
        newest[name] = max(newest.get(name, ""), year)
    lagging = {
        (cite, rule)
        for rule, cite in cited_on(date(2026, 11, 28))
        if "_" in (found := cite.partition("#")[0]) and found.partition("_")[2] < newest.get(found.partition("_")[0], "")
    }
    assert lagging == set()


def cited_on(day: date) -> set[tuple[str, str]]:
    """Every article of a rule or limit as it stands on a day, by where it is cited."""
    found = {(limit.id, cite) for family in families().values() for limit in family.values() for row in limit.rows
             if row.holds_on(day) for cite in row.cites_on(day)}  # fmt: skip
    for rule, versions in rules().items():
        for version in versions:
            if version.holds_on(day):
                named = [*version.source, *(cite for each in version.parameters if each.until is None for cite in each.cites)]
                found |= {(rule, cite) for cite in texts.all_led_on([str(parse(each, day)) for each in named], day)}
    return found


def test_fourteen_limits_that_stood_twice_are_one_row_each():
    assert len(TWICE) >= 14
    assert {limit.same_as for limit in TWICE} <= {limit.id for family in families().values() for limit in family.values()}


@pytest.mark.parametrize("limit", TWICE, ids=lambda limit: limit.name)
@settings(max_examples=25, deadline=None)
@given(start=st.dates(date(2021, 9, 6), date(2027, 6, 30)))
def test_one_limit_is_one_answer_by_rules_clocks_and_models(limit, start):
    other = limit_named(limit.same_as)
    by_clock = due_for(limit.id, start)
    by_rules = {
        family: answer(family, start, {"limit": name, "start": start.isoformat()})
        for family, name in ((limit.family, limit.name), (other.family, other.name))
    }
    by_model = FUNCTIONS["limit_due"](np.array([limit.id]), np.array([start], dtype="datetime64[D]"), np.array([False]))[0]
    assert {found["result"]["due"] for found in by_rules.values()} == {by_clock.due.isoformat()} == {str(by_model)}
    assert {found["provisional"] for found in by_rules.values()} == {by_clock.provisional}


def test_a_limit_borrowed_from_nowhere_is_a_fault_of_the_table():
    with pytest.raises(ValueError, match=r"table\.yaml"):
        _borrowed({"limit": "one", "same_as": "delivery.limit/nothing"}, "any", families(), "table.yaml")


def test_the_spring_festival_moves_the_last_day():
    found = answer("procedure.deadline", "2026-01-28", {"limit": "procuratorate_correction", "start": "2026-01-28"})
    assert found["result"]["due"] == "2026-02-24"
    assert not found["provisional"]


def test_a_year_without_a_list_is_provisional_everywhere():
    start = date(2026, 12, 20)
    facts = {"limit": "commutation_ruling_objection", "start": start.isoformat()}
    same = {"limit": "procuratorate_correction", "start": start.isoformat()}
    period = {"start": start.isoformat(), "amount": 20, "unit": "day"}
    found = [
        answer("supervision.reply", start, facts), answer("procedure.deadline", start, same), answer("period.due", start, period),
    ]  # fmt: skip
    assert {each["provisional"] for each in found} == {True}
    assert all(any("暂定" in condition["detail"] for condition in each["conditions"]) for each in found)
    assert due_for("supervision.reply/commutation_ruling_objection", start).provisional


def test_the_law_of_the_day_a_clock_began_governs_it():
    old = answer("delivery.limit", "2026-11-09", {"limit": "prison_family_notice", "start": "2026-10-30"})
    new = answer("delivery.limit", "2026-11-09", {"limit": "prison_family_notice", "start": "2026-11-02"})
    assert (old["result"]["due"], new["result"]["due"]) == ("2026-11-04", "2026-11-09")
    assert "监狱法_2012#第二十条" in old["cites"]
    assert "监狱法_2026#第三十七条" in new["cites"]


def test_a_clock_that_began_before_every_text_is_reckoned_by_that_of_the_day_of_assessment():
    facts = {"limit": "recall_decision", "start": "2020-06-20"}
    assert answer("corrections.limit", "2020-07-02", facts)["result"]["due"] == "2020-07-20"
    with pytest.raises(NotInForce):
        answer("corrections.limit", "2020-06-30", facts)


def test_an_ended_row_says_until_when_it_held():
    with pytest.raises(NotInForce, match="至 2021-09-05"):
        due_for("referral.limit/procuratorate_screen", date(2021, 9, 6))


def test_hours_end_to_the_minute_in_the_zone_they_began():
    start = datetime(2026, 11, 28, 15, 37, tzinfo=CHINA)
    assert due_for("custody.limit/deliver_to_detention_house", start).due == start + timedelta(hours=24)
    begun = datetime(2026, 11, 27, 16, 30, tzinfo=UTC)
    due = due_for("custody.limit/first_interrogation", begun).due
    assert (due.tzinfo, due) == (UTC, datetime(2026, 11, 28, 16, 30, tzinfo=UTC))


def test_days_of_an_instant_are_those_of_china():
    late = datetime(2026, 10, 31, 16, 30, tzinfo=UTC)
    assert period_due(late, 5, "day").nominal_due == date(2026, 11, 6)
    assert due_for("delivery.limit/prison_family_notice", late).due == date(2026, 11, 6)
    assert "监狱法_2026#第三十七条" in due_for("delivery.limit/prison_family_notice", late).cites
    with pytest.raises(Refused, match="TIME_NEEDED"):
        due_for("custody.limit/deliver_to_detention_house", date(2026, 11, 28))


def test_a_model_reckons_each_day_by_its_law():
    days = np.array(["2012-06-01", "2026-10-30", "2026-11-02"], dtype="datetime64[D]")
    found = FUNCTIONS["limit_due"](np.array(["delivery.limit/prison_family_notice"] * 3), days, np.zeros(3, dtype=bool))
    assert [str(day) for day in found] == ["2012-06-06", "2026-11-04", "2026-11-09"]


def test_first_instance_shows_two_months_and_the_longest_three():
    found = answer("custody.limit", "2024-04-10", {"limit": "trial_first", "start": "2024-04-10", "in_custody": True})
    assert (found["result"]["normal_due"], found["result"]["due"]) == ("2024-06-10", "2024-07-10")
    assert any("二个月" in each["detail"] and "三个月" in each["detail"] for each in found["conditions"])


def test_two_warnings_have_two_texts():
    found = answer("corrections.revocation", "2026-11-28", {"category": "medical_release", "warnings": 2})
    assert (found["result"]["revoke"], found["result"]["propose"]) == (False, True)
    cites = next(each["cites"] for each in found["conditions"] if each["id"] == "two_warnings_proposal")
    assert cites == ["社区矫正法实施办法_2020#第四十九条", "适用刑事诉讼法的解释_2021#第五百一十六条"]
    uncorrected = answer("corrections.revocation", "2026-11-28", {"category": "medical_release", "warnings": 2, "uncorrected": True})
    assert (uncorrected["result"]["revoke"], uncorrected["result"]["propose"]) == (True, True)
    assert not answer("corrections.revocation", "2026-11-28", {"category": "medical_release", "warnings": 1})["result"]["propose"]


@pytest.mark.parametrize(
    ("cite", "read"),
    [
        ("监狱法_2026#第三十七条", "监狱法（2026年修订） 第三十七条"),
        ("监狱法_2012 第三十五条", "监狱法（2012年修正） 第三十五条"),
        ("刑法#第七十八条", "刑法 第七十八条"),
        ("某法", "某法"),
    ],
)
def test_a_citation_is_read_with_its_edition(cite, read):
    assert texts.citation_text(cite) == read
