"""What is not known of a case, and every way it may stand: an answer holds only where all ways agree.

A count without its months, property judgments without their items or sums: each is an axis with a milder and a harsher side. The rules
assess every combination at once; an output that differs between them is not known, and the fact that would tell is named. What is left
out and by its contract counts as absent is an assumption, and is said.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np

from zhiheng.law.sentence.columns import FIXED, Columns, columns_of_rows, heaviness, open_columns, row_of
from zhiheng.law.sentence.property import UNDETERMINED, performance
from zhiheng.law.sentence.shapes import RESTITUTION_CATEGORIES
from zhiheng.law.sentence.standing import Fact


@dataclass(frozen=True)
class Axis:
    """One thing not known: the fact that would tell it, what it is, and the columns on its harsher side."""

    place: str
    zh: str
    harsher: Mapping[str, Any]


@dataclass(frozen=True)
class Worlds:
    """A case every way it may stand; bit n of a place says that axis n is on its harsher side."""

    at: Columns
    axes: tuple[Axis, ...]

    def told_by(self, answers: Sequence[Any]) -> list[Axis]:
        """The axes on which the answers, one for each way, depend."""
        return [
            axis for place, axis in enumerate(self.axes) if any(answers[way] != answers[way ^ (1 << place)] for way in range(len(answers)))
        ]


def worlds(facts: Fact, as_of: date) -> Worlds:
    """The columns of a case in every combination of what is not known of it; the first is the milder side of all."""
    row = row_of(facts, as_of)
    axes = [*_counts(facts, row), *_items(facts)]
    rows = [row]
    for axis in axes:
        rows += [{**each, **axis.harsher} for each in rows]
    return Worlds(columns_of_rows(rows), tuple(axes))


def _counts(facts: Fact, row: Mapping[str, Any]) -> list[Axis]:
    """Counts whose own sentence is not given may have brought ten years or more."""
    sentence = facts.get("sentence", {})
    offences = sentence.get("offences", ())
    unknown = [number for number, heavy in enumerate(heaviness(sentence)) if heavy is None]
    if not unknown:
        return []
    violent = any(offences[number]["category"] == "violent" for number in unknown)
    harsher = {"heavy_counts": row["heavy_counts"] + len(unknown), "violent_heavy": row["violent_heavy"] or violent}
    lacking = "months" if "kind" in offences[unknown[0]] or sentence.get("kind") == "fixed" else "kind"
    return [Axis(f"facts.sentence.offences[{unknown[0] + 1}].{lacking}", "该罪所判刑罚", harsher)]


def _items(facts: Fact) -> list[Axis]:
    """Property judgments spoken of without their items, or without what was paid, may be open."""
    harsher, lacking = open_columns(facts.get("property"))
    if lacking is None:
        return []
    able = {} if "able" in facts["property"] else {"able": 1}
    return [Axis(lacking, "财产性判项的内容或者履行数额", harsher | able)]


def _may_have_ended(at: Columns) -> bool:
    """Whether the sentence has an end that the facts do not give."""
    return bool(at.form[0] <= FIXED and np.isnat(at.term_from[0]) and not at.suspended[0])


def assumed(facts: Fact, at: Columns) -> list[str]:
    """What the facts leave out and the answer therefore takes for granted, each in a sentence."""
    sentence, offender = facts.get("sentence", {}), facts.get("offender", {})
    said = []
    offences = sentence.get("offences", ())
    if not offences:
        said.append("没有给出各罪：按不属于从严掌握的犯罪、没有十年以上的暴力性犯罪计算")
    if "recidivist" not in offender:
        said.append("没有给出是否累犯：按不是累犯计算")
    if np.isnat(at.effective_on[0]):
        said.append("没有给出判决生效日：按判决已经生效计算")
    if "property" not in facts:
        said.append("没有给出财产性判项：按没有财产性判项计算")
    named = {each["category"] for each in offences} & set(RESTITUTION_CATEGORIES)
    if _may_have_ended(at):
        said.append("没有给出刑期起算日：按刑罚尚在执行计算")
    if performance(at).finding[0] == UNDETERMINED:
        said.append("履行能力尚未查明：按不排除悔改表现的认定计算，由人民法院审查")
    if named and "active_restitution" not in facts.get("property", {}):
        said.append("没有给出是否积极退赃：按没有“不积极退赃”的认定计算")
    return said
