"""Reasons against the operative part, what must be answered, evidence and annexes as they are listed."""

from __future__ import annotations

import re
from collections.abc import Iterator

from zhiheng.dossier.core.capitals import read_whole
from zhiheng.dossier.core.proofing.facts import Facts
from zhiheng.dossier.core.proofing.finding import WHOLE, Finding, ProofText, finding
from zhiheng.dossier.core.proofing.sections import operative, reasons

OPPOSED: tuple[tuple[str, str, str], ...] = (
    ("减刑", r"(?:不予|不应|不宜|不得)减刑|不符合减刑|不具备减刑", r"减去|准予减刑|予以减刑"),
    ("减刑", r"(?:可以|应予|应当|准予|予以)减刑|符合减刑(?:的)?(?:法定)?条件", r"不予减刑|不准予?减刑|驳回减刑"),
    ("假释", r"(?:不予|不应|不宜|不得)假释|不符合假释", r"(?<!不)(?:准予|予以)假释"),
    ("假释", r"(?:可以|应予|准予|予以)假释|符合假释(?:的)?(?:法定)?条件", r"不予假释|不准予?假释"),
    ("有罪", r"不构成犯罪|应当?宣告无罪|事实不清、证据不足", r"(?:被告人)?[^。]{0,12}犯[^。]{1,20}罪，判处"),
    ("无罪", r"已构成[^，。]{1,20}罪", r"宣告[^。]{0,12}无罪|被告人[^。]{1,8}无罪"),
    ("上诉", r"上诉理由(?:不能成立|不成立)", r"撤销[^。]{0,30}(?:判决|裁定)"),
)
"""Matter, what the reasons say, and what the operative part then must not say."""
_EVIDENCE = re.compile(r"证据(?P<number>[一二三四五六七八九十]{1,3}|\d{1,2})(?P<listed>[：:．.、])?")
_ANNEX = re.compile(r"^附(?:件)?[：:]?\s*(?:\d{1,2}[．.、])?\s*(?P<name>[^\s].*)$")
_ITEM = re.compile(r"^\s*\d{1,2}[．.、]\s*(?P<name>.+)$")
_AWARD = r"(?P<count>[零一二两三四五六七八九十百]+|\d+)(?:个|次|项)"
_SCORE = re.compile(r"(?:考核)?(?:积分|得分)(?:累计|共|为)*(?P<score>\d+(?:\.\d+)?)分")


def contradictions(document: ProofText, _facts: Facts) -> Iterator[Finding]:
    """The operative part does what the reasons say."""
    argued = "".join(text for _number, text in reasons(document))
    for about, said, opposed in OPPOSED:
        why = re.search(said, argued)
        if not why:
            continue
        for place in operative(document):
            if found := re.search(opposed, place[1]):
                yield finding("L01", place, found[0], f"理由部分写明“{why[0]}”，与主文关于{about}的结果矛盾", "核对理由和主文")


def unanswered(document: ProofText, facts: Facts) -> Iterator[Finding]:
    """Circumstances of the case and opinions of those who took part are answered in the reasons."""
    argued = "".join(text for _number, text in reasons(document)) or "".join(document.paragraphs)
    for circumstance in facts.circumstances:
        if circumstance not in argued:
            yield finding("L02", WHOLE, circumstance, "案件有这一情节，理由部分没有回应", "补写是否认定及理由")
    for speaker in facts.opinions:
        if speaker not in argued:
            yield finding("L03", WHOLE, speaker, "提出的意见，理由部分没有回应", "补写是否采纳及理由")


def evidence(document: ProofText, facts: Facts) -> Iterator[Finding]:
    """Evidence that is named by a number is listed under it."""
    found = [((number, text), one) for number, text in enumerate(document.paragraphs, start=1) for one in _EVIDENCE.finditer(text)]
    listed = {read_whole(one["number"]) for _place, one in found if one["listed"] and one["listed"] != "、"}
    if facts.evidence_count is not None:
        listed |= set(range(1, facts.evidence_count + 1))
    for place, one in found:
        if listed and read_whole(one["number"]) not in listed:
            yield finding("L04", place, one[0].rstrip("：:．.、"), "没有列示这一编号的证据", "核对证据编号和证据目录")


def parts(document: ProofText, facts: Facts) -> Iterator[Finding]:
    """Every part that a document of its kind needs is there: a word, or any of several joined by |."""
    whole = "\n".join(document.paragraphs)
    for title, words in facts.parts:
        if not re.search(words, whole):
            yield finding("S01", WHOLE, title, "缺少这一部分", f"补写{title}")


def annexes(document: ProofText, facts: Facts) -> Iterator[Finding]:
    """The annexes that are listed are those that are attached."""
    named = listed_annexes(document)
    for name in facts.annexes or ():
        if name not in named:
            yield finding("S04", WHOLE, name, "随文书附有，附件清单没有列出", "补入附件清单，或取下附件")
    for name in named if facts.annexes is not None else ():
        if name not in (facts.annexes or ()):
            yield finding("S04", WHOLE, name, "附件清单列出，没有随文书附上", "附上附件，或改正清单")


def listed_annexes(document: ProofText) -> list[str]:
    """The names of the list of annexes, in their order."""
    lines = list(document.paragraphs)
    begin = next((at for at, text in enumerate(lines) if text.startswith(("附件", "附："))), None)
    named: list[str] = []
    if begin is not None:
        first = _ANNEX.match(lines[begin])
        named = [first["name"].strip()] if first else []
        for text in lines[begin + 1 :]:
            if not (item := _ITEM.match(text)):
                break
            named.append(item["name"].strip())
    return named


def conduct(document: ProofText, facts: Facts) -> Iterator[Finding]:
    """Awards and scores are those of the record."""
    for place in enumerate(document.paragraphs, start=1):
        for word, count in facts.awards:
            for said, written in _awards(word, place[1]):
                if said != count:
                    yield finding("F03", place, written, f"记录为{word}{count}次", "核对考核奖励记录")
        yield from _too_many(place, facts)
        for found in _SCORE.finditer(place[1]) if facts.score is not None else ():
            if found["score"] != facts.score:
                yield finding("F03", place, found[0], f"考核积分记录为{facts.score}分", "核对考核积分记录")


def _too_many(place: tuple[int, str], facts: Facts) -> Iterator[Finding]:
    """More awards than were given; fewer may be a part of them."""
    for word, most in facts.awards_most:
        for said, written in _awards(word, place[1]):
            if (said or 0) > most:
                yield finding("F03", place, written, f"记录共{word}{most}次", "核对考核奖励记录")


def _awards(word: str, text: str) -> Iterator[tuple[int | None, str]]:
    """How many awards a text counts, with its words."""
    for found in re.finditer(rf"{re.escape(word)}{_AWARD}", text):
        yield read_whole(found["count"]), found[0]
