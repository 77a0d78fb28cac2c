"""Names of the organs that take part in the case: one sign wrong, another organ in the place of the one that executes the sentence."""

from __future__ import annotations

import re
from collections.abc import Iterator

from zhiheng.dossier.core.organ_names import full_name
from zhiheng.dossier.core.proofing.facts import Facts
from zhiheng.dossier.core.proofing.finding import Finding, ProofText, finding
from zhiheng.registry.core.organs import division_of

SHORTEST = 4
_IDEOGRAPHS = re.compile(r"[一-鿿]+")
_NOT_IN_NAMES = frozenset("的与和及在于被因向对从至已将为是系之某等由到经我你该本各原")
_PLACES = frozenset("省市区县州盟旗级地")
_HELD = "执行机关(?:为|系|是)?|现?(?:关)?押(?:于|在)|现在|现于"
_KINDS = ("监狱", "管教所", "看守所")


def organ_slips(document: ProofText, facts: Facts) -> Iterator[Finding]:
    """An organ's name with one sign wrong; the name of another place or of another registered organ is no slip."""
    right = {name for organ in facts.organs for name in _names(organ) if len(name) >= SHORTEST}
    known = {name for organ in (*facts.organs, *facts.elsewhere) for name in (organ, full_name(organ), tail(organ))}
    for number, text in enumerate(document.paragraphs, start=1):
        for name in sorted(right):
            for slip in sorted(_slips(name, text, known)):
                reason = f"与本案机关“{name}”只差一个字"
                yield finding("I07", (number, text), slip, reason, f"核对后改为“{name}”；确为另一机关的，说明理由")


def _names(organ: str) -> tuple[str, ...]:
    """The full name; that of a prison also without its province."""
    return (full_name(organ), tail(organ)) if organ.endswith(_KINDS) else (full_name(organ),)


def _slips(name: str, text: str, known: set[str]) -> set[str]:
    size = len(name)
    windows = {text[at : at + size] for at in range(len(text) - size + 1)}
    return {one for one in windows - known if _one_off(one, name) and division_of(one) in {None, "", division_of(name)}}


def _one_off(one: str, name: str) -> bool:
    """Whether exactly one sign differs and is one that names have: no word of a place's rank; the last sign stays."""
    off = [at for at in range(len(name)) if one[at] != name[at]]
    if len(off) != 1 or one[-1] != name[-1]:
        return False
    wrong, right = one[off[0]], name[off[0]]
    return bool(_IDEOGRAPHS.fullmatch(wrong)) and wrong not in _NOT_IN_NAMES | _PLACES and right not in _PLACES


def held_elsewhere(document: ProofText, facts: Facts) -> Iterator[Finding]:
    """Where the person is said to be held now, or which organ executes: the one of the case, not another that is registered."""
    own = tail(facts.executing)
    for number, text in enumerate(document.paragraphs, start=1):
        for organ in facts.elsewhere:
            if organ.endswith(_KINDS) and tail(organ) != own and re.search(rf"(?:{_HELD}){_written(organ)}", text):
                yield finding("F05", (number, text), organ, f"执行机关记录为{facts.executing}", "核对执行机关")


def _written(organ: str) -> str:
    names = sorted({organ, full_name(organ), tail(organ)}, key=len, reverse=True)
    return f"(?:{'|'.join(map(re.escape, names))})"


def tail(name: str) -> str:
    """The name without its province: 四川省沱江监狱 → 沱江监狱."""
    return re.split("[省市州]", name)[-1] or name
