"""Parts of a judgment or ruling: facts, reasons (本院认为), operative part (裁定如下)."""

from __future__ import annotations

import re

from zhiheng.dossier.core.proofing.finding import ProofText

Lines = list[tuple[int, str]]
_ORDERS = re.compile(r"(?:判决|裁定|决定)如下[：:]?\s*$|(?:判决|裁定|决定)如下[：:]")
_FOOT = re.compile(r"^\s*(?:审\s*判\s*长|审\s*判\s*员|人民陪审员|书\s*记\s*员|如不服本|本裁定|本判决)")


def reasons(document: ProofText) -> Lines:
    """Paragraphs from 本院认为 (or 本院经审查认为) to the operative part."""
    lines = list(enumerate(document.paragraphs, start=1))
    begin = next((at for at, (_n, text) in enumerate(lines) if re.search(r"本(?:院|监|局)(?:经[^，。]{0,8})?认为", text)), None)
    if begin is None:
        return []
    end = next((at for at, (_n, text) in enumerate(lines) if at >= begin and _ORDERS.search(text)), len(lines) - 1)
    return lines[begin : end + 1]


def operative(document: ProofText) -> Lines:
    """Paragraphs after 如下 up to the foot."""
    lines = list(enumerate(document.paragraphs, start=1))
    begin = next((at for at, (_n, text) in enumerate(lines) if _ORDERS.search(text)), None)
    if begin is None:
        return []
    rest = _ORDERS.split(lines[begin][1])[-1].strip()
    found: Lines = [(lines[begin][0], rest)] if rest else []
    for number, text in lines[begin + 1 :]:
        if _FOOT.match(text):
            break
        found.append((number, text))
    return found


def is_decision(document: ProofText) -> bool:
    """Whether the document is a judgment or ruling with an operative part."""
    return bool(operative(document))
