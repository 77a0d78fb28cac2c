"""A paper that decides, asks or forbids something names the article it rests on, on whichever day it is drawn up."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

from zhiheng.catalog.packs import loaded
from zhiheng.dossier.core.citing import rested_on
from zhiheng.law.texts import texts

PACKS = Path(__file__).resolve().parents[2] / "packs"
DAYS = (date(2026, 9, 8), date(2026, 11, 29))
"""Before and after the new 监狱法."""
ARTICLE = re.compile(r"第[〇零一二三四五六七八九十百]+条")
NO_DUTY = re.compile(
    r"(清单|回执|证明书|证明|记录|笔录|纪要|表|保证书|责任书|收据|入库单|调用审批单|登记|名单及回避审查表|情况报告|检察报告|查报告|季度报告|终结报告|复盘报告"
    r"|看报告|案件报告|小结|回执（保密）|说明|单位|移交单|通知单|换押证|初评意见书|任务指令|请示|报告|通报|咨询函|答复函|请求函|请求书|结果回复|回复)$"
)
"""Papers that certify, list, record or report: nothing is decided or laid upon anybody."""
WITHOUT_LAW = {
    ("admin_enforcement", "filing_decision"): "报请决定的条文没有核对",
    ("legal_service", "bad_rating_notice"): "只有政策依据",
    ("legal_service", "complaint_answer"): "只有政策依据",
    ("legal_service", "fact_decision"): "只有计分规则",
    ("legal_service", "fact_notice"): "只有计分规则",
    ("prison_release", "term_query"): "核对刑期的函是查询，没有条文要求这份文书",
    ("case_review", "fault_referral"): "依据由移送人写明（fault_basis，必填）",
}


def letters():
    return {key: spec for key, spec in loaded(PACKS).documents.items() if spec.grid is None}


def drawing(pack, name):
    """Procedures that draw the paper up."""
    for spec in loaded(PACKS).procedures.values():
        drawn = {*spec.opens.draws, *(one for step in spec.steps.values() for one in step.draws)}
        drawn |= {one for step in spec.steps.values() for outcome in step.outcomes for one in outcome.draws}
        if spec.pack == pack and name in drawn:
            yield spec


def articles(spec, day):
    """The articles the paper names by itself on the day, without what an officer writes."""
    text = "\n".join(line.text for line in spec.lines)
    fixed = ARTICLE.findall(text)
    if not {"by_law", "law_words"} & spec.placeholders.keys():
        return fixed
    grounds = [spec.source] if spec.source else [one.source for one in drawing(spec.pack, spec.id)]
    found = [ARTICLE.findall(str(rested_on(spec.placeholders, cites, day))) for cites in grounds]
    return fixed or (min(found, key=len) if found else [])


@pytest.mark.parametrize("day", DAYS, ids=str)
def test_a_paper_that_decides_names_its_article(day):
    bare = [
        f"{pack}/{name} {spec.title}"
        for (pack, name), spec in letters().items()
        if not NO_DUTY.search(spec.title) and (pack, name) not in WITHOUT_LAW and not articles(spec, day)
    ]
    assert bare == []


def test_no_exception_outlives_its_reason():
    kept = letters()
    assert all(key in kept and not articles(kept[key], DAYS[1]) for key in WITHOUT_LAW)


def test_a_paper_cites_the_edition_of_its_day():
    notice = loaded(PACKS).documents["commitment", "admission_notice"]
    before, after = (rested_on(notice.placeholders, notice.source, day)["by_law"] for day in DAYS)
    assert before == "《中华人民共和国监狱法》第二十条"
    assert after == "《中华人民共和国监狱法》第三十七条"


def test_words_of_articles_stand_with_short_names():
    reply = loaded(PACKS).documents["corrections", "matter_reply"]
    said = rested_on(reply.placeholders, ["社区矫正法 第二十七条", "社区矫正法实施办法 第二十七条"], DAYS[0])
    assert said["by_law"].startswith(
        "《中华人民共和国社区矫正法》（以下简称《社区矫正法》）第二十七条、《中华人民共和国社区矫正法实施办法》第二十七条"
    )
    assert [words[:16] for words in said["law_words"]] == ["《社区矫正法》第二十七条规定：“"]


EDITED = {one.stem.split("_")[0] for one in texts().values() if one.by}
"""Names of laws of which a later edition has its articles elsewhere."""
OF_ONE_EDITION = {("property_items", "property_state"): "只用于二〇二六年十一月一日以后生效的裁判"}


def test_no_paper_writes_the_number_of_an_article_that_another_edition_has_elsewhere():
    """A certificate of September cited an article of the law of November: what the day asks is written by `by_law`."""
    numbered = re.compile(f"({'|'.join(sorted(EDITED))})》第[一二三四五六七八九十百]+条")
    written = [
        f"{pack}/{name}: {found[0]}"
        for (pack, name), spec in letters().items()
        if (found := numbered.search("\n".join(line.text for line in spec.lines))) and (pack, name) not in OF_ONE_EDITION
    ]
    assert written == []
