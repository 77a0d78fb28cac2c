"""What is left unfilled, slips of the pen, punctuation."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

from zhiheng.dossier.core.proofing.facts import Facts
from zhiheng.dossier.core.proofing.finding import Finding, ProofText, finding
from zhiheng.law.own_yaml import read_yaml

LEFT = re.compile(
    r"\{\{.*?\}\}|X{2,}|×{2,}|＿{2,}|_{3,}|—元|(?<![一-鿿])某某(?:院|局|狱|人)?|\bNone\b|\bnull\b|\b[a-z]+(?:_[a-z0-9]+)+\b|[^\s|]\|[^\s|]|（待填）|（此处.{0,10}）"
)
_TWICE = re.compile(r"([，。、；：！？])\1+|[，、；：][。，、；]")
_HALF = re.compile(r"(?<=[一-鿿])[,;:?!](?=[一-鿿])")
_PAIRS = {"（": "）", "《": "》", "“": "”", "〔": "〕", "【": "】"}


def unfilled(document: ProofText, _facts: Facts) -> Iterator[Finding]:
    """Places of a template that nobody filled in, and words of the machine."""
    for number, text in enumerate(document.paragraphs, start=1):
        for found in dict.fromkeys(match[0] for match in LEFT.finditer(text)):
            yield finding("S05", (number, text), found, "像是模板里没有填写的内容，或机器用语", "填写，或删去")


def slips(document: ProofText, _facts: Facts) -> Iterator[Finding]:
    """Words that are written wrongly time and again."""
    for number, text in enumerate(document.paragraphs, start=1):
        for wrong, right in confusions().items():
            if wrong in text:
                yield finding("W01", (number, text), wrong, "常见错别字", f"改为“{right}”")


@cache
def confusions() -> Mapping[str, str]:
    """Wrong → right, from `confusions.yaml`."""
    return dict(read_yaml(Path(__file__).with_name("confusions.yaml").read_text(encoding="utf-8")))


def punctuation(document: ProofText, _facts: Facts) -> Iterator[Finding]:
    """Marks set twice, left open, or of half width among ideographs."""
    for number, text in enumerate(document.paragraphs, start=1):
        place = (number, text)
        for found in _TWICE.finditer(text):
            yield finding("W03", place, found[0], "标点重复", "删去多余的标点")
        for opening, closing in _PAIRS.items():
            if text.count(opening) != text.count(closing):
                yield finding("W03", place, f"{opening}{closing}", "标点不成对", "补上或删去一个")
        for found in _HALF.finditer(text):
            yield finding("W06", place, found[0], "中文之间用了半角标点", "改为全角标点")


def repeated(document: ProofText, _facts: Facts) -> Iterator[Finding]:
    """The same long paragraph twice."""
    counted = Counter(text for text in document.paragraphs if len(text) >= 20 and "\t" not in text)
    for text, times in counted.items():
        if times > 1:
            number = len(document.paragraphs) - document.paragraphs[::-1].index(text)
            yield finding("L05", (number, text), text[:30], f"同样的段落出现{times}次", "删去重复的段落")
