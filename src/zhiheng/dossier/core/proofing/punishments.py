"""Several crimes together, cuts of a term, punishment in the reasons and in the operative part, fees of civil claims."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from zhiheng.dossier.core.capitals import read_capitals
from zhiheng.dossier.core.proofing.facts import Facts
from zhiheng.dossier.core.proofing.finding import WHOLE, Finding, ProofText, finding
from zhiheng.dossier.core.proofing.reading import CAPITALS, DIGITS, LENGTH, amount, length
from zhiheng.dossier.core.proofing.sections import operative, reasons
from zhiheng.dossier.core.proofing.terms import said_length

_ONE = re.compile(rf"判处(?P<kind>有期徒刑|拘役|管制){LENGTH}")
_TOGETHER = re.compile(rf"决定执行(?P<kind>有期徒刑|拘役|管制){LENGTH}")
_CUT = re.compile(rf"(?:减去|减刑)(?:有期徒刑)?{LENGTH}")
MOST_TOGETHER = {"拘役": 12, "管制": 36}
FIXED_MOST, FIXED_MOST_LONG, LONG_SUM = 240, 300, 420
"""Months: twenty years where the terms add up to less than thirty-five, else twenty-five (刑法 第六十九条)."""
_FEE = re.compile(
    rf"诉讼标的(?:额|金额)?为?(?:人民币)?(?P<claim>{CAPITALS}|{DIGITS}万?元)[^。；]{{0,40}}?"
    rf"案件受理费(?P<halved>减半收取)?(?:为|人民币)*(?P<fee>{CAPITALS}|{DIGITS}元)"
)
FEE_STEPS = (
    (10_000, Decimal(0)),
    (100_000, Decimal("0.025")),
    (200_000, Decimal("0.02")),
    (500_000, Decimal("0.015")),
    (1_000_000, Decimal("0.01")),
    (2_000_000, Decimal("0.009")),
    (5_000_000, Decimal("0.008")),
    (10_000_000, Decimal("0.007")),
    (20_000_000, Decimal("0.006")),
)
FEE_BASE, FEE_REST = Decimal(50), Decimal("0.005")
"""诉讼费用交纳办法 第十三条: of claims for property, in steps; not verified against its text."""


def together(document: ProofText, _facts: Facts) -> Iterator[Finding]:
    """What is executed for several crimes lies between the longest term and their sum, under the law's bound (刑法 第六十九条)."""
    for number, text in enumerate(document.paragraphs, start=1):
        found = _TOGETHER.search(text)
        if not found or not (total := _months(found)):
            continue
        single = [months for one in _ONE.finditer(text[: found.start()]) if one["kind"] == found["kind"] and (months := _months(one))]
        if len(single) < len(("one", "other")):
            continue
        kind, whole = found["kind"], sum(single)
        bound = MOST_TOGETHER.get(kind) or (FIXED_MOST if whole < LONG_SUM else FIXED_MOST_LONG)
        least, most = max(single), min(whole, bound)
        if not least <= total <= most:
            bounds = f"{said_length(least, 0)}以上{said_length(most, 0)}以下"
            reason = f"数刑中最高刑期{said_length(least, 0)}，总和刑期{said_length(whole, 0)}，应在{bounds}"
            yield finding("Q04", (number, text), found[0], f"{reason}（刑法第六十九条）", "核对决定执行的刑期")


def _months(found: re.Match[str]) -> int | None:
    counted = length(found)
    return counted[0] if counted else None


def cuts(document: ProofText, facts: Facts) -> Iterator[Finding]:
    """A cut of a term keeps within what the law on cuts allows."""
    if facts.cut_most_months is not None:
        for number, text in enumerate(document.paragraphs, start=1):
            for found in _CUT.finditer(text):
                months = _months(found)
                if months and months > facts.cut_most_months:
                    yield finding("Q05", (number, text), found[0], f"减刑幅度最多{facts.cut_most_months}个月", "核对减刑幅度")
    for reason in facts.cut_faults:
        yield finding("Q05", WHOLE, "减刑", reason, "核对起始时间、间隔和幅度")


def same_punishment(document: ProofText, _facts: Facts) -> Iterator[Finding]:
    """The punishment of the reasons is the one of the operative part, where each names one."""
    argued, ordered = reasons(document), operative(document)
    first, last = ([one for _at, text in part for one in _ONE.finditer(text)] for part in (argued, ordered))
    if len(first) == 1 and len(last) == 1 and (first[0]["kind"], length(first[0])) != (last[0]["kind"], length(last[0])):
        place = next(one for one in ordered if last[0][0] in one[1])
        yield finding("Q06", place, last[0][0], f"理由部分为“{first[0][0]}”", "核对理由和主文")


def fees(document: ProofText, _facts: Facts) -> Iterator[Finding]:
    """The fee of a claim for property follows its steps."""
    for number, text in enumerate(document.paragraphs, start=1):
        for found in _FEE.finditer(text):
            claim, fee = (_yuan(found[name]) for name in ("claim", "fee"))
            if claim is None or fee is None:
                continue
            due = fee_of(claim) / (2 if found["halved"] else 1)
            if abs(due - fee) > 1:
                yield finding("M05", (number, text), found["fee"], f"按诉讼标的额计算，案件受理费应为{due:.2f}元", "核对诉讼费的计算")


def _yuan(text: str) -> Decimal | None:
    return read_capitals(text) if re.fullmatch(CAPITALS, text) and not text[0].isdigit() else amount(text)


def fee_of(claim: Decimal) -> Decimal:
    """The fee for a claim of so many yuan."""
    due, below = FEE_BASE, 0
    for upper, share in FEE_STEPS:
        if claim > below:
            due += (min(claim, Decimal(upper)) - below) * share
        below = upper
    return due + max(claim - below, Decimal(0)) * FEE_REST
