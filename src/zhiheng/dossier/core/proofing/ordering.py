"""Order of the laws cited in a decision, and articles that fit the crime."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

from zhiheng.dossier.core.proofing.articles import ARTICLE
from zhiheng.dossier.core.proofing.facts import Facts
from zhiheng.dossier.core.proofing.finding import Finding, ProofText, finding
from zhiheng.dossier.core.proofing.sections import is_decision, reasons
from zhiheng.law.own_yaml import read_yaml

_GROUND = re.compile(r"(?:依照|依据|根据|按照)(?P<cited>[^。]*?)(?:判决|裁定|决定)如下")
_NAME = re.compile(r"《([^《》]{2,60})》")
_LAW = re.compile(rf"《?(?:中华人民共和国)?刑法》?(?P<all>(?:[、和]?{ARTICLE}(?:第[一二三四五六七八九十]+款)?)+)")
_CRIME = re.compile(r"(?:犯|构成)(?P<crime>[一-鿿、]{2,24}?罪)(?=[，。；、]|成立)")
RANKS = {1: "法律（实体法）", 2: "法律（程序法）", 3: "司法解释等"}


def rank(name: str) -> int:
    """1 a law of substance, 2 a law of procedure, 3 an interpretation or another norm."""
    if re.search(r"解释|规定|批复|意见|办法|决定|规则|纪要", name) and not name.startswith("全国人民代表大会"):
        return 3
    return 2 if "诉讼法" in name else 1


def order(document: ProofText, _facts: Facts) -> Iterator[Finding]:
    """Laws before interpretations, substance before procedure."""
    for number, text in enumerate(document.paragraphs, start=1):
        for found in _GROUND.finditer(text):
            named = _NAME.findall(found["cited"])
            ranks = [rank(name) for name in named]
            if ranks != sorted(ranks):
                at = next(place for place in range(1, len(ranks)) if ranks[place] < ranks[place - 1])
                reason = f"{RANKS[ranks[at]]}应当引在{RANKS[ranks[at - 1]]}之前"
                yield finding("A05", (number, text), f"《{named[at - 1]}》《{named[at]}》", reason, "调整引用的次序")


@cache
def crime_articles() -> Mapping[str, str]:
    """Crime → its article of the criminal law, from `crime_articles.yaml`."""
    return dict(read_yaml(Path(__file__).with_name("crime_articles.yaml").read_text(encoding="utf-8")))


def crimes(document: ProofText, _facts: Facts) -> Iterator[Finding]:
    """The articles on which a conviction rests hold the crime that it names."""
    if not is_decision(document):
        return
    whole = "".join(text for _number, text in reasons(document))
    cited = {one for found in _LAW.finditer(whole) for one in re.findall(ARTICLE, found["all"])}
    if not cited:
        return
    for number, text in reasons(document):
        for crime in {one for found in _CRIME.finditer(text) for one in found["crime"].split("、")}:
            article = crime_articles().get(crime)
            if article and article not in cited:
                yield finding("A06", (number, text), crime, f"{crime}规定在刑法{article}，所引条文没有这一条", "核对罪名和条文")
