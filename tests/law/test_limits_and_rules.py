"""Tables of limits, the registry of rules, citations and the functions over columns."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from zhiheng.law import citations, limits, vectors
from zhiheng.law.check import CASE, answer, load_rules, rules
from zhiheng.law.errors import NotInForce, Refused
from zhiheng.law.facts import Code, Day, Flag, Items, Record, Time, WholeNumber, need
from zhiheng.law.rule import Answer, Parameter, Version, add_version, in_force, met, rule, unknown, unmet, versions, weakest


def test_a_limit_carries_its_articles_and_mark():
    due = limits.due_for("procedure.deadline/commutation_ruling", date(2024, 1, 31))
    assert due.due == date(2024, 2, 29)
    assert "适用刑事诉讼法的解释_2021#第五百三十四条" in due.cites
    assert due.mark == "T"


def test_the_more_special_row_is_taken():
    due = limits.due_for("procedure.deadline/commutation_ruling", date(2024, 1, 15), extended=True, stage="life", non_working_days=[])
    assert due.due == date(2024, 3, 15)


@pytest.mark.parametrize(
    ("limit", "code"),
    [("nothing/at_all", "UNKNOWN_FAMILY"), ("procedure.deadline/nothing", "UNKNOWN_LIMIT"), ("procedure.deadline", "UNKNOWN_LIMIT")],
)
def test_an_unknown_limit_is_refused(limit, code):
    with pytest.raises(Refused) as said:
        limits.due_for(limit, date(2024, 1, 1))
    assert said.value.code == code


def test_a_day_before_every_text_is_not_in_force():
    with pytest.raises(NotInForce):
        limits.due_for("procedure.deadline/property_certificate", date(2024, 4, 30))
    assert limits.due_for("procedure.deadline/property_certificate", date(2024, 4, 30), on=date(2024, 5, 1)).due == date(2024, 5, 7)


def row(**changed):
    return limits.Row(**{"limit": "reply", "zh": "回复", "amount": 10, "cites": ("刑法#第一条",), "since": date(2020, 1, 1), **changed})


def test_a_row_is_taken_only_where_its_facts_fit():
    limit = limits.Limit("family", "reply", (row(when={"urgent": True}),))
    assert limit.id == "family/reply"
    with pytest.raises(Refused) as said:
        limit.row(date(2024, 1, 1), {})
    assert said.value.code == "NO_ROW"


@pytest.mark.parametrize(
    ("when", "facts", "fits"),
    [
        ({"months": {"over": 12}}, {"months": 12}, False),
        ({"months": {"over": 12}}, {"months": 13}, True),
        ({"months": {"at_least": 12, "under": 24}}, {"months": 12}, True),
        ({"months": {"under": 24}}, {"months": 24}, False),
        ({"months": {"at_most": 24}}, {"months": 24}, True),
        ({"months": {"at_most": 24}}, {}, False),
        ({"kind": ["a", "b"]}, {"kind": "b"}, True),
        ({"kind": "a"}, {"kind": "b"}, False),
        ({"held": False}, {}, True),
        ({"held": True}, {"held": True}, True),
    ],
)
def test_facts_are_compared_as_the_row_says(when, facts, fits):
    assert row(when=when).fits(facts) is fits


def test_the_amount_may_come_from_a_fact():
    own = row(amount=None, amount_from="set_days")
    assert limits.due_by_row(own, date(2024, 6, 3), {"set_days": 10}).due == date(2024, 6, 13)
    assert limits.due_by_row(own, date(2024, 6, 3), {}).due is None


def test_rows_that_never_move():
    assert row(custody="maximum").never_moves({})
    assert not row().never_moves({})
    assert row().never_moves({"in_custody": True})
    assert row(until=date(2021, 1, 1)).holds_on(date(2021, 1, 1))
    assert not row(until=date(2021, 1, 1)).holds_on(date(2021, 1, 2))


@pytest.mark.parametrize("wrong", [{"amout": 3}, {"custody": "sometimes"}])
def test_a_fault_of_the_table_is_named_by_its_place(wrong):
    raw = {"limit": "reply", "zh": "回复", "amount": 3, "cites": ["刑法#第一条"], "since": "2020-01-01", **wrong}
    with pytest.raises(ValueError, match=r"table\.yaml row 3"):
        limits._read_row(raw, "table.yaml row 3")


def version(rule_id, since, until=None):
    return Version(rule_id, "试", ("刑法#第一条",), since, until, "T", Record({}), {}, (), lambda facts, as_of: Answer({}))


def test_versions_stand_side_by_side_and_never_on_the_same_day(monkeypatch):
    monkeypatch.setattr("zhiheng.law.rule._registry", {})
    add_version(version("trial.rule", date(2020, 1, 1)))
    add_version(version("trial.rule", date(2010, 1, 1), date(2019, 12, 31)))
    assert [each.since.year for each in versions("trial.rule")] == [2010, 2020]
    assert in_force("trial.rule", date(2019, 12, 31)).since == date(2010, 1, 1)
    with pytest.raises(NotInForce) as said:
        in_force("trial.rule", date(2009, 12, 31))
    assert "2010-01-01 起至 2019-12-31；2020-01-01 起" in said.value.remedy
    with pytest.raises(ValueError, match="same day"):
        add_version(version("trial.rule", date(2015, 1, 1)))


def test_the_decorator_takes_one_article_or_several(monkeypatch):
    monkeypatch.setattr("zhiheng.law.rule._registry", {})

    @rule("trial.rule", title="试", source="刑法#第一条", since="2020-01-01", until="2020-12-31", facts=Record({}), outputs={"yes": "是"})
    def decide(facts, as_of):
        return Answer({"yes": True})

    assert versions("trial.rule")[0].source == ("刑法#第一条",)
    assert versions("trial.rule")[0].until == date(2020, 12, 31)


def test_the_weakest_mark_is_carried():
    found = Answer(
        {}, (met("a", "是", ("刑法#第一条",)), unmet("b", "否", mark="S"), unknown("c", "不清楚", ("刑法#第一条", "刑法#第二条")))
    )
    assert found.weakest_mark == "S"
    assert [each.satisfied for each in found.conditions] == [True, False, None]
    assert found.all_cites == ("刑法#第一条", "刑法#第二条")
    assert weakest([]) == "T"
    assert weakest(["T", "U", "S"]) == "U"


def test_every_rule_has_articles_outputs_and_dated_parameters():
    for listed in rules().values():
        for each in listed:
            assert each.source
            assert each.outputs
            assert each.title
            assert all(isinstance(parameter, Parameter) and parameter.cites for parameter in each.parameters)
            assert all(citations.parse(cite) for parameter in each.parameters for cite in parameter.cites)


def test_all_rules_of_both_facts_files_are_there():
    assert len(load_rules()) >= 60


def test_an_unverified_parameter_marks_the_answer():
    custody = [{"kind": "liuzhi", "from": "2023-01-01", "to": "2023-01-02"}]
    found = answer(
        "term.end", date(2024, 1, 1), {"sentence": {"kind": "fixed", "months": 12, "starts_on": "2023-05-08", "custody": custody}}
    )
    assert found["mark"] == "S"
    assert found["facts_read"] == ["sentence.kind", "sentence.months", "sentence.starts_on", "sentence.custody"]


@pytest.mark.parametrize(
    ("text", "stem", "article", "part"),
    [
        ("刑法 第七十八条", "刑法", "第七十八条", ""),
        ("刑法#第一百二十条之一", "刑法", "第一百二十条之一", ""),
        ("刑诉法 第一百零五条第四款", "刑事诉讼法_2018", "第一百零五条", "第四款"),
        ("2016#第四十条", "办理减刑假释案件具体应用法律的规定_2016", "第四十条", ""),
        ("法释〔2016〕23号 第六条", "办理减刑假释案件具体应用法律的规定_2016", "第六条", ""),
        ("《监狱法》 第十五条", "监狱法_2026", "第十五条", ""),
        ("社区矫正法实施办法(2020)#第二十七条", "社区矫正法实施办法_2020", "第二十七条", ""),
        ("罪犯劳动工时的规定(1995)#第三条", "罪犯劳动工时的规定(1995)", "第三条", ""),
        ("最高人民法院关于减刑、假释案件审理程序的规定 第一条第一款第二项", "减刑假释案件审理程序的规定_2014", "第一条", "第一款第二项"),
    ],
)
def test_citations_are_read_in_every_form(text, stem, article, part):
    cited = citations.parse(text)
    assert (cited.stem, cited.article, cited.part) == (stem, article, part)
    assert citations.parse(str(cited)) == cited


@pytest.mark.parametrize("text", ["", "刑法", "第七十八条", "刑法 78条", "刑法#七十八"])
def test_what_is_no_citation_is_refused(text):
    with pytest.raises(Refused) as said:
        citations.parse(text)
    assert said.value.code == "CITATION_FORM"


def test_an_article_is_found_in_a_folder_of_statutes(tmp_path):
    (tmp_path / "刑法.md").write_text(
        "# 中华人民共和国刑法\n\n## 第一章\n\n第一条 甲。\n\n第二款在此。\n\n#### 第一节\n\n第二条 依照第一条办理。\n第二条之一 乙。\n",
        encoding="utf-8",
    )
    (tmp_path / "办法.md").write_text("# 办法\n\n一、甲项。\n二、乙项。\n", encoding="utf-8")
    assert citations.resolve("刑法#第一条", tmp_path).text == "第一条 甲。\n第二款在此。"
    assert citations.resolve("刑法#第一条", tmp_path).title == "中华人民共和国刑法"
    assert citations.resolve(citations.parse("刑法#第二条之一"), tmp_path).text == "第二条之一 乙。"
    assert citations.resolve("刑法#第二条", tmp_path).text == "第二条 依照第一条办理。"
    assert citations.resolve("办法#第二条", tmp_path).text == "二、乙项。"
    assert citations.resolve("刑法#第九条", tmp_path) is None
    assert citations.resolve("无此法#第一条", tmp_path) is None


def test_the_folder_of_statutes_is_remembered(tmp_path):
    assert citations.remembered_texts(tmp_path) is None
    citations.remember_texts(tmp_path / "home", tmp_path)
    assert citations.remembered_texts(tmp_path / "home") == tmp_path
    (tmp_path / "home" / citations.TEXTS_NOTE).write_text("/nowhere/at/all\n", encoding="utf-8")
    assert citations.remembered_texts(tmp_path / "home") is None


def column(*days):
    return np.array(days, dtype="datetime64[D]")


def test_null_in_is_null_out():
    found = vectors.FUNCTIONS["term_end"](
        column("2024-01-31", "NaT", "2024-01-31"), np.array([1.0, 1.0, np.nan]), np.array([0, 0, 0]), np.array([1, 0, 0])
    )
    assert found.tolist() == [date(2024, 2, 27), None, None]
    masked = np.ma.MaskedArray([1, 2], mask=[False, True])
    assert vectors.FUNCTIONS["add_days"](column("2024-01-31", "2024-01-31"), masked).tolist() == [date(2024, 2, 1), None]
    objects = np.array([date(2024, 10, 1), None], dtype=object)
    assert vectors.FUNCTIONS["is_off"](objects).tolist() == [True, None]


def test_functions_over_columns_are_the_clocks():
    ask = vectors.FUNCTIONS
    held = np.array([True, False])
    assert ask["period_due_days"](column("2024-09-21", "2024-09-21"), np.array([10, 10]), held).tolist() == [
        date(2024, 10, 1),
        date(2024, 10, 8),
    ]
    assert ask["period_due_months"](column("2024-09-01", "2024-09-01"), np.array([1, 1]), held).tolist() == [
        date(2024, 10, 1),
        date(2024, 10, 8),
    ]
    assert ask["proposal_reply_due"](column("2024-08-01")).tolist() == [date(2024, 10, 8)]
    assert all(each.zh and each.result in {"date", "int", "bool", "str"} for each in ask.values())


def test_a_case_says_what_it_expects():
    assert {kind.expects() for kind in CASE.fields.values()} == {"文字", "日期 YYYY-MM-DD", "任意值", "列表"}


def test_kinds_of_facts_read_and_say_what_they_expect():
    assert Time(or_day=True).read("2024-01-01", "facts.done") == date(2024, 1, 1)
    assert Time().read("2024-01-01T09:00", "facts.done").hour == 9
    with pytest.raises(Refused, match="时刻"):
        Time().read("2024-01-01", "facts.done")
    with pytest.raises(Refused, match="时刻"):
        Time().read(20240101, "facts.done")
    assert Day().read(date(2024, 1, 1), "facts.day") == date(2024, 1, 1)
    assert need({"a": 1}, "a", "facts") == 1
    with pytest.raises(Refused, match=r"facts\.b（乙）"):
        need({}, "b", "facts", "乙")
    record = Record({"on": Day(), "many": Items(Flag()), "n": WholeNumber(), "c": Code({"a": "甲"})})
    assert record.expects().startswith("对象")
    assert [each.expects() for each in record.fields.values()] == ["日期 YYYY-MM-DD", "列表", "0 至 100000 的整数", "下列之一：a"]
