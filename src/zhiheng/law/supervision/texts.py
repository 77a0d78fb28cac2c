"""From when each text is in force, so that an answer about an earlier day does not rest on a later text."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from zhiheng.law.rule import Answer

#: The days on which the statute files of the library came into force (supervision-rules, section 0).
IN_FORCE: Mapping[str, date] = {
    "刑事诉讼法_2018": date(2018, 10, 26),
    "适用刑事诉讼法的解释_2021": date(2021, 3, 1),
    "人民检察院刑事诉讼规则_2019": date(2019, 12, 30),
    "公安机关办理刑事案件程序规定_2020": date(2020, 9, 1),
    "社区矫正法_2019": date(2020, 7, 1),
    "监狱法_2012": date(2013, 1, 1),
    "行政执法机关移送涉嫌犯罪案件的规定_2020": date(2020, 8, 7),
    "人民检察院办理行政执法机关移送涉嫌犯罪案件的规定_2001": date(2001, 9, 10),
    "个人信息保护法_2021": date(2021, 11, 1),
    "行政处罚法_2021": date(2021, 7, 15),
}


def standing(cites: tuple[str, ...], day: date) -> tuple[str, ...]:
    """The articles whose text was in force on the day."""
    return tuple(cite for cite in cites if IN_FORCE.get(cite.partition("#")[0], day) <= day)


def dated(answer: Answer, day: date) -> Answer:
    """The answer resting only on texts in force on the day."""
    conditions = tuple(replace(each, cites=standing(each.cites, day)) for each in answer.conditions)
    return replace(answer, cites=standing(answer.cites, day), conditions=conditions)
