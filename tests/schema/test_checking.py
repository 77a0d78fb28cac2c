"""Tables of raw text against their dataset: every mess organs send, every reason to reject."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhiheng.schema import DATASETS
from zhiheng.schema.checking import check, empty, together
from zhiheng.schema.columns import as_texts
from zhiheng.schema.rejections import LONGEST_VALUE, WORDS, shortened_value

GOOD = {
    "id_number": "510104199003078914",
    "name": "张某某",
    "judgment_no": "（2026）川0104刑初1号",
    "court": "锦江区法院",
    "judged_on": "2026-01-05",
    "effective_on": "2026-01-16",
    "crimes": "盗窃罪、诈骗罪",
    "penalty": "有期徒刑",
}


def check_one(dataset="sentences", **changes):
    row = {**GOOD, **changes} if dataset == "sentences" else changes
    return check(pa.table({name: pa.array([value]) for name, value in row.items()}), DATASETS[dataset])


def faults(checked):
    return [(one.row, one.column, one.code) for one in checked.rejected]


def test_a_clean_row_goes_on_typed_with_its_defaults():
    checked = check_one()
    assert checked.rejected == []
    assert checked.table.schema == DATASETS["sentences"].arrow_schema()
    (row,) = checked.table.to_pylist()
    assert (row["id_type"], row["penalty"], row["crimes"], row["judged_on"]) == (
        "resident",
        "fixed",
        ["盗窃罪", "诈骗罪"],
        date(2026, 1, 5),
    )
    assert (row["intentional"], row["term_days"], row["recidivist"], row["term_months"]) == (True, 0, False, None)
    assert checked.row_numbers.tolist() == [1]


@pytest.mark.parametrize(
    ("field", "sent", "kept"),
    [
        ("id_number", "５１０１０４１９９００３０７８９１４", "510104199003078914"),
        ("id_number", "510104900307891", "510104199003078914"),
        ("id_number", " 510104 19900307 8914　", "510104199003078914"),
        ("id_number", "11010519491231002x", "11010519491231002X"),
        ("name", "张　某 某", "张某某"),
        ("judged_on", "20260105", date(2026, 1, 5)),
        ("judged_on", "2026年1月5日", date(2026, 1, 5)),
        ("judged_on", "2026/1/5", date(2026, 1, 5)),
        ("judged_on", "46027", date(2026, 1, 5)),
        ("judged_on", "２０２６－０１－０５", date(2026, 1, 5)),
        ("recidivist", "是", True),
        ("recidivist", "0", False),
        ("recidivist", "Y", True),
        ("recidivist", "FALSE", False),
        ("crimes", "盗窃罪，诈骗罪", ["盗窃罪", "诈骗罪"]),
        ("crimes", "盗窃罪;诈骗罪；", ["盗窃罪", "诈骗罪"]),
        ("crimes", '["盗窃罪", "诈骗罪"]', ["盗窃罪", "诈骗罪"]),
        ("penalty", "fixed", "fixed"),
        ("penalty", "死缓", "death_reprieve"),
        ("penalty", " 有期 徒刑", "fixed"),
        ("strict_class", "涉黑、职务犯罪", ["gang", "duty"]),
        ("term_months", "１８", 18),
        ("term_months", "18.0", 18),
        ("term_days", "", 0),
        ("restricted_residence_division", "５１０１０４", "510104"),
        ("court", " 锦江区法院 ", "锦江区法院"),
        ("prohibition", "   ", None),
    ],
)
def test_mess_is_put_in_order(field, sent, kept):
    checked = check_one(**{field: sent})
    assert checked.rejected == []
    assert checked.table[field].to_pylist() == [kept]


@pytest.mark.parametrize(
    ("field", "sent", "code"),
    [
        ("id_number", "510104199003078915", "check_digit"),
        ("id_number", "51010419900307891", "check_digit"),
        ("id_number", "5.10104E+17", "check_digit"),
        ("id_number", "", "missing_required"),
        ("name", "　", "missing_required"),
        ("effective_on", None, "missing_required"),
        ("judged_on", "2026-02-30", "impossible_date"),
        ("judged_on", "待定", "impossible_date"),
        ("penalty", "待核实", "unknown_code"),
        ("recidivist", "可能", "unknown_code"),
        ("strict_class", "涉黑、其他", "unknown_code"),
        ("crimes", '[["盗窃罪"]]', "unknown_code"),
        ("term_months", "三年", "not_a_number"),
        ("term_months", "18.5", "not_a_number"),
        ("term_months", "9" * 25, "out_of_range"),
        ("restricted_residence_division", "锦江区", "unknown_code"),
        ("restricted_residence_division", "51010", "unknown_code"),
        ("id_type", "军官证", "unknown_code"),
    ],
)
def test_a_wrong_value_rejects_its_row(field, sent, code):
    checked = check_one(**{field: sent})
    assert faults(checked) == [(1, field, code)]
    assert checked.table.num_rows == 0
    (one,) = checked.rejected
    assert one.value == (sent or "")
    assert one.reason
    assert one.remedy


def test_every_reason_has_words_for_every_field():
    for dataset in DATASETS.values():
        for field in dataset.fields.values():
            for word in WORDS.values():
                reason, remedy = word(field, "x")
                assert field.zh in reason
                assert remedy


@pytest.mark.parametrize("id_type", ["护照", "passport", "港澳台通行证", "其他"])
def test_the_number_of_another_document_is_not_tested(id_type):
    checked = check_one(id_type=id_type, id_number=" e1234 5678")
    assert checked.table["id_number"].to_pylist() == ["E12345678"]


def test_fifteen_digits_of_another_document_stay():
    assert check_one(id_type="其他", id_number="510104900307891").table["id_number"].to_pylist() == ["510104900307891"]


def test_numbers_of_children_and_parents_are_always_tested():
    row = {"child_id_number": "510104201503078910", "child_name": "张 小某", "parent_id_number": "510104900307891", "other_parent": "死亡"}
    checked = check(pa.table({name: [value] for name, value in row.items()}), DATASETS["dependants"])
    assert checked.rejected == []
    assert checked.table["parent_id_number"].to_pylist() == ["510104199003078914"]
    assert checked.table["child_name"].to_pylist() == ["张小某"]
    wrong = check(
        pa.table({name: [value] for name, value in {**row, "child_id_number": "510104201503078911"}.items()}), DATASETS["dependants"]
    )
    assert faults(wrong) == [(1, "child_id_number", "check_digit")]


def test_a_party_s_number_is_cleaned_but_not_tested():
    row = {
        "case_no": "1",
        "organ": "x",
        "party": "示例 公司",
        "party_id": "9151 0100ma6xxxxx1x",
        "filed_on": "2026-01-01",
        "entered_on": "2026-01-02",
    }
    checked = check(pa.table({name: [value] for name, value in row.items()}), DATASETS["admin_cases"])
    assert checked.table["party_id"].to_pylist() == ["91510100MA6XXXXX1X"]
    assert checked.table["party"].to_pylist() == ["示例 公司"]


def test_a_column_that_is_missing_rejects_what_must_have_it():
    checked = check(pa.table({"name": ["张某某", "李某某"]}), DATASETS["persons"])
    assert faults(checked) == [(1, "id_number", "missing_required"), (2, "id_number", "missing_required")]


def test_every_wrong_value_of_a_row_is_told_in_the_order_of_the_fields():
    checked = check_one(penalty="x", name="", id_number="1")
    assert faults(checked) == [(1, "id_number", "check_digit"), (1, "name", "missing_required"), (1, "penalty", "unknown_code")]


def test_row_numbers_of_the_file_are_kept():
    raw = pa.table({name: [value] * 3 for name, value in GOOD.items()}).set_column(1, "name", pa.array(["甲", "", "乙"]))
    checked = check(raw, DATASETS["sentences"], np.array([7, 9, 11], dtype=np.int64))
    assert checked.row_numbers.tolist() == [7, 11]
    assert faults(checked) == [(9, "name", "missing_required")]


def test_typed_columns_are_read_like_text():
    raw = pa.table(
        {
            "id_number": ["510104199003078914"],
            "name": ["张某某"],
            "ticket_no": pa.array([12], pa.int32()),
            "mode": pa.array(["火车"]).dictionary_encode(),
            "from_division": pa.array([510104], pa.int64()),
            "to_division": pa.array([513401.0], pa.float64()),
            "depart_at": pa.array([datetime(2026, 5, 1, 8, 30)], pa.timestamp("ns")),
            "refunded": pa.array([False]),
        }
    )
    checked = check(raw, DATASETS["journeys"])
    assert checked.rejected == []
    (row,) = checked.table.to_pylist()
    assert (row["ticket_no"], row["mode"], row["from_division"], row["to_division"]) == ("12", "rail", "510104", "513401")
    assert row["depart_at"] == datetime(2026, 5, 1, 0, 30, tzinfo=UTC)
    assert row["refunded"] is False


@pytest.mark.parametrize(
    ("column", "texts"),
    [
        (pa.array([1.0, 0.1, float("nan"), 1e20, None]), ["1", "0.1", None, "1e+20", None]),
        (pa.array([date(2026, 1, 5)]), ["2026-01-05"]),
        (pa.array([datetime(2026, 1, 5, 8, 1, 2, 999)], pa.timestamp("us", tz="UTC")), ["2026-01-05 08:01:02+0000"]),
        (pa.array([Decimal("1.50")]), ["1.50"]),
        (pa.array([["甲", "乙"], None]), ['["甲", "乙"]', None]),
        (pa.array([b"\xe5\xbc\xa0"], pa.binary()), ["张"]),
        (pa.array([None], pa.null()), [None]),
        (pa.array(["x"], pa.large_string()), ["x"]),
        (pa.chunked_array([["a"], ["b"]]), ["a", "b"]),
    ],
)
def test_any_type_as_text(column, texts):
    assert as_texts(column).to_pylist() == texts


def test_parts_of_a_file_are_one():
    one, two = check_one(), check_one(name="")
    joined = together([one, two], DATASETS["sentences"])
    assert joined.table.num_rows == 1
    assert len(joined.rejected) == 1
    assert together([], DATASETS["sentences"]).table.equals(empty(DATASETS["sentences"]))


def test_a_kept_value_is_short_and_without_nul():
    assert shortened_value("a\x00b") == "a\ufffdb"
    assert len(shortened_value("长" * 1000)) == LONGEST_VALUE
    assert shortened_value(None) == ""


ANY_TEXT = st.one_of(
    st.none(), st.text(max_size=20), st.sampled_from(["是", "510104199003078914", "2026-01-05", "1,234.5", "[1]", "有期徒刑"])
)


@pytest.mark.parametrize("dataset", DATASETS.values(), ids=list(DATASETS))
@given(data=st.data())
def test_whatever_is_sent_each_row_is_accepted_or_rejected_with_a_reason(dataset, data):
    rows = data.draw(st.integers(1, 4))
    columns = {name: data.draw(st.lists(ANY_TEXT, min_size=rows, max_size=rows)) for name in dataset.fields}
    checked = check(pa.table({name: pa.array(values, type=pa.string()) for name, values in columns.items()}), dataset)
    rejected = {one.row for one in checked.rejected}
    assert sorted([*rejected, *checked.row_numbers.tolist()]) == list(range(1, rows + 1))
    checked.table.validate(full=True)
    for name in dataset.key:
        assert checked.table[name].null_count == 0


@given(st.permutations(list(GOOD)))
def test_the_order_of_columns_does_not_matter(order):
    assert check(pa.table({name: [GOOD[name]] for name in order}), DATASETS["sentences"]).table.equals(check_one().table)


def test_columns_of_few_values_are_read_as_others(monkeypatch: pytest.MonkeyPatch) -> None:
    """What repeats is read once: values, rejections, doubts and counts are those of reading every row."""
    texts = {
        "name": ["张某", " 李 某", "王？某", "张某、李某", "无", "欧·阳", ""],
        "id_number": ["11010519491231002X", "１１０１０５１９４９１２３１００２x", "110105194912310021", "", "110105491231002"],
        "labour_minutes": ["1,200", "30.0", "约三百", "", "480"],
        "kind": ["劳动日", "学习", "不知道", "", "rest"],
        "day": ["2024-01-31", "2024年2月1日", "2024-02-30", "", "45322"],
        "prison": ["嘉陵监狱", "", "沱江监狱 ", "NULL", "??监狱"],
    }
    raw = pa.table({name: pa.array([values[row * 7 % len(values)] for row in range(2_000)]) for name, values in texts.items()})
    dataset = DATASETS["labour_days"]
    coded = check(raw, dataset)
    monkeypatch.setattr("zhiheng.schema.checking.repeated", lambda _column, **_given: None)
    plain = check(raw, dataset)
    assert coded.table.equals(plain.table)
    assert coded.row_numbers.tolist() == plain.row_numbers.tolist()
    assert coded.rejected == plain.rejected
    assert sorted(coded.folded, key=str) == sorted(plain.folded, key=str)
