"""One assessment out of every way a case may stand: what they agree on is certain, what they do not is not known."""

from __future__ import annotations

from dataclasses import fields
from typing import Any, TypeVar

import numpy as np

from zhiheng.law.facts import missing
from zhiheng.law.sentence.commutation_table import NONE
from zhiheng.law.sentence.shapes import TIMED
from zhiheng.law.sentence.standing import Fact, standing, term_length_place
from zhiheng.law.sentence.worlds import Axis, Worlds

_NO_DAY = np.datetime64("NaT", "D")
Found = TypeVar("Found", bound=Any)
_CHOSEN = ("class_code", "level")


def agreed(ways: Worlds, every: Found) -> tuple[Found, tuple[Axis, ...]]:
    """The assessment of one place on which all ways agree, and the axes on which the answer depends.

    reasons     those that stand in the way however the case stands; `unknown` those that do in some way only, or cannot be told
    others      the common value; none (NaT, NONE) where the ways differ; the class of the milder way
    """
    certain, possible = np.bitwise_and.reduce(every.reasons), np.bitwise_or.reduce(every.reasons | every.unknown)
    merged = {each.name: _common(each.name, getattr(every, each.name)) for each in fields(every)}
    merged |= {"reasons": np.array([certain]), "unknown": np.array([possible & ~certain])}
    if np.any(every.unknown):
        merged["earliest_on"] = np.array([_NO_DAY])
    told = [each.name for each in fields(every) if each.name not in _CHOSEN]
    answers = [tuple(getattr(every, name)[way].item() for name in told) for way in range(len(every.reasons))]
    return type(every)(**merged), tuple(ways.told_by(answers))


def _common(name: str, column: Any) -> Any:
    same = len({each.item() for each in column}) == 1
    if same or name in _CHOSEN:
        return column[:1]
    return np.array([_NO_DAY if column.dtype.kind == "M" else NONE], dtype=column.dtype)


def timed_length(facts: Fact) -> None:
    """Refuse a timed sentence, or one become so, whose length is not given."""
    sentence = facts["sentence"]
    now = standing(sentence, facts.get("reductions", ()))
    if now.months is None and (sentence["kind"] in TIMED or now.converted):
        raise missing(term_length_place(now), "刑期")
