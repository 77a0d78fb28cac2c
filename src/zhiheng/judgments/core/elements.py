"""Elements that make cases alike: read out of a text as a proposal that the officer corrects."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from zhiheng.dossier.core.proofing.articles import ARTICLE
from zhiheng.dossier.core.proofing.reading import DIGITS, NUMBER, amount

CIRCUMSTANCES: Final[Mapping[str, tuple[str, ...]]] = {
    "主犯": ("主犯",),
    "从犯": ("从犯",),
    "自首": ("自首", "主动投案"),
    "坦白": ("坦白", "如实供述"),
    "立功": ("立功",),
    "重大立功": ("重大立功",),
    "累犯": ("累犯",),
    "前科": ("前科", "曾因"),
    "退赃退赔": ("退赃", "退赔", "退缴"),
    "谅解": ("谅解",),
    "认罪认罚": ("认罪认罚",),
    "未遂": ("未遂",),
    "中止": ("犯罪中止",),
    "未成年": ("未成年", "不满十八周岁"),
    "入户": ("入户", "入室"),
    "持械": ("持刀", "持械", "凶器"),
    "多次": ("多次", "流窜"),
    "老年": ("年满六十", "年满七十", "老年犯"),
    "严重疾病": ("患有严重疾病", "严重疾病"),
    "财产性判项未履行": ("未履行财产性判项", "罚金未缴纳", "罚金未履行"),
    "职务犯罪": ("职务犯罪", "国家工作人员"),
}
"""Circumstance → words by which it is told in judgments."""
_DENIED: Final = re.compile(r"(?:不(?:构成|具有|属于|认定|成立|是)|未(?:认定|构成|取得)|没有|并非|无)[^，。；]{0,4}$")
_ARTICLE: Final = re.compile(
    rf"《?(?:中华人民共和国)?刑法》?(?P<all>(?:、?{ARTICLE}(?:第[{NUMBER[1:-2]}]+款)?(?:第[（(].{{1,3}}[）)]项)?)+)"
)
_ONE: Final = re.compile(ARTICLE)
_AMOUNT: Final = re.compile(rf"((?:{DIGITS}|[一二三四五六七八九十百千两]+)(?:余)?[万亿]?)余?元")


@dataclass(frozen=True)
class Elements:
    """What a case is like. Empty: not said, so not compared."""

    charges: tuple[str, ...] = ()
    articles: tuple[str, ...] = ()
    circumstances: tuple[str, ...] = ()
    amount: Decimal | None = None

    def __bool__(self) -> bool:
        return bool(self.charges or self.articles or self.circumstances or self.amount is not None)


def elements_in(text: str, charges: Iterable[str]) -> Elements:
    """What a text says of charges (of those known), articles of the criminal law, circumstances, and the largest amount."""
    flat = re.sub(r"\s+", "", text)
    return Elements(_charges(flat, charges), _articles(flat), _circumstances(flat), _largest(flat))


def _charges(text: str, known: Iterable[str]) -> tuple[str, ...]:
    """Charges named, the longest first, so that 信用卡诈骗罪 is not also 诈骗罪."""
    found, left = [], text
    for name in sorted(known, key=len, reverse=True):
        if name in left:
            found.append(name)
            left = left.replace(name, "　")
    return tuple(sorted(found))


def _articles(text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(f"刑法{one}" for found in _ARTICLE.finditer(text) for one in _ONE.findall(found["all"])))


def _circumstances(text: str) -> tuple[str, ...]:
    return tuple(name for name, words in CIRCUMSTANCES.items() if any(_stated(text, word) for word in words))


def _stated(text: str, word: str) -> bool:
    """Whether a word stands in the text without being denied there."""
    return any(not _DENIED.search(text[max(0, found.start() - 10) : found.start()]) for found in re.finditer(word, text))


def _largest(text: str) -> Decimal | None:
    read = [amount(found[1].replace("余", "")) for found in _AMOUNT.finditer(text)]
    return max((one for one in read if one), default=None)
