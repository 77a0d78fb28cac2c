"""Citations in a paper: a law in full at its first mention, then short; an article with its words where the words in force are at hand."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from datetime import date
from itertools import groupby
from pathlib import Path

from zhiheng.catalog.document_parts import BY_LAW
from zhiheng.law.bundled import STATE
from zhiheng.law.citations import Citation, parse, resolve
from zhiheng.law.errors import Refused
from zhiheng.law.texts import standing_on, title_of

FULL = {
    "刑法": "中华人民共和国刑法",
    "刑事诉讼法": "中华人民共和国刑事诉讼法",
    "监狱法": "中华人民共和国监狱法",
    "社区矫正法": "中华人民共和国社区矫正法",
    "人民检察院组织法": "中华人民共和国人民检察院组织法",
    "未成年人保护法": "中华人民共和国未成年人保护法",
    "行政处罚法": "中华人民共和国行政处罚法",
    "个人信息保护法": "中华人民共和国个人信息保护法",
    "数据安全法": "中华人民共和国数据安全法",
    "治安管理处罚法": "中华人民共和国治安管理处罚法",
    "出境入境管理法": "中华人民共和国出境入境管理法",
    "适用刑事诉讼法的解释": "最高人民法院关于适用《中华人民共和国刑事诉讼法》的解释",
    "减刑假释案件审理程序的规定": "最高人民法院关于减刑、假释案件审理程序的规定",
    "办理减刑假释案件具体应用法律的规定": "最高人民法院关于办理减刑、假释案件具体应用法律的规定",
    "办理减刑假释案件具体应用法律的补充规定": "最高人民法院关于办理减刑、假释案件具体应用法律的补充规定",
    "审查财产性判项执行问题的规定": "最高人民法院关于办理减刑、假释案件审查财产性判项执行问题的规定",
    "社区矫正法实施办法": "中华人民共和国社区矫正法实施办法",
    "进一步加强社区矫正工作衔接配合管理的意见": "关于进一步加强社区矫正工作衔接配合管理的意见",
    "进一步规范暂予监外执行工作的意见": "关于进一步规范暂予监外执行工作的意见",
    "未成年人犯罪记录封存的实施办法": "关于未成年人犯罪记录封存的实施办法",
    "推进行政执法与刑事司法衔接工作的规定": "最高人民检察院关于推进行政执法与刑事司法衔接工作的规定",
    "人民检察院全面准确落实司法责任制的若干意见": "最高人民检察院关于人民检察院全面准确落实司法责任制的若干意见",
    "刑事裁判涉财产部分执行的若干规定": "最高人民法院关于刑事裁判涉财产部分执行的若干规定",
    "统一法律适用加强类案检索的指导意见": "最高人民法院关于统一法律适用加强类案检索的指导意见（试行）",
    "羁押必要性审查评估工作规定": "人民检察院、公安机关羁押必要性审查、评估工作规定",
    "强制医疗执行检察办法": "人民检察院强制医疗执行检察办法（试行）",
    "禁止法官检察官与律师不正当接触交往的意见": "关于建立健全禁止法官、检察官与律师不正当接触交往制度机制的意见",
}
"""Titles of texts that are cited often, for homes without the texts; where the texts are at hand their own titles are used."""
SHORT = {"适用刑事诉讼法的解释": "刑事诉讼法解释"}
MOST_SIGNS = 160
"""A longer article is named without its words."""
MOST_RECITED = 400
"""The same where the words stand in paragraphs of their own."""
_YEAR = re.compile(r"[_（(]\d{4}.*$")
_EDITION = re.compile(r"（\d{4}年修[正订]）$")
_PART = re.compile(r"第([一二三四五六七八九十]+)款")
_OPENING = re.compile(r"^第[^条]{1,9}条(?:之[一二三四五六七八九十]+)?[\s　]*")
_NUMERALS = "一二三四五六七八九十"


def rested_on(places: Collection[str], cites: Iterable[str], day: date, texts: Path | None = None) -> dict[str, object]:
    """What a paper with these places says of its own ground: articles as they stand on its day, named and with their words."""
    asked = BY_LAW.keys() & places
    if not asked:
        return {}
    citing, known = Citing(texts, day), in_force(cites, day)
    recited = [cite for cite in known if citing.words_of(cite, MOST_RECITED)] if "law_words" in asked else []
    named = citing.listed(known, abbreviated={cite.stem for cite in recited})
    made = {"by_law": named, "law_words": citing.recited(recited)}
    return {name: made[name] for name in asked}


def in_force(cites: Iterable[str], day: date) -> list[Citation]:
    """The citations that are articles, each as it stands on the day."""
    found = (found for cite in cites for found in standing_on(str(_parsed(cite) or ""), day) if found)
    return [parse(cite) for cite in dict.fromkeys(found)]


def _parsed(cite: str) -> Citation | None:
    try:
        return parse(cite)
    except Refused:
        return None


class Citing:
    """Says citations one after the other; remembers which laws have been named in full.

    texts   the folder of statutes, if known
    day     of laws with several editions, the one of this day; none: the newest
    """

    def __init__(self, texts: Path | None = None, day: date | None = None) -> None:
        self.texts, self.day = texts, day
        self._named: set[str] = set()

    def listed(self, cites: Iterable[Citation], *, abbreviated: Collection[str] = ()) -> str:
        """The articles under the full names of their laws: 《…》第一条、第二条; with short names for the texts used further on."""
        parts = []
        for _, cited in groupby(cites, key=lambda cite: cite.stem):
            articles = list(cited)
            law = (
                self.named(articles[0])
                if articles[0].stem in abbreviated
                else f"《{self._full(articles[0])}》{articles[0].article}{articles[0].part}"
            )
            parts += [law, *(f"{one.article}{one.part}" for one in articles[1:])]
        return "、".join(parts)

    def recited(self, cites: Iterable[Citation]) -> list[str]:
        """Each article with its words: 《…》第四十四条规定：“…”。"""
        return [f"{self.named(cite)}规定：“{self.words_of(cite, MOST_RECITED)}。”" for cite in cites]

    def _full(self, citation: Citation) -> str:
        short = _YEAR.sub("", citation.stem)
        return self._title(citation, short).replace("《", "〈").replace("》", "〉")

    def breach(self, cites: Iterable[str]) -> str:
        """What a fact violates: 上述情形不符合《…》（以下简称《…》）第四十四条“…”的规定; empty without citations."""
        text = "、".join(self.cited(cite) for cite in cites)
        return f"上述情形不符合{text}的规定。" if text else ""

    def gathered(self, cites: Iterable[str]) -> list[str]:
        """A line for each law with its articles: 《刑事诉讼法》第二百六十五条、第二百六十八条; each edition by itself."""
        laws: dict[str, dict[str, str]] = {}
        for cite in cites:
            citation = _parsed(cite)
            if citation is None:
                laws.setdefault(cite, {"": cite})
                continue
            article, known = f"{citation.article}{citation.part}", laws.setdefault(citation.stem, {})
            known.setdefault(article, article if known else self._edition(citation))
        return ["、".join(known.values()) for known in laws.values()]

    def _edition(self, citation: Citation) -> str:
        edition, article = _EDITION.search(title_of(citation.stem)), f"{citation.article}{citation.part}"
        return f"{self.named(citation).removesuffix(article)}{edition[0] if edition else ''}{article}"

    def cited(self, cite: str) -> str:
        """One citation with the article's words where they are at hand and not too long; a text that is none is said as it stands."""
        try:
            citation = parse(cite)
        except Refused:
            return cite
        words = self.words_of(citation)
        return self.named(citation) + (f"“{words}”" if words else "")

    def named(self, citation: Citation) -> str:
        """The law and the article; the law in full with its short name the first time."""
        short = _YEAR.sub("", citation.stem)
        full, known_by = self._title(citation, short), SHORT.get(short, short)
        article = f"{citation.article}{citation.part}"
        if short in self._named or full == known_by:
            return f"《{known_by}》{article}"
        self._named.add(short)
        return f"《{full.replace('《', '〈').replace('》', '〉')}》（以下简称《{known_by}》）{article}"

    def _title(self, citation: Citation, short: str) -> str:
        found = resolve(citation, self.texts, self.day)
        state = STATE if short.endswith("法") and not short.endswith("办法") and not short.startswith(STATE) else ""
        return found.title if found else FULL.get(short, f"{state}{short}")

    def words_of(self, citation: Citation, most: int = MOST_SIGNS) -> str:
        """The words of an article where they are in force, at hand and not longer than that."""
        found = resolve(citation, self.texts, self.day)
        if found is None or found.older:
            return ""
        paragraphs = _OPENING.sub("", found.text).splitlines()
        part = _PART.search(citation.part)
        if part and len(part[1]) == 1 and _NUMERALS.index(part[1]) < len(paragraphs):
            paragraphs = [paragraphs[_NUMERALS.index(part[1])]]
        words = "".join(paragraphs).rstrip("。").replace("“", "‘").replace("”", "’")
        return words if len(words) <= most else ""
