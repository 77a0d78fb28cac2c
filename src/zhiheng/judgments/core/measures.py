"""How good a ranking is by graded labels: P@k, average precision, NDCG."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from math import log2

Labels = Mapping[str, int]
"""Document → grade, 0 to 3; one that is not there has no grade and is not relevant."""


def precision_at(ranked: Sequence[str], labels: Labels, k: int, *, least: int) -> float:
    """Of the first k the share with at least this grade."""
    return sum(labels.get(one, 0) >= least for one in ranked[:k]) / k


def average_precision(ranked: Sequence[str], labels: Labels, *, least: int) -> float:
    """The mean of the precision at each relevant document, over all that are relevant; 0 where none is."""
    relevant = sum(grade >= least for grade in labels.values())
    found, total = 0, 0.0
    for place, one in enumerate(ranked, start=1):
        if labels.get(one, 0) >= least:
            found += 1
            total += found / place
    return total / relevant if relevant else 0.0


def gain_of(grades: Sequence[int]) -> float:
    """DCG: Σ grade ÷ log2(place + 1)."""
    return sum(grade / log2(place + 1) for place, grade in enumerate(grades, start=1))


def ndcg_at(ranked: Sequence[str], labels: Labels, k: int) -> float:
    """The gain of the first k over the best that the labelled documents allow."""
    best = gain_of(sorted(labels.values(), reverse=True)[:k])
    return gain_of([labels.get(one, 0) for one in ranked[:k]]) / best if best else 0.0


def measured(ranked: Mapping[str, Sequence[str]], labels: Mapping[str, Labels], *, least: int = 3) -> dict[str, float]:
    """Means over the queries that have labels: P@5, P@10, MAP, NDCG@10, @20, @30; relevant is a grade of at least `least`."""
    asked: dict[str, Callable[[Sequence[str], Labels], float]] = {
        "P@5": lambda one, known: precision_at(one, known, 5, least=least),
        "P@10": lambda one, known: precision_at(one, known, 10, least=least),
        "MAP": lambda one, known: average_precision(one, known, least=least),
        **{f"NDCG@{k}": (lambda one, known, k=k: ndcg_at(one, known, k)) for k in (10, 20, 30)},  # type: ignore[misc]
    }
    return {
        name: sum(measure(list(map(str, ranked.get(query, ()))), known) for query, known in labels.items()) / len(labels)
        for name, measure in asked.items()
    }
