"""的地得, figures of two kinds in one date or length, words that do not belong into a document."""

from __future__ import annotations

import re
from collections.abc import Iterator

from zhiheng.dossier.core.proofing.facts import Facts
from zhiheng.dossier.core.proofing.finding import Finding, ProofText, finding

_HOW = "积极|认真|主动|自愿|如实|及时|迅速|充分|切实|严格|严肃|努力|自觉|全面|准确|妥善"
_DOES = "履行|参加|完成|供述|交代|配合|改造|学习|投案|退缴|退赔|执行|办理|纠正|处理|整改|落实|接受|遵守|说明|报告"
_ADVERB = re.compile(rf"(?:{_HOW})的(?:{_DOES})(?![情态方过结]|者|人|义务|行为|工作|程度)")
_RESULT = re.compile(r"(?:表现|完成|做|改造|执行|掌握)的(?:很|较|非常|十分|不够|比较)(?:好|差|快|慢|到位|彻底)")
_MIXED = re.compile(
    r"\d{4}年[一二三四五六七八九十]{1,3}月|[一二三四五六七八九〇零]{4}年\d{1,2}月"
    r"|\d{1,2}月[一二三四五六七八九十]{1,3}日"
    r"|\d+年(?:零|又)?[一二三四五六七八九十]+个月|[一二三四五六七八九十]+年(?:零|又)?\d+个月"
)
IMPROPER: dict[str, str] = {
    "劳改犯": "罪犯",
    "残废": "残疾",
    "弱智": "智力残疾",
    "疯子": "精神障碍患者",
    "哑巴": "言语残疾人",
    "瞎子": "视力残疾人",
    "聋子": "听力残疾人",
    "瘸子": "肢体残疾人",
    "盲流": "流动人员",
    "二进宫": "再次犯罪",
    "吃牢饭": "服刑",
}
"""Word → what officials write."""


def particles(document: ProofText, _facts: Facts) -> Iterator[Finding]:
    """地 before what is done, 得 before how well."""
    for number, text in enumerate(document.paragraphs, start=1):
        for pattern, right in ((_ADVERB, "地"), (_RESULT, "得")):
            for found in pattern.finditer(text):
                yield finding("W02", (number, text), found[0], f"这里的“的”应为“{right}”", f"改为“{found[0].replace('的', right, 1)}”")


def figures(document: ProofText, _facts: Facts) -> Iterator[Finding]:
    """One date or length is written in one kind of figures (GB/T 15835)."""
    for number, text in enumerate(document.paragraphs, start=1):
        for found in _MIXED.finditer(text):
            yield finding("W04", (number, text), found[0], "同一日期或者刑期混用了两种数字", "统一用阿拉伯数字或者统一用汉字数字")


def improper(document: ProofText, _facts: Facts) -> Iterator[Finding]:
    """Words that hurt or that officials do not use."""
    for number, text in enumerate(document.paragraphs, start=1):
        for word, right in IMPROPER.items():
            if re.search(rf"(?<!本){word}", text):
                yield finding("W05", (number, text), word, "不宜在文书中使用", f"改为“{right}”；引用原话的，加引号并说明")
