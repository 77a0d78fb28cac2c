"""The harness of similar cases: a set in LeCaRD's format is read, ranked and measured; our own fixture is graded as said."""

from __future__ import annotations

import json

import pytest

from bench import lecard, similar
from zhiheng.judgments.core.judgment import judgment_of
from zhiheng.simulate.judgments import judgments


@pytest.fixture()
def folder(tmp_path):
    """Two queries of six candidates each, as the public set lays them out."""
    cases = [judgment_of(row) for row in judgments(400, seed=11)]
    for part in ("query", "label", "prediction"):
        (tmp_path / "data" / part).mkdir(parents=True)
    queries, labels, predicted = [], {}, {}
    for at, query in enumerate(one for one in cases[:40] if one.charges in {("盗窃罪",), ("受贿罪",)}):
        if at == 2:
            break
        same = [one for one in cases[40:] if one.charges == query.charges][:3]
        other = [one for one in cases[40:] if one.charges != query.charges][:3]
        place = tmp_path / "data" / "candidates" / "candidates1" / str(at)
        place.mkdir(parents=True)
        for number, one in enumerate(same + other):
            told = {"ajjbqk": one.facts, "pjjg": f"{one.reasons}{one.result}", "qw": one.text, "writId": str(number)}
            (place / f"{number}.json").write_text(json.dumps(told, ensure_ascii=False), encoding="utf-8")
        queries.append(json.dumps({"ridx": at, "q": query.facts, "crime": list(query.charges), "path": ""}, ensure_ascii=False))
        labels[str(at)] = {"0": 3, "1": 3, "2": 3, "3": 0, "4": 0}
        predicted[str(at)] = [0, 1, 2, 3, 4, 5]
    (tmp_path / "data" / "query" / "query.json").write_text("\n".join(queries), encoding="utf-8")
    (tmp_path / "data" / "label" / "label_top30_dict.json").write_text(json.dumps(labels), encoding="utf-8")
    (tmp_path / "data" / "prediction" / "bm25_top100.json").write_text(json.dumps(predicted), encoding="utf-8")
    (tmp_path / "data" / "prediction" / "bert.json").write_text("{}\n{}", encoding="utf-8")
    return tmp_path


def test_a_public_set_is_read_and_measured(folder, tmp_path):
    labels = lecard.labels_of(folder)
    assert set(lecard.rankings_of(folder)) == {"bm25_top100"}
    assert lecard.rankings_of(folder)["bm25_top100"]["0"] == list("543210"), "published from the worst to the best"
    ours = lecard.ranked_by_us(folder, tmp_path / "work", labels)
    assert {query: set(listed) for query, listed in ours.items()} == {"0": set("012345"), "1": set("012345")}
    figures = lecard.figures(ours, labels)
    assert figures["MAP"] == pytest.approx(1.0) and figures["NDCG@10"] == pytest.approx(1.0) and figures["P@5"] == pytest.approx(0.6)
    rows = similar.published(folder, tmp_path / "rows")
    assert any("ours" in row.name and "MAP 1.000" in row.figure for row in rows)


def test_what_is_not_there_is_told(folder, tmp_path):
    import shutil

    shutil.rmtree(folder / "data" / "candidates")
    assert any(row.figure == "not measured" for row in similar.published(folder, tmp_path / "rows"))


def test_grades_of_our_own_fixture_are_those_of_its_construction():
    cases = [judgment_of(row) for row in judgments(200, seed=7)]
    own = next(one for one in cases if one.amount)
    assert similar.grade_of(own, own) == 3
    assert {similar.grade_of(own, one) for one in cases if one.charges != own.charges} == {0}
    assert {similar.grade_of(own, one) for one in cases} <= {0, 1, 2, 3}
