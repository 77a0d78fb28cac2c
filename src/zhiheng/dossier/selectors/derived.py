"""The index of pairs compared with the texts it was made from: an index that lies hides what it should find."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from zhiheng.dossier.core.searching import pairs, searchable
from zhiheng.dossier.models import SearchPair, SearchText
from zhiheng.ledger.core.apart import Amiss
from zhiheng.ledger.core.at_rest_text import SpoiltError

AT_ONCE = 200
ADDED, CHANGED, REMOVED = "row_added", "row_changed", "row_removed"


def compare_pairs(texts: Sequence[int] | None = None) -> tuple[int, list[Amiss]]:
    """How many pairs were compared, and of which texts the index is not what it must be."""
    numbers = sorted(_numbers() if texts is None else texts)
    rows, found = 0, []
    for start in range(0, len(numbers), AT_ONCE):
        part = numbers[start : start + AT_ONCE]
        there = defaultdict(set)
        for number, pair in SearchPair.objects.filter(text__in=part).order_by().values_list("text_id", "pair").iterator():
            there[number].add(pair)
            rows += 1
        found += [amiss for number, wanted in _wanted(part) if (amiss := _amiss(number, wanted, there[number]))]
    return rows, found


def _numbers() -> set[int]:
    """Texts, and those that pairs name though they are not there."""
    return {*SearchText.objects.values_list("pk", flat=True), *SearchPair.objects.order_by().values_list("text_id", flat=True).distinct()}


def _wanted(part: list[int]) -> Iterator[tuple[int, frozenset[str]]]:
    """The pairs that each text must have; none where the text is gone, or cannot be read, which is a finding of its own table."""
    for number in part:
        try:
            text = SearchText.objects.filter(pk=number).values_list("text", flat=True).first()
        except SpoiltError:
            continue
        yield number, pairs(searchable(text or ""))


def _amiss(number: int, wanted: frozenset[str], there: set[str]) -> Amiss | None:
    more, fewer = len(there - wanted), len(wanted - there)
    if not more and not fewer:
        return None
    kind = CHANGED if more and fewer else ADDED if more else REMOVED
    words = "、".join(f"{word} {count} 个字对" for word, count in (("多", more), ("少", fewer)) if count)
    return Amiss(number, kind, f"与文本 {number} 不符：{words}，检索会找错或者找不到")
