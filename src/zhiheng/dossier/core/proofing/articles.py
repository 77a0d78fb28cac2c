"""Articles: the law exists, the article exists and is in force on the day, the quoted words are its words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from zhiheng.dossier.core.capitals import read_whole
from zhiheng.dossier.core.proofing.facts import Facts
from zhiheng.dossier.core.proofing.finding import Finding, ProofText, finding
from zhiheng.law import bundled
from zhiheng.law.citations import Citation, resolve
from zhiheng.law.own_yaml import read_yaml
from zhiheng.law.texts import stem_called

_NUMBER = "一二三四五六七八九十百千零〇"
ARTICLE = rf"第[{_NUMBER}]+条(?:之[{_NUMBER}]+)?"
PARTS = rf"(?:[、和]?第[{_NUMBER}]+款|[、和]?第[（(]?[{_NUMBER}]+[）)]?项)*"
"""Paragraphs and items of an article: 第一款第（一）项、第（三）项."""
_CITED = re.compile(
    rf"(?:《(?P<name>[^《》]{{2,40}})》(?:（[^）]*）)?|(?P<bare>刑法|刑诉法|刑事诉讼法|监狱法|社区矫正法))\s*(?P<articles>{ARTICLE}{PARTS}(?:[^《》。；“]{{0,6}}?[、和]{ARTICLE}{PARTS})*)(?:[^《》。；“第]{{0,20}}“(?P<quote>[^”]{{6,}})”)?"
)
_ONE = re.compile(f"(?P<article>{ARTICLE})(?P<parts>{PARTS})")
_PART = re.compile(rf"第[（(]?(?P<number>[{_NUMBER}]+)[）)]?(?P<kind>[款项])")
_ITEM = re.compile(rf"（(?P<number>[{_NUMBER}]+)）")
_GAPS = re.compile(r"[\s　]+")


@cache
def moved() -> list[dict[str, object]]:
    """Articles that moved when a law was revised, from `moved_articles.yaml`."""
    return list(read_yaml(Path(__file__).with_name("moved_articles.yaml").read_text(encoding="utf-8")))


def articles(document: ProofText, _facts: Facts) -> Iterator[Finding]:
    """Every article that the paper cites."""
    for number, text in enumerate(document.paragraphs, start=1):
        for found in _CITED.finditer(text):
            name = bare_name(found["name"] or found["bare"])
            yield from _cited((number, text), name, found, document)


def bare_name(name: str) -> str:
    """A law's name without the state's and the issuer's: 中华人民共和国刑法 → 刑法."""
    return re.sub(r"^中华人民共和国|^最高人民(?:法院|检察院)关于", "", name).replace("(", "（").partition("（")[0]


def _cited(place: tuple[int, str], name: str, found: re.Match[str], document: ProofText) -> Iterator[Finding]:
    named = [(one["article"], one["parts"]) for one in _ONE.finditer(found["articles"])]
    for article, parts in named:
        gone = _moved(name, article, place[1], document)
        if gone is not None:
            yield finding(gone[0], place, f"{name}{article}", gone[1], gone[2])
        else:
            yield from _resolved(place, name, (article, parts), document, found["quote"] if len(named) == 1 else None)


def _moved(name: str, article: str, text: str, document: ProofText) -> tuple[str, str, str] | None:
    full = "刑事诉讼法" if name == "刑诉法" else name
    for row in moved():
        words = row.get("when") or ()
        fits = not words or any(str(word) in text for word in words)  # type: ignore[attr-defined]
        if row["law"] == full and row["article"] == article and document.on.isoformat() >= str(row["from"]) and fits:
            return str(row["code"]), str(row["reason"]), f"改为“{row['now']}”"
    return None


def _resolved(place: tuple[int, str], name: str, cited: tuple[str, str], document: ProofText, quote: str | None) -> Iterator[Finding]:
    article, parts = cited
    stem = _stem(name, document)
    if stem is None:
        if document.texts is not None:
            yield finding(
                "A01", place, f"《{name}》", "条文库里没有这部法律，未能核对", "核对名称是否为全称；名称无误的，人工核对条文后确认"
            )
        return
    known = resolve(Citation(stem, article), document.texts, document.on)
    if known is None:
        yield finding("A02", place, f"《{name}》{article}", "这部法律没有这一条", "核对条文序号")
    elif lacking := _lacking(parts, known.text):
        yield finding("A02", place, f"《{name}》{article}{parts}", lacking, "核对款、项序号")
    elif quote and _flat(quote.rstrip("。；，…")) not in _flat(known.text):
        yield finding("A04", place, f"“{quote}”", f"与《{name}》{article}的原文不一致", "按条文原文引用，或去掉引号")


def _lacking(parts: str, text: str) -> str:
    """What an article has not of the paragraphs and items cited; empty where it has all of them."""
    paragraphs = _paragraphs(text)
    items: set[int] = set().union(*paragraphs)
    for found in _PART.finditer(parts):
        number = read_whole(found["number"]) or 0
        if found["kind"] == "款":
            if number > len(paragraphs):
                return f"这一条只有{len(paragraphs)}款"
            items = paragraphs[number - 1]
        elif number not in items:
            return "这一条的这一款没有这一项" if items else "这一条的这一款没有分项"
    return ""


def _paragraphs(text: str) -> list[set[int]]:
    """The paragraphs of an article, each with the numbers of its items."""
    paragraphs: list[set[int]] = []
    for line in filter(None, map(str.strip, text.split("\n"))):
        item = _ITEM.match(line)
        if item and paragraphs:
            paragraphs[-1].add(read_whole(item["number"]) or 0)
        else:
            paragraphs.append(set())
    return paragraphs


def _stem(name: str, document: ProofText) -> str | None:
    """The text of that law to look in: a file of the folder, else a law that comes with the product and holds its words in force."""
    stem = stem_called(name, document.on)
    if document.texts is not None:
        if stem and (document.texts / f"{stem}.md").is_file():
            return stem
        found = sorted(path.stem for path in document.texts.glob("*.md") if path.stem.partition("_")[0] == name)
        if found:
            return found[-1]
    law = bundled.law_of(stem or name, document.on)
    return law.stem if law is not None and law.state_on(document.on) == bundled.IN_FORCE else None


def _flat(text: str) -> str:
    return _GAPS.sub("", text)
