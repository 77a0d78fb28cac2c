"""Every kind of error of the domain is known and found; each has a text that is stopped, one that is not, and one that nearly is."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
import yaml

from tests.dossier.test_proofing import DAY, codes, found
from zhiheng.dossier.core.proofing.finding import HANDLED, KINDS, LEVELS
from zhiheng.dossier.core.proofing.punishments import fee_of
from zhiheng.dossier.services.proofing import is_open

ZHANG = {"persons": [{"name": "张建国", "sex": "male"}]}
WOMAN = {"persons": [{"name": "张建芳", "sex": "female"}]}
RULING = "本院认为，罪犯张建国确有悔改表现，{}。\n依照《中华人民共和国刑法》第七十八条之规定，裁定如下：\n{}\n审判长　王五"
VERDICT = "本院认为，被告人张建国犯盗窃罪，应判处有期徒刑三年。依照《中华人民共和国刑法》{}之规定，判决如下：\n{}"
CASES = [
    # persons
    ("I03", "被告人张建国认罪。", {**ZHANG, "called": ["罪犯"]}, "罪犯张建国认罪。", "同案被告人认罪，张建国没有异议。"),
    ("I04", "被告人李四不服。", {"places": {"李四": ["上诉人"]}}, "上诉人李四不服。", "被害人的亲属李四不服。"),
    ("I05", "张建国说她认罪。", ZHANG, "张建国说他认罪。", "张建国和她人"),
    ("S06", "罪犯张建国和罪犯李大山，认罪。", {**ZHANG, "whole": True}, "罪犯张建国认罪。", "罪犯张建国，罪犯李某某，认罪。"),
    # numbers and days
    (
        "N04",
        "文书。",
        {"own_number": "川检纠违〔2026〕7号", "taken_numbers": ["川检纠违〔2026〕7号"]},
        {"own_number": "川检纠违〔2026〕8号", "taken_numbers": ["川检纠违〔2026〕7号"]},
        {"own_number": "川检纠违〔2026〕1号", "taken_numbers": []},
    ),
    (
        "N04",
        "文书。",
        {"own_number": "川检〔2026〕9号", "taken_numbers": ["川检〔2026〕7号", "川检〔2026〕6号"]},
        {"own_number": "川检〔2026〕8号", "taken_numbers": ["川检〔2026〕7号"]},
        {},
    ),
    (
        "D03",
        "自2026年6月1日起十日内，即2026年6月15日前。",
        None,
        "自2026年6月1日起十日内，即2026年6月11日前。",
        "自2026年6月1日起十日内，另行通知。",
    ),
    (
        "D03",
        "自2026年6月1日起三个月内，至2026年8月1日止。",
        None,
        "自2026年6月1日起三个月内，至2026年9月1日止。",
        "自2026年6月1日起至2026年9月1日止。",
    ),
    ("D04", "四川省检察院\n2026年6月10日", {"served_on": "2026-06-09"}, {"served_on": "2026-06-10"}, {}),
    (
        "D04",
        "四川省检察院\n二〇二六年六月十三日",
        {"on_workdays": True},
        "四川省检察院\n二〇二六年六月十二日",
        "2026年6月13日收到。\n四川省检察院",
    ),
    # money
    (
        "M05",
        "诉讼标的额为100000元，案件受理费3000元。",
        None,
        "诉讼标的额为100000元，案件受理费2300元。",
        "诉讼标的额为100000元，案件受理费减半收取1150元。",
    ),
    # sentences
    (
        "Q04",
        "犯盗窃罪，判处有期徒刑三年；犯诈骗罪，判处有期徒刑二年；决定执行有期徒刑五年六个月。",
        None,
        "犯盗窃罪，判处有期徒刑三年；犯诈骗罪，判处有期徒刑二年；决定执行有期徒刑四年。",
        "判处有期徒刑三年，决定执行有期徒刑三年。",
    ),
    (
        "Q04",
        "判处有期徒刑十五年，判处有期徒刑十五年，决定执行有期徒刑二十一年。",
        None,
        "判处有期徒刑十五年，判处有期徒刑十五年，决定执行有期徒刑二十年。",
        "判处有期徒刑十五年，判处有期徒刑十五年，判处有期徒刑十年，决定执行有期徒刑二十四年。",
    ),
    ("Q05", "对罪犯减去有期徒刑十个月。", {"cut_most_months": 9}, "对罪犯减去有期徒刑九个月。", "减刑建议已经收到。"),
    ("Q05", "减刑。", {"cut_faults": ["距上次减刑不满一年"]}, {}, {"cut_most_months": 9}),
    (
        "Q06",
        VERDICT.format("第二百六十四条", "被告人张建国犯盗窃罪，判处有期徒刑二年。"),
        None,
        VERDICT.format("第二百六十四条", "被告人张建国犯盗窃罪，判处有期徒刑三年。"),
        VERDICT.format("第二百六十四条", "驳回上诉，维持原判。"),
    ),
    # articles
    (
        "A05",
        "根据《中华人民共和国刑事诉讼法》第二百七十三条、《中华人民共和国刑法》第七十八条，裁定如下：",
        None,
        "根据《中华人民共和国刑法》第七十八条、《中华人民共和国刑事诉讼法》第二百七十三条，裁定如下：",
        "根据刑事诉讼法和刑法，提出建议。",
    ),
    (
        "A06",
        VERDICT.format("第二百六十六条", "被告人张建国犯盗窃罪，判处有期徒刑三年。"),
        None,
        VERDICT.format("第二百六十四条、第六十七条", "被告人张建国犯盗窃罪，判处有期徒刑三年。"),
        "曾因犯盗窃罪被判刑，依照刑法第七十八条提出建议。",
    ),
    # logic
    (
        "L01",
        RULING.format("但不符合减刑条件", "对罪犯张建国减去有期徒刑六个月。"),
        None,
        RULING.format("符合减刑条件", "对罪犯张建国减去有期徒刑六个月。"),
        RULING.format("符合减刑条件", "驳回申诉。"),
    ),
    (
        "L02",
        RULING.format("可以减刑", "减去六个月。"),
        {"circumstances": ["重大立功"]},
        RULING.format("有重大立功，可以减刑", "减去六个月。"),
        RULING.format("没有重大立功，可以减刑", "减去六个月。"),
    ),
    (
        "L03",
        RULING.format("可以减刑", "减去六个月。"),
        {"opinions": ["检察机关"]},
        RULING.format("检察机关的意见成立，可以减刑", "减去六个月。"),
        RULING.format("采纳检察机关意见", "减去六个月。"),
    ),
    ("L04", "证据一：判决书\n证据二：裁定书\n由证据三证实。", None, "证据一：判决书\n证据二：裁定书\n由证据二证实。", "由证据三证实。"),
    # structure
    ("S01", "裁定如下：减刑。", {"parts": {"理由": "本院认为|本院经审查认为"}}, "本院经审查认为，可以。", "本院认为，可以。"),
    ("S04", "附件：1．判决书\n2．裁定书", {"annexes": ["判决书"]}, "附件：1．判决书", {}),
    # wording
    ("W02", "罪犯积极的参加学习。", None, "罪犯积极地参加学习。", "罪犯积极的学习态度。"),
    ("W04", "2026年六月入监。", None, "2026年6月入监。", "二〇二六年六月入监，服刑四年二个月。"),
    ("W05", "该劳改犯认罪。", None, "该罪犯认罪。", "经本人犯错检讨。"),
    # facts
    ("F03", "获得表扬五次。", {"awards": {"表扬": 6}}, "获得表扬六次。", "获得表扬，五次谈话。"),
    ("F03", "考核积分累计500分。", {"score": "520"}, "考核积分累计520分。", "积分考核。"),
]


@pytest.mark.parametrize(("code", "text", "facts", "clean", "near"), CASES, ids=[f"{one[0]}-{at}" for at, one in enumerate(CASES)])
def test_kind(code, text, facts, clean, near):
    assert code in {one for one, _level in codes(text, facts)}
    for other in (clean, near):
        words, known = (other, facts) if isinstance(other, str) else (text, other)
        assert code not in {one for one, _level in codes(words, known)}


def test_every_kind_of_the_domain_is_known_and_tested(shared):
    listed = yaml.safe_load((shared / "data" / "domain" / "proofreading_errors.yaml").read_text(encoding="utf-8"))
    assert {one["code"] for one in listed["errors"]} == set(KINDS)
    softer = {one["code"] for one in listed["errors"] if (one["level"], KINDS[one["code"]][0]) == ("stop", "ask")}
    assert softer == {"I07", "A01"}, "organs of which no full name is known, and laws whose text is not at hand, are asked about"
    assert set(listed["handling"]) == {*HANDLED, "fixed"}


@pytest.mark.parametrize("code", sorted(KINDS))
def test_each_kind_is_handled_or_explained_before_issue(code):
    """fixed is a mended text; a hint lets go; ask needs an answer; stop needs an answer and a second person, but for wrong data."""

    def row(handled="", confirmed_by=""):
        return SimpleNamespace(level=KINDS[code][0], handled=handled, confirmed_by=confirmed_by)

    level = KINDS[code][0]
    assert level in LEVELS
    assert is_open(row()) is (level != "hint")
    assert is_open(row("confirmed")) is (level == "stop")
    assert not is_open(row("confirmed", "second")) and not is_open(row("data_wrong"))


def test_fees_follow_their_steps():
    assert [fee_of(claim) for claim in (5000, 10_000, 100_000, 200_000, 1_000_000)] == [50, 50, 2300, 4300, 13800]


def test_findings_say_what_they_are():
    for code, text, facts, _clean, _near in CASES:
        one = next(each for each in found(text, facts, DAY) if each.code == code)
        assert one.reason and one.remedy and one.title


GATES = {
    "四年二个月自2023-03-15起至2027-05-15止": ("判处有期徒刑四年二个月，刑期自2023年3月15日起至2027年5月15日止。", None, DAY),
    "四年二个月自2023-03-15起至2027-05-14止": ("判处有期徒刑四年二个月，刑期自2023年3月15日起至2027年5月14日止。", None, DAY),
    "拘役一个月自2026-01-31起至2026-02-28止": ("判处拘役一个月，刑期自2026年1月31日起至2026年2月28日止。", None, DAY),
    "有期徒刑二年自2026-03-01起, 60 days of residential surveillance at a named place, end 2028-02-29": (
        "判处有期徒刑二年，刑期自2026年3月1日起至2028年2月29日止。",
        {"surveillance_days": 60},
        DAY,
    ),
    "有期徒刑二年自2026-03-01起, no credit, end 2028-02-29": ("判处有期徒刑二年，刑期自2026年3月1日起至2028年2月29日止。", None, DAY),
    "罚金人民币八百元, adult": ("张建国并处罚金人民币八百元。", {"persons": [{"name": "张建国", "minor": False}]}, DAY),
    "罚金人民币八百元, minor": ("张建国并处罚金人民币八百元。", {"persons": [{"name": "张建国", "minor": True}]}, DAY),
    "大写 捌仟元整, digits 8000.00": ("已缴纳人民币捌仟元整（8000.00元）。", None, DAY),
    "大写 捌仟元整, digits 80,000": ("已缴纳人民币捌仟元整（80,000元）。", None, DAY),
    "刑诉法 第二百六十三条 quoted for the 20-day objection": ("依照刑诉法第二百六十三条，应在二十日内提出纠正意见。", None, DAY),
    "监狱法第五十五条 quoted in a paper of 2026-12-01": ("依照监狱法第五十五条。", None, DAY.replace(month=12, day=1)),
    "监狱法第五十五条 quoted in a paper of 2026-10-20": ("依照监狱法第五十五条。", None, DAY.replace(month=10, day=20)),
    "（2026）川07刑更123号, court of the file is 川07": ("本院（2026）川07刑更123号裁定。", {"court_codes": ["川07"]}, DAY),
    "identity number fails the check digit": ("公民身份号码510703199003072731。", None, DAY),
}
"""What the walk-through file gives to the check → the paper, its facts, its day."""
LEVEL = {"ok": set(), "warn": {"ask"}, "block": {"stop"}}


def test_the_walk_throughs_of_the_domain(shared):
    """Every check of the file; those of the flow are walked in `test_proofing`, the values of the recall are arithmetic."""
    told = yaml.safe_load((shared / "data" / "domain" / "proofreading_cases.yaml").read_text(encoding="utf-8"))
    checks = [one for case in told["cases"] for one in case["checks"] if one.get("gate") == "check"]
    assert {one["given"] for one in checks} == set(GATES)
    for one in checks:
        text, facts, day = GATES[one["given"]]
        findings = found(text, facts, day)
        assert {each.level for each in findings} == LEVEL[one["expect"]], one["given"]
        named = one.get("why", "").partition(":")[0]
        assert named not in KINDS or named in {each.code for each in findings}, one["given"]
