"""Retrieval of judgments: found by words and elements with reasons, tiers, ranges, measures; the index is verified and grows."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal

import pytest

from zhiheng.judgments.core.building import build, parts_of, sweep
from zhiheng.judgments.core.elements import Elements, elements_in
from zhiheng.judgments.core.index import Index, open_part
from zhiheng.judgments.core.judgment import judgment_of
from zhiheng.judgments.core.measures import average_precision, gain_of, measured, ndcg_at, precision_at
from zhiheng.judgments.core.ranges import Range, population, range_of, robust_z, standing_of
from zhiheng.judgments.core.searching import Filters, Question, newest, search
from zhiheng.judgments.core.tiers import Searcher, tiers_of
from zhiheng.judgments.core.words import words_in
from zhiheng.schema.errors import UnusableInputError
from zhiheng.simulate.judgments import judgments

COUNT = 600


@pytest.fixture(scope="module")
def cases():
    return [judgment_of(row) for row in judgments(COUNT, seed=3)]


@pytest.fixture(scope="module")
def index(cases, tmp_path_factory):
    place = tmp_path_factory.mktemp("index")
    return Index([open_part(path) for path in build(cases, place, made_from="a" * 64)])


def test_words_are_those_of_the_law_and_of_the_facts():
    words = words_in("被告人撬锁入户盗窃他人现金，依照刑法判处有期徒刑三年。")
    assert {"撬锁", "入户", "盗窃", "现金", "有期徒刑"} <= set(words)
    assert not {"被告人", "刑法", "的", "，"} & set(words)


def test_elements_are_proposed_from_a_text():
    text = (
        "被告人拾得信用卡后取款12,300元，又骗取二万元。案发后主动投案，系自首；已退赔损失；不具有立功情节。构成信用卡诈骗罪。"
        "依照《中华人民共和国刑法》第一百九十六条、第六十七条第一款之规定"
    )
    found = elements_in(text, ["诈骗罪", "信用卡诈骗罪", "盗窃罪"])
    assert found == Elements(("信用卡诈骗罪",), ("刑法第一百九十六条", "刑法第六十七条"), ("自首", "退赃退赔"), Decimal(20000))


def test_a_hit_says_why_it_is_alike(index, cases):
    own = next(one for one in cases if one.charges == ("盗窃罪",) and one.amount and "撬锁" in one.facts and not one.sealed)
    elements = elements_in(own.text, index.charges)
    found = search(index, Question(own.text, elements, Filters(), (own.judgment_no,)), most=10)
    assert own.judgment_no not in {hit.judgment.judgment_no for hit in found.hits}
    best = found.hits[0]
    assert best.judgment.charges == ("盗窃罪",)
    assert "撬锁" in {term for term, _gain in best.terms}
    assert any("撬锁" in passage for passage in best.passages)
    charge, amount = (next(axis for axis in best.axes if axis.name == name) for name in ("charges", "amount"))
    assert charge.same == ("盗窃罪",) and charge.share == 1.0 and amount.asked.endswith("元")
    assert round(0.6 * best.text_score + 0.4 * best.elements_score, 3) == round(best.score, 3)
    assert [hit.score for hit in found.hits] == sorted((hit.score for hit in found.hits), reverse=True)


def test_the_same_question_of_the_same_corpus_gives_the_same_list(index, cases, tmp_path):
    again = Index([open_part(path) for path in build(cases, tmp_path, made_from="b" * 64)])
    question = Question("入户盗窃现金和金项链", Elements(charges=("盗窃罪",)))
    first, second = search(index, question), search(again, question)
    assert index.digest != again.digest or first.corpus == second.corpus
    assert [hit.judgment.judgment_no for hit in first.hits] == [hit.judgment.judgment_no for hit in second.hits]


def test_filters_and_what_is_never_found(index, cases):
    sealed = next(one for one in cases if one.sealed)
    unsettled = next(one for one in cases if one.effective_on is None and not one.sealed)
    everything = [hit.judgment for hit in search(index, Question(filters=Filters(kinds=("first",))), most=COUNT).hits]
    assert sealed not in everything and unsettled not in everything
    inside = search(index, Question(filters=Filters(kinds=("first",), sealed=True, effective=False)), most=COUNT)
    assert inside.total == COUNT and {sealed, unsettled} <= {hit.judgment for hit in inside.hits}
    narrow = search(
        index, Question(filters=Filters(charges=("受贿罪",), levels=("basic",), circumstances=("自首",), since=date(2022, 1, 1)))
    )
    assert narrow.total and all(
        hit.judgment.charges == ("受贿罪",)
        and hit.judgment.court_level == "basic"
        and "自首" in hit.judgment.circumstances
        and hit.judgment.decided_on >= date(2022, 1, 1)
        for hit in narrow.hits
    )


def test_the_case_itself_and_its_related_numbers_are_left_out(cases, tmp_path):
    from dataclasses import replace

    first = cases[0]
    remanded = replace(
        first, judgment_no="（2020）示01刑初900号", related=(first.judgment_no,), sealed=False, effective_on=date(2021, 1, 1)
    )
    index = Index([open_part(path) for path in build([first, remanded, *cases[1:50]], tmp_path, made_from="c" * 64)])
    found = search(index, Question(first.text, own=(first.judgment_no,)), most=50)
    assert not {first.judgment_no, remanded.judgment_no} & {hit.judgment.judgment_no for hit in found.hits}


def test_tiers_are_seen_from_the_court_that_searches(index):
    chain = Searcher("甲市青衣区人民法院", ("甲市中级人民法院", "示例省高级人民法院"))
    tiers = tiers_of(index, chain)
    by = {index.judgment(number).court: int(tier) for number, tier in enumerate(tiers) if index.judgment(number).standing == "plain"}
    assert by == {
        "甲市青衣区人民法院": 4,
        "甲市中级人民法院": 4,
        "示例省高级人民法院": 3,
        "甲市临江县人民法院": 0,
        "乙市中级人民法院": 0,
        "乙市石桥区人民法院": 0,
        "乙市白塔县人民法院": 0,
    }
    guiding = search(index, Question(filters=Filters(tiers=(1,)), searcher=chain), most=COUNT)
    assert {hit.judgment.standing for hit in guiding.hits} <= {"guiding"}
    assert newest(date(2026, 6, 30), years=3) == date(2023, 6, 30)


def test_a_changed_file_is_refused(cases, tmp_path):
    (part,) = build(cases[:20], tmp_path, made_from="d" * 64)
    content = (part / "docs.npy").read_bytes()
    (part / "docs.npy").write_bytes(content[:-1] + bytes([content[-1] ^ 1]))
    with pytest.raises(UnusableInputError, match=r"docs.npy.*文件与写入时不同"):
        open_part(part)
    (part / "docs.npy").unlink()
    with pytest.raises(UnusableInputError, match="缺失"):
        open_part(part)


def test_a_build_that_was_stopped_counts_as_none(cases, tmp_path):
    build(cases[:5], tmp_path, made_from="e" * 64)
    assert len(parts_of(tmp_path, "e" * 64)) == 1 and parts_of(tmp_path, "f" * 64) is None
    (tmp_path / f"{'e' * 32}.json").unlink()
    assert parts_of(tmp_path, "e" * 64) is None
    assert sweep(tmp_path, []) == 1 and not list(tmp_path.iterdir())


def test_an_index_of_two_batches_is_as_one_of_both(cases, tmp_path):
    both = build(cases[:100], tmp_path, made_from="1" * 64) + build(cases[100:200], tmp_path, made_from="2" * 64)
    one = build(cases[:200], tmp_path, made_from="3" * 64)
    question = Question(cases[0].text, elements_in(cases[0].text, ["盗窃罪"]), Filters(sealed=True, effective=False))
    apart, whole = (search(Index([open_part(path) for path in paths]), question, most=30) for paths in (both, one))
    assert [(hit.number, hit.score) for hit in apart.hits] == [(hit.number, hit.score) for hit in whole.hits]


def test_only_current_records_count(cases, tmp_path):
    (part,) = build(cases[:10], tmp_path, made_from="9" * 64, keys=range(70, 80))
    index = Index([open_part(part)], alive=[70, 71])
    assert search(index, Question(filters=Filters(sealed=True, effective=False)), most=10).total == 2
    assert index.digest != Index([open_part(part)]).digest


# the worked values of the quality of one query


def test_measures_of_the_worked_query():
    ranked, labels = list("abcde"), {"a": 3, "b": 0, "c": 2, "d": 3, "e": 0}
    pool = {"a": 3, "c": 2, "d": 3, "x": 1}
    assert precision_at(ranked, labels, 5, least=2) == pytest.approx(0.6)
    assert precision_at(ranked, labels, 5, least=3) == pytest.approx(0.4)
    assert gain_of([3, 0, 2, 3, 0]) == pytest.approx(5.292, abs=1e-4)
    assert gain_of([3, 3, 2, 1]) == pytest.approx(6.3235, abs=1e-4)
    assert ndcg_at(ranked, pool, 5) == pytest.approx(0.8369, abs=1e-4)
    assert average_precision(ranked, labels, least=3) == pytest.approx(0.75)
    assert measured({"1": ranked}, {"1": labels})["P@5"] == pytest.approx(0.4)
    assert ndcg_at(ranked, {"z": 0}, 5) == 0.0


# the worked values of the range of outcomes


def test_colours_of_the_worked_proposals():
    assert standing_of(9, Range(58, 8, 6.5, 9, 6, 9, 1)).level == "inside"
    red = standing_of(8, Range(22, 5, 3.5, 6, 3, 6, 1))
    assert (red.level, red.z) == ("red", 2.0235) and "说明理由" in red.explanation
    assert standing_of(8, Range(14, 5, 3, 6, 3, 6, 1)).title == "样本不足"
    assert standing_of(9, Range(30, 8, 6, 8.5, 5, 10, 2)).level == "yellow"
    assert robust_z(8, 5, 1) == 2.0235 and robust_z(8, 5, 0) is None


@pytest.mark.parametrize(("count", "level"), [(19, "few"), (20, "inside")])
def test_nineteen_cases_show_no_colour(count, level):
    assert standing_of(5, range_of([5] * count)).level == level


def test_old_law_and_the_case_itself_do_not_count(index, cases):
    question = Question(elements=Elements(charges=("盗窃罪",)), own=(cases[0].judgment_no,))
    known = population(index, question, on=date(2026, 6, 30))
    counted = [
        one
        for one in cases
        if one.charges == ("盗窃罪",)
        and one.effective_on
        and not one.law_changed
        and not one.sealed
        and one.decided_on >= date(2023, 6, 30)
        and one is not cases[0]
    ]
    assert known.count == len(counted) and known.courts > 1
    assert known.median == pytest.approx(sorted(one.outcome_months for one in counted)[len(counted) // 2], abs=6)
    assert json.dumps(known.to_json())
