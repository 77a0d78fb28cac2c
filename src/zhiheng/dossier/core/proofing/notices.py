"""Periods that the law gives and a paper repeats: to appeal, to pay a fine."""

from __future__ import annotations

import re
from collections.abc import Iterator

from zhiheng.dossier.core.capitals import read_whole
from zhiheng.dossier.core.proofing.facts import Facts
from zhiheng.dossier.core.proofing.finding import Finding, ProofText, finding
from zhiheng.dossier.core.proofing.reading import NUMBER

_APPEAL = re.compile(
    rf"(?:接到|收到)(?P<paper>判决书|裁定书)[的之]?(?:第二日|次日|日)起(?P<number>{NUMBER})日(?:以?内)[^。；]{{0,60}}?上诉"
)
_TO_APPEAL = {"判决书": (10, "不服判决的上诉期限为十日"), "裁定书": (5, "不服裁定的上诉期限为五日")}
_PAY = re.compile(
    rf"(?:判决|裁定)(?:发生法律效力|生效)[^。；，]{{0,12}}?(?P<number>{NUMBER})(?P<unit>个月|日)(?:以?内)[^。；]{{0,12}}?[缴交]纳"
)
_MOST_TO_PAY = {"个月": 3, "日": 92}


def notices(document: ProofText, _facts: Facts) -> Iterator[Finding]:
    """Ten days against a judgment, five against a ruling; a fine is paid within three months at most."""
    for number, text in enumerate(document.paragraphs, start=1):
        for found in _APPEAL.finditer(text):
            days, reason = _TO_APPEAL[found["paper"]]
            if read_whole(found["number"]) not in {None, days}:
                yield finding("D03", (number, text), found[0], f"{reason}（刑事诉讼法第二百三十条）", "核对上诉期限")
        for found in _PAY.finditer(text):
            if (read_whole(found["number"]) or 0) > _MOST_TO_PAY[found["unit"]]:
                reason = "判决指定的缴纳期限最长不超过三个月（适用财产刑若干问题的规定第五条）"
                yield finding("D03", (number, text), found[0], reason, "核对缴纳期限")
