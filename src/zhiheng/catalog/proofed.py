"""What a pack says so that papers are compared with the case: the meaning of a field's value, and what a paper asks for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from zhiheng.catalog.errors import did_you_mean
from zhiheng.catalog.fields import Fields

MEANINGS: Mapping[str, tuple[str, ...]] = {
    "term_begins": ("date",),
    "term_ends": ("date",),
    "term_months": ("whole",),
    "cut_months": ("whole",),
    "cut_ends": ("date",),
    "case_number": ("text",),
    "other_person": ("text",),
    "awards": ("whole",),
    "property_ordered": ("rows",),
    "filed": ("date",),
    "received": ("date",),
    "accepted": ("date",),
    "heard": ("date",),
    "decided": ("date",),
    "served": ("date",),
}
"""Meaning of a field's value (`proof: term_begins`) → types of field that can have it."""
COLUMNS: Mapping[str, tuple[str, ...]] = {"property_ordered": ("kind", "amount")}
"""Meaning of a field of rows → columns that it needs."""
IN_ORDER = ("filed", "received", "accepted", "heard", "decided", "served")
"""Meanings that are days, in the order in which they follow each other."""
ENDS = ("cut", "term")


@dataclass(frozen=True)
class Proofed:
    """`proof:` of a paper.

    only_subject   every person called 罪犯, 被告人 … in it is the one the case is about
    all_numbers    it cites no number of a case but those of this one
    executing      the role whose organ executes the sentence
    ends           the end that its operative part gives: of the term cut by this decision (`cut`), or of the term as it is (`term`)
    must_cite      articles that it must cite
    called         words by which the person is called at this stage
    """

    only_subject: bool = False
    all_numbers: bool = False
    executing: str = ""
    ends: str = ""
    must_cite: tuple[str, ...] = ()
    called: tuple[str, ...] = ()


NOTHING = Proofed()


def read_proofed(top: Fields) -> Proofed:
    """Read `proof` of a paper; nothing is asked where it is absent."""
    if "proof" not in top:
        return NOTHING
    inner = top.inner("proof")
    read = Proofed(
        only_subject=inner.flag("only_subject"),
        all_numbers=inner.flag("all_numbers"),
        executing=inner.text("executing", default=""),
        ends=inner.one_of("ends", ENDS, default=""),
        must_cite=inner.texts("must_cite"),
        called=inner.texts("called"),
    )
    inner.only()
    return read


def fault_of(meaning: str, kind: str, columns: tuple[str, ...]) -> tuple[str, str] | None:
    """Reason and remedy where a field of this type cannot have the meaning; None where it can."""
    if meaning not in MEANINGS:
        return f"校对用途没有“{meaning}”这一项", did_you_mean(meaning, MEANINGS)
    if kind not in MEANINGS[meaning]:
        return f"校对用途 {meaning} 不能用于 {kind} 型字段", f"可用于：{'、'.join(MEANINGS[meaning])}。"
    lacking = [name for name in COLUMNS.get(meaning, ()) if name not in columns]
    return (f"校对用途 {meaning} 缺少列 {'、'.join(lacking)}", "补上这些列，或删去 proof。") if lacking else None
