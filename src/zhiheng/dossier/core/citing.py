"""Citations in a paper: a law in full at its first mention, then short; an article with its words where the words in force are at hand."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

from zhiheng.law.citations import Citation, parse, resolve
from zhiheng.law.errors import Refused

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
}
"""Titles of texts that are cited often, for homes without the texts; where the texts are at hand their own titles are used."""
SHORT = {"适用刑事诉讼法的解释": "刑事诉讼法解释"}
MOST_SIGNS = 160
"""A longer article is named without its words."""
_YEAR = re.compile(r"[_（(]\d{4}.*$")
_PART = re.compile(r"第([一二三四五六七八九十]+)款")
_OPENING = re.compile(r"^第[^条]{1,9}条(?:之[一二三四五六七八九十]+)?[\s　]*")
_NUMERALS = "一二三四五六七八九十"


class Citing:
    """Says citations one after the other; remembers which laws have been named in full. `texts`: the folder of statutes, if known."""

    def __init__(self, texts: Path | None = None) -> None:
        self.texts = texts
        self._named: set[str] = set()

    def breach(self, cites: Iterable[str]) -> str:
        """What a fact violates: 上述情形不符合《…》（以下简称《…》）第四十四条“…”的规定; empty without citations."""
        text = "、".join(self.cited(cite) for cite in cites)
        return f"上述情形不符合{text}的规定。" if text else ""

    def cited(self, cite: str) -> str:
        """One citation with the article's words where they are at hand and not too long; a text that is none is said as it stands."""
        try:
            citation = parse(cite)
        except Refused:
            return cite
        words = self._words(citation)
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
        found = resolve(citation, self.texts)
        return found.title if found else FULL.get(short, short)

    def _words(self, citation: Citation) -> str:
        found = resolve(citation, self.texts)
        if found is None or found.older:
            return ""
        paragraphs = _OPENING.sub("", found.text).splitlines()
        part = _PART.search(citation.part)
        if part and len(part[1]) == 1 and _NUMERALS.index(part[1]) < len(paragraphs):
            paragraphs = [paragraphs[_NUMERALS.index(part[1])]]
        words = "".join(paragraphs).rstrip("。").replace("“", "‘").replace("”", "’")
        return words if len(words) <= MOST_SIGNS else ""
