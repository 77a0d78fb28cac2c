"""What a paper must hold by the facts of its case: signatures, notices, articles, earlier rulings, the executing organ."""

from __future__ import annotations

import re
from collections.abc import Iterator

from zhiheng.dossier.core.organ_names import full_name
from zhiheng.dossier.core.proofing.facts import Facts
from zhiheng.dossier.core.proofing.finding import WHOLE, Finding, ProofText, finding
from zhiheng.dossier.core.proofing.seats import held_elsewhere, tail

SIGNATURE_LINES = 8
_LAW = re.compile(r"[《》\s　]|中华人民共和国")
_PRISON = re.compile(r"[一-鿿]{2,12}?(?:监狱|看守所|未成年犯管教所)")


def must_hold(document: ProofText, facts: Facts) -> Iterator[Finding]:
    """Notices, articles and earlier rulings that belong into this paper."""
    whole = "".join(document.paragraphs)
    for words in facts.notices:
        if words not in whole:
            yield finding("S02", WHOLE, words, "没有写明这项告知", "补写告知事项")
    cited = _LAW.sub("", whole)
    for article in facts.must_cite:
        if _LAW.sub("", article) not in cited:
            yield finding("A07", WHOLE, article, "这类文书应当引用这一条", "补引条文，或说明理由")
    for number in facts.earlier:
        if number not in whole:
            yield finding("F04", WHOLE, number, "没有写前次裁定", "补写前次裁定的案号、日期和幅度")


def signatures(document: ProofText, facts: Facts) -> Iterator[Finding]:
    """The names under the paper are those of the case."""
    if not facts.panel:
        return
    foot = "".join("".join(document.paragraphs[-SIGNATURE_LINES:]).split())
    for name in facts.panel:
        if name not in foot:
            yield finding("S03", WHOLE, name, "落款没有这一署名", "核对合议庭组成人员和承办人员")


def executing(document: ProofText, facts: Facts) -> Iterator[Finding]:
    """The prison or detention house that is named is the one of the record."""
    if facts.organs:
        yield from held_elsewhere(document, facts)
        return
    if not facts.executing:
        return
    for number, text in enumerate(document.paragraphs, start=1):
        for found in dict.fromkeys(_PRISON.findall(text)):
            known = facts.executing
            if not (found.endswith(known) or known.endswith(found) or full_name(known).endswith(found) or tail(known) in found):
                yield finding("F05", (number, text), found, f"执行机关记录为{known}", "核对执行机关")


def sealed(document: ProofText, facts: Facts) -> Iterator[Finding]:
    """Nothing of a sealed record stands in a copy for publication."""
    if not facts.public:
        return
    for number, text in enumerate(document.paragraphs, start=1):
        for words in facts.sealed:
            if words in text:
                yield finding("C02", (number, text), words, "这是封存的记录", "删去这部分内容")
