"""Searching: how like a judgment is to what is asked, in words (BM25) and in elements, and why."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any, Final

import numpy as np

from zhiheng.judgments.core.building import NO_DAY, Numbers, day_number, term_of
from zhiheng.judgments.core.elements import Elements
from zhiheng.judgments.core.index import Index
from zhiheng.judgments.core.judgment import Judgment
from zhiheng.judgments.core.tiers import Searcher, tiers_of
from zhiheng.judgments.core.words import sentences_of, words_in
from zhiheng.law.clocks import months_after

K1: Final = 1.5
B: Final = 0.75
TEXT_SHARE: Final = 0.6
WEIGHTS: Final[Mapping[str, float]] = {"charges": 0.4, "circumstances": 0.3, "amount": 0.2, "articles": 0.1}
"""What each axis of elements weighs among those that are asked; shown on the page, kept with every search."""
MOST_TERMS: Final = 48
"""Words of a long text that are asked: those that say most."""
PASSAGES: Final = 2
TOLD_TERMS: Final = 12


@dataclass(frozen=True)
class Filters:
    """What a judgment must be to be found. Empty: anything.

    since, until   days of decision; months back from `until` count where `years` is given by the caller
    """

    charges: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    levels: tuple[str, ...] = ()
    courts: tuple[str, ...] = ()
    tiers: tuple[int, ...] = ()
    circumstances: tuple[str, ...] = ()
    since: date | None = None
    until: date | None = None
    effective: bool = True
    sealed: bool = False


@dataclass(frozen=True)
class Question:
    """What is asked: words, elements, filters, and the case at hand, which is never its own likeness."""

    text: str = ""
    elements: Elements = field(default_factory=Elements)
    filters: Filters = field(default_factory=Filters)
    own: tuple[str, ...] = ()
    searcher: Searcher = field(default_factory=Searcher)


@dataclass(frozen=True)
class Axis:
    """One element of a hit beside what was asked."""

    name: str
    asked: str
    has: str
    share: float
    same: tuple[str, ...] = ()


@dataclass(frozen=True)
class Hit:
    """A judgment found, how like it is, and why."""

    number: int
    judgment: Judgment
    score: float
    text_score: float
    elements_score: float
    tier: int
    terms: tuple[tuple[str, float], ...]
    axes: tuple[Axis, ...]
    passages: tuple[str, ...]


@dataclass(frozen=True)
class Found:
    """What a search gave: the best of `total`, the corpus it was asked of, how many were left out as sealed or not effective."""

    hits: tuple[Hit, ...]
    total: int
    corpus: str
    terms: tuple[str, ...]


@dataclass(frozen=True)
class _Scored:
    total: Numbers
    text: Numbers
    elements: Numbers
    given: Mapping[str, tuple[Numbers, Numbers]]
    axes: Mapping[str, Numbers]


def search(index: Index, question: Question, *, most: int = 20, first: int = 0) -> Found:
    """The judgments most like what is asked, best first; equal ones by their number, so that the same index gives the same list."""
    mask = admitted(index, question)
    scored = _scored(index, question)
    total = np.where(mask, scored.total, 0.0)
    wanted = bool(words_in(question.text)) or bool(question.elements)
    matching = np.flatnonzero(mask & (total > 0)) if wanted else np.flatnonzero(mask)
    order = _best(total, index.column("decided"), matching, first + most)[first:]
    tiers = tiers_of(index, question.searcher)
    gains = _gains_of(scored.given, order)
    hits = tuple(_hit(index, question, scored, int(number), int(tiers[number]), told) for number, told in zip(order, gains, strict=True))
    return Found(hits, len(matching), index.digest, tuple(scored.given))


def ranking(index: Index, question: Question, *, most: int) -> list[int]:
    """The numbers of the best judgments alone, without reasons: for measures."""
    total = np.where(admitted(index, question), _scored(index, question).total, 0.0)
    return [int(one) for one in _best(total, index.column("decided"), np.flatnonzero(total > 0), most)]


def _best(total: Numbers, decided: Numbers, matching: Numbers, most: int) -> Numbers:
    if len(matching) > most * 4:
        least = np.partition(total[matching], -most)[-most]
        matching = matching[total[matching] >= least]
    return matching[np.lexsort((matching, -decided[matching].astype(np.int64), -np.round(total[matching], 9)))][:most]


def admitted(index: Index, question: Question) -> Numbers:
    """Which judgments the filters let through: current, not the case itself nor of the same case."""
    given, mask = question.filters, index.alive & _within(index, question.filters)
    for axis, values in (("charges", given.charges), ("kind", given.kinds), ("court_level", given.levels), ("court", given.courts)):
        mask &= index.having(axis, values) if values else True
    for value in given.circumstances:
        mask &= index.having("circumstances", [value])
    if given.tiers:
        mask &= np.isin(tiers_of(index, question.searcher), given.tiers)
    if not given.sealed:
        mask &= ~index.having("flag", ["sealed"])
    return mask & ~index.having("judgment_no", question.own) if question.own else mask


def _within(index: Index, given: Filters) -> Numbers:
    """Which judgments were decided between the days asked, and have come into force where that is asked."""
    mask, decided = np.ones(index.count, bool), index.column("decided")
    if given.since:
        mask &= decided >= day_number(given.since)
    if given.until:
        mask &= decided <= day_number(given.until)
    return mask & (index.column("effective") != NO_DAY) if given.effective else mask


def newest(until: date, *, years: int) -> date:
    """The day from which judgments of the last years count."""
    return months_after(until, -12 * years)


def _scored(index: Index, question: Question) -> _Scored:
    given = _asked(index, question.text)
    text = np.zeros(index.count, np.float64)
    for docs, gains in given.values():
        text[docs] += gains
    top = float(text[index.alive].max()) if index.count and index.alive.any() else 0.0
    text_score = text / top if top > 0 else text
    axes = _axes(index, question.elements)
    weight = sum(WEIGHTS[name] for name in axes)
    elements = sum((WEIGHTS[name] * one for name, one in axes.items()), np.zeros(index.count)) / (weight or 1.0)
    if not given:
        return _Scored(elements, text_score, elements, given, axes)
    total = TEXT_SHARE * text_score + (1 - TEXT_SHARE) * elements if axes else text_score
    return _Scored(total, text_score, elements, given, axes)


def _asked(index: Index, text: str) -> dict[str, tuple[Numbers, Numbers]]:
    """Word → judgments that hold it and what it gives each of them (BM25), for the words that say most."""
    often = Counter(words_in(text))
    held = {term: index.postings(term) for term in often}
    saying = {term: _rarity(index.count, len(docs)) * (1 + np.log(often[term])) for term, (docs, _n) in held.items() if len(docs)}
    chosen = sorted(saying, key=lambda term: (-saying[term], term))[:MOST_TERMS]
    return {term: (held[term][0], _gains(index, *held[term], _rarity(index.count, len(held[term][0])))) for term in chosen}


def _rarity(count: int, holding: int) -> float:
    return float(np.log(1 + (count - holding + 0.5) / (holding + 0.5)))


def _gains(index: Index, docs: Numbers, counts: Numbers, rarity: float) -> Numbers:
    often = counts.astype(np.float32)
    length = K1 * (1 - B + B * index.lengths[docs] / index.mean_length)
    return rarity * often * (K1 + 1) / (often + length)


def _axes(index: Index, elements: Elements) -> dict[str, Numbers]:
    """Axis asked → how like each judgment is in it, 0 to 1; what a judgment does not say is not like."""
    found: dict[str, Numbers] = {}
    for axis in ("charges", "circumstances", "articles"):
        if values := tuple(dict.fromkeys(getattr(elements, axis))):
            shared = np.zeros(index.count, np.float64)
            for value in values:
                shared[index.postings(term_of(axis, value))[0]] += 1
            found[axis] = shared / np.maximum(len(values) + index.column(f"{axis}_n") - shared, 1)
    if elements.amount is not None and elements.amount > 0:
        away = np.abs(np.log10(np.maximum(index.column("amount"), 1.0)) - np.log10(float(elements.amount)))
        found["amount"] = np.nan_to_num(np.maximum(0.0, 1 - away), nan=0.0)
    return found


def _gains_of(given: Mapping[str, tuple[Numbers, Numbers]], order: Numbers) -> list[dict[str, float]]:
    """For each judgment found, the words it holds of those asked and what each gave it, the most first."""
    told: list[dict[str, float]] = [{} for _one in order]
    for term, (docs, gains) in given.items():
        at = np.minimum(np.searchsorted(docs, order), len(docs) - 1)
        for place in np.flatnonzero(docs[at] == order):
            told[place][term] = round(float(gains[at[place]]), 3)
    return [dict(sorted(one.items(), key=lambda each: (-each[1], each[0]))[:TOLD_TERMS]) for one in told]


def _hit(index: Index, question: Question, scored: _Scored, number: int, tier: int, gains: Mapping[str, float]) -> Hit:
    judgment = index.judgment(number)
    axes = tuple(_axis(name, question.elements, judgment, float(one[number])) for name, one in scored.axes.items())
    total, text, elements = (round(float(one[number]), 4) for one in (scored.total, scored.text, scored.elements))
    return Hit(number, judgment, total, text, elements, tier, tuple(gains.items()), axes, passages_of(judgment, gains))


def _axis(name: str, elements: Elements, judgment: Judgment, share: float) -> Axis:
    asked, has = getattr(elements, name), getattr(judgment, name)
    if name == "amount":
        return Axis(name, _yuan(asked), _yuan(has) if has is not None else "", round(share, 3))
    same = tuple(value for value in asked if value in has)
    return Axis(name, "、".join(asked), "、".join(has), round(share, 3), same)


def _yuan(amount: Decimal) -> str:
    return f"{amount:,.2f}".removesuffix(".00") + "元"


def passages_of(judgment: Judgment, gains: Mapping[str, float], most: int = PASSAGES) -> tuple[str, ...]:
    """The sentences that hold most of what was asked, in the order of the judgment."""
    sentences: Sequence[str] = [one for part in (judgment.issue, judgment.facts, judgment.reasons) for one in sentences_of(part)]
    worth: list[tuple[float, int]] = [
        (sum(gain for term, gain in gains.items() if term in sentence), place) for place, sentence in enumerate(sentences)
    ]
    best = sorted(one for one in worth if one[0] > 0)[::-1][:most]
    return tuple(sentences[place][:160] for place in sorted(place for _worth, place in best))


def element_values(elements: Elements) -> dict[str, Any]:
    """Elements as plain values, for traces."""
    amount = str(elements.amount) if elements.amount is not None else ""
    return {
        "charges": list(elements.charges),
        "articles": list(elements.articles),
        "circumstances": list(elements.circumstances),
        "amount": amount,
    }
