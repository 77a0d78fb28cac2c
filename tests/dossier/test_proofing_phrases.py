"""Phrases that judgments use everywhere: dates in words, how days are set off, rights taken away, what a paper says of periods."""

from __future__ import annotations

from datetime import date

import pytest

from zhiheng.dossier.core.proofing.checking import findings_in
from zhiheng.dossier.core.proofing.facts import facts_of
from zhiheng.dossier.core.proofing.finding import ProofText

BEGUN = "判处有期徒刑四年二个月（刑期从判决执行之日起计算，判决执行以前先行羁押的，羁押一日折抵刑期一日，即自2023年3月15日起至{}止）。"
JUDGMENT = "如不服本判决，可在接到判决书的第二日起{}日内，通过本院或者直接向某市中级人民法院提出上诉。"
RULING = "如不服本裁定，可在收到裁定书之日起{}日内向某市中级人民法院提出上诉。"
PHRASES = [
    (BEGUN.format("2027年5月14日"), None),
    (BEGUN.format("2027年5月13日"), ("Q01", "stop")),
    ("指定居所监视居住二日折抵刑期一日，判处有期徒刑一年，刑期自2026年1月1日起至2026年12月31日止。", None),
    ("羁押300日，折抵刑期300日，判处有期徒刑一年，刑期自2026年1月1日起至2026年3月6日止。", None),
    ("判处有期徒刑四年二个月，刑期自二〇二三年三月十五日起至二〇二七年五月十五日止。", ("Q01", "stop")),
    ("判处有期徒刑四年二个月，刑期自二〇二三年三月十五日起至二〇二七年五月十四日止。", None),
    ("判处有期徒刑四年二个月，刑期从2023年3月15日起至2027年5月15日止。", ("Q01", "stop")),
    ("二〇二六年九月三十一日收到。", ("D01", "stop")),
    ("二零二四年二月二十九日收到。", None),
    ("二〇二六年二月二十九日收到。", ("D01", "stop")),
    ("判处无期徒刑，剥夺政治权利五年。", ("Q07", "stop")),
    ("判处死刑，缓期二年执行，剥夺政治权利十年。", ("Q07", "stop")),
    ("判处无期徒刑，剥夺政治权利终身。", None),
    ("原判处无期徒刑，剥夺政治权利终身，减为有期徒刑二十二年，剥夺政治权利改为七年。", None),
    ("判处无期徒刑，减为有期徒刑二十二年，剥夺政治权利七年。", None),
    ("判处有期徒刑十年，剥夺政治权利六年。", ("Q07", "stop")),
    ("判处有期徒刑十年，剥夺政治权利五年。", None),
    ("判处有期徒刑四年，缓刑五年。", ("Q03", "stop")),
    ("判处有期徒刑三年一个月，缓刑五年。", ("Q03", "stop")),
    ("判处有期徒刑三年，缓刑五年。", None),
    (JUDGMENT.format("十五"), ("D03", "ask")),
    (JUDGMENT.format("十"), None),
    (RULING.format("十"), ("D03", "ask")),
    (RULING.format("五"), None),
    ("罚金限判决生效后四个月内缴纳。", ("D03", "ask")),
    ("罚金限判决发生法律效力第二日起三个月内缴纳。", None),
    ("罚金限判决生效后三十日内缴纳。", None),
]

GOOD = "510703199003072738"
PHRASES += [
    (f"罪犯张建国，男，1990年3月7日出生，公民身份号码{GOOD}。", None),
    (f"罪犯张建国，男，一九九〇年三月七日生，公民身份号码{GOOD}。", None),
    (f"罪犯张建国，女，1990年3月7日出生，公民身份号码{GOOD}。", ("I02", "stop")),
    (f"罪犯张建国，男，1990年3月8日出生，公民身份号码{GOOD}。", ("I02", "stop")),
    (f"罪犯李秀英，女，1988年5月2日出生。罪犯张建国，公民身份号码{GOOD}。", None),
]
PARTS = [
    ("依照《中华人民共和国刑法》第七十八条第一款第（一）项、第七十九条的规定。", None),
    ("依照刑法第七十八条第二款第（三）项的规定。", None),
    ("依照刑法第七十八条第三款的规定。", ("A02", "stop")),
    ("依照刑法第七十八条第一款第（七）项的规定。", ("A02", "stop")),
    ("依照刑法第七十九条第（一）项的规定。", ("A02", "stop")),
    ("依照刑法第七十八条第一款第（一）项、第四百九十九条的规定。", ("A02", "stop")),
    ("依照刑法第一百三十三条之一第一款第（二）项的规定。", None),
]


@pytest.mark.parametrize(("text", "expected"), PARTS)
def test_paragraphs_and_items_are_looked_up(text, expected, shared):
    found = findings_in(ProofText((text,), date(2026, 9, 10), shared / "law" / "text"), facts_of(None))
    assert [(one.code, one.level) for one in found] == ([expected] if expected else [])


@pytest.mark.parametrize(("text", "expected"), PHRASES)
def test_phrase(text, expected):
    found = findings_in(ProofText((text,), date(2026, 9, 10), None), facts_of(None))
    assert [(one.code, one.level) for one in found] == ([expected] if expected else [])
