"""LeCaRD's format: queries, candidates, graded labels and rankings, read from a folder that the operator names; measured, never copied.

`data/query/query.json` a query a line {ridx, q, crime}; `data/candidates/<ridx>/<document>.json` {ajjbqk, qw, pjjg}, in one more or not;
`data/label/label_top30_dict.json` query → document → grade 0 to 3; `data/prediction/*.json` query → documents, some of them worst first.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from zhiheng.judgments.core.building import build
from zhiheng.judgments.core.elements import Elements, elements_in
from zhiheng.judgments.core.index import Index, open_part
from zhiheng.judgments.core.judgment import Judgment
from zhiheng.judgments.core.measures import measured
from zhiheng.judgments.core.searching import Filters, Question, ranking

Rankings = Mapping[str, Sequence[str]]
WORST_FIRST = ("bm25_top100", "tfidf_top100")
"""Rankings that are published from the worst to the best, as their own evaluation turns them."""
UNKNOWN_DAY = date(2000, 1, 1)


def labels_of(folder: Path) -> dict[str, dict[str, int]]:
    """Query → document → grade."""
    told = json.loads((folder / "data" / "label" / "label_top30_dict.json").read_text(encoding="utf-8"))
    return {str(query): {str(one): int(grade) for one, grade in graded.items()} for query, graded in told.items()}


def queries_of(folder: Path) -> dict[str, dict[str, Any]]:
    """Query → what is asked, with its crimes."""
    lines = (folder / "data" / "query" / "query.json").read_text(encoding="utf-8").splitlines()
    return {str(one["ridx"]): one for one in map(json.loads, filter(None, lines))}


def rankings_of(folder: Path) -> dict[str, Rankings]:
    """Published rankings by their names, best first."""
    found: dict[str, Rankings] = {}
    for path in sorted((folder / "data" / "prediction").glob("*.json")):
        try:
            told = json.loads(path.read_text(encoding="utf-8"))
        except ValueError:
            continue  # more than one value in the file: another format
        if isinstance(told, dict):
            turned = -1 if path.stem in WORST_FIRST else 1
            found[path.stem] = {str(query): [str(one) for one in listed][::turned] for query, listed in told.items()}
    return found


def candidates_of(folder: Path, query: str) -> dict[str, dict[str, Any]]:
    """Document → its text, of one query; empty where the candidates are not at hand."""
    place = folder / "data" / "candidates"
    return {
        path.stem: json.loads(path.read_text(encoding="utf-8"))
        for path in sorted([*place.glob(f"{query}/*.json"), *place.glob(f"*/{query}/*.json")])
    }


def judged(rankings: Rankings, labels: Mapping[str, Mapping[str, int]]) -> dict[str, list[str]]:
    """Rankings without documents that nobody graded, as the published evaluation counts."""
    return {query: [one for one in rankings.get(query, ()) if one in graded] for query, graded in labels.items()}


def figures(rankings: Rankings, labels: Mapping[str, Mapping[str, int]]) -> dict[str, float]:
    """Measured over graded documents alone, as the published evaluation does; relevant is grade 3."""
    return measured(judged(rankings, labels), labels)


def ranked_by_us(folder: Path, work: Path, queries: Iterable[str]) -> dict[str, list[str]]:
    """Our rankings of the candidates at hand; queries without candidates are left out."""
    asked, found = queries_of(folder), {}
    for query in queries:
        if query not in asked or not (texts := candidates_of(folder, query)):
            continue
        documents = sorted(texts)
        index = indexed([judgment_of(one, texts[one], asked.values()) for one in documents], work / query, query)
        question = question_of(asked[query])
        order = ranking(index, question, most=len(documents))
        rest = [place for place in range(len(documents)) if place not in set(order)]
        found[query] = [documents[place] for place in [*order, *rest]]
    return found


def judgment_of(document: str, told: Mapping[str, Any], queries: Iterable[Mapping[str, Any]]) -> Judgment:
    """A candidate as a judgment: its facts, its reasons, and the elements read out of them."""
    charges = {crime for one in queries for crime in one["crime"]}
    text = f"{told.get('ajjbqk', '')}{told.get('pjjg', '')}"
    read = elements_in(text, charges)
    return Judgment(
        document, "", "", "first", UNKNOWN_DAY, read.charges, read.articles, read.circumstances, read.amount,
        effective_on=UNKNOWN_DAY, facts=str(told.get("ajjbqk") or told.get("qw") or ""), reasons=str(told.get("pjjg", "")),
    )  # fmt: skip


def question_of(told: Mapping[str, Any]) -> Question:
    """A query: its words, its crimes, and what else is read out of it."""
    read = elements_in(told["q"], told["crime"])
    return Question(told["q"], Elements(tuple(told["crime"]), (), read.circumstances, read.amount), Filters())


def indexed(judgments: Iterable[Judgment], folder: Path, name: str) -> Index:
    """An index of these alone."""
    return Index([open_part(path) for path in build(judgments, folder, made_from=name.ljust(64, "0"))])
