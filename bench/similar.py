"""Similar cases: a search over synthetic judgments within its time, a build that grows with their number, quality beside plain BM25.

ZHIHENG_SIMILAR_COUNT   judgments of the search (100,000 where nothing is said); ZHIHENG_LECARD  a folder in LeCaRD's format
Seconds are of processor time, so that other work on the machine weighs little; times of a search are by the clock.
"""

from __future__ import annotations

import os
import random
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from rank_bm25 import BM25Okapi

from bench import lecard
from bench.row import Row
from zhiheng.judgments.core.building import build
from zhiheng.judgments.core.elements import Elements, elements_in
from zhiheng.judgments.core.index import Index, open_part
from zhiheng.judgments.core.judgment import Judgment, judgment_of
from zhiheng.judgments.core.measures import measured
from zhiheng.judgments.core.searching import Filters, Question, ranking, search
from zhiheng.judgments.core.words import words_in
from zhiheng.simulate.judgments import judgments

COUNT = int(os.environ.get("ZHIHENG_SIMILAR_COUNT", "100000"))
SIZES = (10_000, 20_000)
SEARCHES, QUERIES, POOL, SEED = 60, 20, 30, 20260101
AIM_MS = 200
ANY = Filters(effective=False, sealed=True)


def run() -> list[Row]:
    """Build twice, search, measure."""
    with tempfile.TemporaryDirectory(prefix="bench-similar-") as folder:
        place = Path(folder)
        rows = [*built_in(place), *searched_in(place), *quality(place)]
        given = os.environ.get("ZHIHENG_LECARD")
        return [*rows, *(published(Path(given), place) if given else [])]


def drawn(count: int, seed: int = SEED) -> list[Judgment]:
    """Synthetic judgments."""
    return [judgment_of(row) for row in judgments(count, seed=seed)]


def timed(work: Callable[[], Any]) -> tuple[float, Any]:
    """Seconds of processor, and what came."""
    began = time.process_time()
    found = work()
    return time.process_time() - began, found


def built_in(place: Path) -> list[Row]:
    """Seconds of processor to build an index of each size; twice as many may take little more than twice as long."""
    cases = drawn(SIZES[-1])
    spent = [timed(lambda size=size: build(cases[:size], place / f"{size}", made_from=f"{size}".ljust(64, "0")))[0] for size in SIZES]
    each = [f"{size:,}: {seconds:.1f} s CPU" for size, seconds in zip(SIZES, spent, strict=True)]
    return [Row("similar, index build", "; ".join(each), "linear: 2×", f"{spent[1] / spent[0]:.2f}×")]


def searched_in(place: Path) -> list[Row]:
    """The 95th of a hundred searches by whole cases, with reasons and passages."""
    cases = drawn(COUNT)
    spent, parts = timed(lambda: build(cases, place / "all", made_from="a" * 64))
    index = Index([open_part(path) for path in parts])
    asked = [question_of(one, index) for one in cases[:: max(1, COUNT // SEARCHES)][:SEARCHES]]
    search(index, asked[0])
    seconds, used = [], []
    for question in asked:
        began, before = time.perf_counter(), time.process_time()
        search(index, question)
        seconds.append(time.perf_counter() - began)
        used.append(time.process_time() - before)
    p95, cpu = (float(np.percentile(one, 95)) * 1000 for one in (seconds, used))
    name = f"similar, search over {COUNT:,} judgments"
    return [
        Row(f"{name}: p95", f"{p95:.0f} ms ({cpu:.0f} ms CPU)", f"aim: under {AIM_MS} ms"),
        Row(f"similar, index build of {COUNT:,}", f"{spent:.1f} s CPU, {spent / COUNT * 1e6:.0f} µs each"),
    ]


def question_of(one: Judgment, index: Index) -> Question:
    """A case at hand: its own words and elements."""
    return Question(one.text, elements_in(one.text, index.charges), ANY, (one.judgment_no,))


def quality(place: Path) -> list[Row]:
    """P@k, MAP and NDCG of our ranking and of plain BM25 (rank-bm25, the same words) on a fixture of our own in LeCaRD's manner.

    Grades are by construction: 3 same crime, half of the circumstances and an amount within three times; 2 same crime and one of these;
    1 same crime; 0 another. They are made of what our elements compare, so they show that elements work, not how good they are elsewhere.
    """
    rng, cases = random.Random(SEED), drawn(6000, seed=7)
    queries = rng.sample(range(len(cases)), QUERIES)
    ours, plain, labels = {}, {}, {}
    for query in queries:
        pool = pool_of(rng, cases, query)
        index = lecard.indexed([cases[one] for one in pool], place / f"q{query}", f"q{query}")
        asked = cases[query]
        order = ranking(index, Question(asked.facts, element_of(asked), ANY), most=POOL)
        scores = BM25Okapi([words_in(cases[one].text) for one in pool]).get_scores(words_in(asked.facts))
        ours[f"{query}"] = [f"{pool[one]}" for one in order]
        plain[f"{query}"] = [f"{pool[one]}" for one in np.argsort(-scores, kind="stable")]
        labels[f"{query}"] = {f"{one}": grade_of(asked, cases[one]) for one in pool}
    return [
        Row(f"similar, own fixture {QUERIES} × {POOL}: {name}", f"{value:.3f}", f"plain BM25: {base:.3f}", f"{value - base:+.3f}")
        for (name, value), base in zip(measured(ours, labels).items(), measured(plain, labels).values(), strict=True)
    ]


def element_of(one: Judgment) -> Elements:
    return Elements(one.charges, (), one.circumstances, one.amount)


def pool_of(rng: random.Random, cases: Sequence[Judgment], query: int) -> list[int]:
    """Thirty candidates: two thirds of the same crime."""
    same = [at for at, one in enumerate(cases) if one.charges == cases[query].charges and at != query]
    other = [at for at, one in enumerate(cases) if one.charges != cases[query].charges]
    return rng.sample(same, POOL * 2 // 3) + rng.sample(other, POOL // 3)


def grade_of(asked: Judgment, one: Judgment) -> int:
    """0 to 3, by construction."""
    if asked.charges != one.charges:
        return 0
    shared = len(set(asked.circumstances) & set(one.circumstances))
    alike = shared * 2 >= len(asked.circumstances)
    near = asked.amount is None or (one.amount is not None and asked.amount / 3 <= one.amount <= asked.amount * 3)
    return 1 + alike + near


def published(folder: Path, place: Path) -> list[Row]:
    """The labels and rankings of a public set as they lie in the folder, and our own ranking where its candidates are there."""
    labels, baselines = lecard.labels_of(folder), lecard.rankings_of(folder)
    ours = lecard.ranked_by_us(folder, place / "lecard", labels)
    rows = [told("published ranking " + name, lecard.figures(one, labels), len(labels)) for name, one in baselines.items()]
    if not ours:
        return [*rows, Row("similar, LeCaRD: ours", "not measured", "the candidates' texts are not in the folder")]
    few = {query: labels[query] for query in ours}
    rows += (
        [told("published bm25, same queries", lecard.figures(baselines["bm25_top100"], few), len(few))]
        if "bm25_top100" in baselines
        else []
    )
    return [*rows, told("ours", lecard.figures(ours, few), len(few))]


def told(name: str, figures: dict[str, float], queries: int) -> Row:
    return Row(f"similar, LeCaRD ({queries} queries): {name}", ", ".join(f"{measure} {value:.3f}" for measure, value in figures.items()))
