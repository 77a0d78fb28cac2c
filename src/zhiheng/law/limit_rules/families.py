"""The clocks of each field of work as rules: a family of limits answers one question, by the one table, with no code per limit."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from zhiheng.law.facts import Flag, Kind, WholeNumber
from zhiheng.law.limit_rules.clocked import EARLY, OUTPUTS, clock, limit_facts, limit_parameters, with_early
from zhiheng.law.limits import limits_of
from zhiheng.law.rule import Answer, Facts, rule

#: What the rows of these families may ask, beside what all limits share.
ASKED: Mapping[str, Kind] = {
    "complex": Flag("案情复杂、重大"),
    "detention_likely": Flag("情况复杂且可能适用行政拘留"),
    "extended": Flag("经批准延长"),
    "extension": WholeNumber("已延长次数", most=2),
    "extensions": WholeNumber("已批准的延长次数", most=2),
    "grave": Flag("特别重大、复杂且需要进一步措施"),
    "many_or_unknown": Flag("涉案人数众多或者身份不明"),
    "remote": Flag("交通十分不便"),
    "simple": Flag("简易程序"),
    "special": Flag("特殊情况"),
    "tender": Flag("怀孕或者哺乳、不满十六周岁、已满七十周岁"),
}


@dataclass(frozen=True)
class Field:
    """A field of work: its family of limits, its title, the article it mainly rests on and from when."""

    family: str
    title: str
    source: str
    since: str


FIELDS = (
    Field("prison.limit", "监狱、看守所执行刑罚期限", "监狱法_2026#第四十条", "2013-01-01"),
    Field("release.limit", "暂予监外执行办理期限", "暂予监外执行规定_2014#第十四条", "2014-12-01"),
    Field("filing.limit", "职务犯罪刑罚变更备案审查期限", "职务犯罪罪犯减刑假释暂予监外执行备案审查的规定_2014#第二条", "2014-06-23"),
    Field("patrol.limit", "巡回、派驻检察期限", "人民检察院巡回检察工作规定_2021#第十条", "2021-12-08"),
    Field("treatment.limit", "强制医疗期限", "刑事诉讼法_2018#第三百零五条", "2016-06-02"),
    Field("sealing.limit", "未成年人犯罪记录封存与查询期限", "未成年人犯罪记录封存的实施办法_2022#第十一条", "2018-10-26"),
    Field("police.limit", "公安机关办理刑事案件期限", "公安机关办理刑事案件程序规定_2020#第一百七十九条", "2004-10-01"),
    Field("administrative.limit", "治安、行政处罚与行政复议期限", "治安管理处罚法_2025#第一百一十八条", "2019-04-27"),
    Field("prosecution.limit", "检察机关办理案件期限", "人民检察院刑事诉讼规则_2019#第三百八十六条", "2018-10-26"),
    Field("trial.limit", "审判流程期限", "刑事诉讼法_2018#第一百八十七条", "2014-06-01"),
    Field("responsibility.limit", "司法责任追究期限", "人民检察院司法责任追究条例_2024#第十六条", "2024-07-04"),
    Field("supervisory.limit", "监察调查期限", "监察法_2024#第四十八条", "2025-06-01"),
    Field("relief.limit", "国家赔偿与法律援助期限", "国家赔偿法_2012#第十三条", "2013-01-01"),
)


def facts_asked(family: str) -> dict[str, Kind]:
    """The facts the rows of a family ask for, by their declared kinds."""
    named = {name for limit in limits_of(family).values() for row in limit.rows for name in row.when}
    return {name: ASKED[name] for name in sorted(named)}


def _answering(family: str) -> object:
    def limit(facts: Facts, as_of: date) -> Answer:
        return with_early(clock(family, facts, as_of), facts)

    return limit


for _field in FIELDS:
    rule(
        _field.family,
        title=_field.title,
        source=_field.source,
        since=_field.since,
        facts=limit_facts(_field.family, facts_asked(_field.family)),
        outputs={**OUTPUTS, **EARLY},
        parameters=limit_parameters(_field.family),
    )(_answering(_field.family))  # type: ignore[arg-type]
