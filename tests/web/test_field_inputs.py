"""Inputs for declared fields: every type of the vocabulary comes back as the catalogue reads it; rows need no script."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict

from zhiheng.catalog import field_values
from zhiheng.catalog.field_shapes import FieldShape
from zhiheng.web.fields.inputs import field_inputs

pytestmark = pytest.mark.drawn


def shape(kind: str, **more) -> FieldShape:
    return FieldShape.model_validate({"id": "a", "title": "甲", "type": kind, **more})


TYPED = {
    "text": (shape("text"), "a=字", "字"),
    "paragraphs": (shape("paragraphs"), "a=一%0A%0A二", ["一", "二"]),
    "date": (shape("date"), "a=2026-06-30", "2026-06-30"),
    "time": (shape("time"), "a=2026-06-30T14:05", "2026-06-30T14:05+08:00"),
    "whole": (shape("whole"), "a=-3", -3),
    "decimal": (shape("decimal"), "a=1,000.25", "1000.25"),
    "amount": (shape("amount"), "a=0", "0.00"),
    "flag": (shape("flag"), "a=false", False),
    "choice": (shape("choice", codes={"x": "一类"}), "a=x", "x"),
    "choices": (shape("choices", codes={"x": "一类", "y": "二类"}), "a=x&a=y", ["x", "y"]),
    "item": (shape("item", of="catalogue"), "a=D001", "D001"),
    "items": (shape("items", of="catalogue"), "a=D001、D002", ["D001", "D002"]),
    "person": (shape("person"), "a__name=王甲&a__id_number=510703199001011234", {"name": "王甲", "id_number": "510703199001011234"}),
    "organ": (shape("organ"), "a=川西监狱", "川西监狱"),
    "officer": (shape("officer"), "a=李乙", "李乙"),
    "officers": (shape("officers"), "a=李乙，赵丙", ["李乙", "赵丙"]),
    "division": (shape("division"), "a=510104", "510104"),
    "rows": (
        shape("rows", rows=[{"id": "b", "title": "乙", "required": True}, {"id": "c", "title": "丙", "type": "flag"}]),
        "a-count=3&a-0-b=一&a-0-c=true&a-2-b=三",
        [{"b": "一", "c": True}, {"b": "三"}],
    ),
}  # fmt: skip


@pytest.mark.parametrize("kind", TYPED)
def test_a_value_comes_back_as_it_is_kept(kind):
    item, sent, kept = TYPED[kind]
    inputs = field_inputs([item], QueryDict(sent))
    assert inputs.is_valid(), inputs.errors
    assert field_values.read([item], inputs.values()) == {"a": kept}


@pytest.mark.parametrize("kind", TYPED)
def test_a_kept_value_stands_in_the_inputs_and_comes_back_the_same(kind):
    item, _sent, kept = TYPED[kind]
    sent = QueryDict(mutable=True)
    blank = field_inputs([item], initial={"a": kept})
    for shown in blank.shown_fields:
        if shown.rows:
            sent[f"{shown.rows.name}-count"] = str(len(shown.rows.forms))
        bound = [field for row in shown.rows.forms for inner in row.shown_fields for field in inner.inputs] if shown.rows else shown.inputs
        for field in bound:
            value = field.value()
            sent.setlist(field.html_name, value if isinstance(value, list) else [value] if value else [])
    if item.type in {"items", "officers"}:
        sent["a"] = "、".join(sent.getlist("a"))
    again = field_inputs([item], sent)
    assert again.is_valid(), again.errors
    assert field_values.read([item], again.values()) == {"a": kept}


def test_files_come_with_their_names():
    several = MultiValueDict({"a": [SimpleUploadedFile("一.jpg", b"1"), SimpleUploadedFile("二.jpg", b"2")]})
    inputs = field_inputs([shape("files")], QueryDict(""), several)
    assert inputs.is_valid() and inputs.values() == {"a": ["一.jpg", "二.jpg"]}
    assert [one.name for one in inputs.files_given()["a"]] == ["一.jpg", "二.jpg"]
    assert inputs.has_files


def test_every_fault_stands_beside_its_input():
    fields = [
        shape("decimal", id="n", title="数量", least=0),
        shape("rows", id="r", title="组", rows=[{"id": "b", "title": "乙", "required": True}, {"id": "c", "title": "丙"}]),
    ]
    inputs = field_inputs(fields, QueryDict("n=-1&r-count=2&r-1-c=只有丙"))
    assert not inputs.is_valid()
    assert inputs.errors["n"] == ["不得小于 0"]
    assert inputs.groups["r"].forms[1].errors["b"] == ["必须填写"]
    assert not inputs.groups["r"].forms[0].errors


def test_more_rows_are_asked_for_without_script_and_nothing_is_lost():
    item = TYPED["rows"][0]
    inputs = field_inputs([item], QueryDict("a-count=2&a-0-b=一&more=a"))
    assert inputs.grown and len(inputs.groups["a"].forms) == 5
    assert inputs.groups["a"].forms[0]["b"].value() == "一"


def test_a_field_of_a_condition_says_when_and_is_asked_only_then():
    fields = [
        shape("choice", id="k", title="种类", codes={"x": "贵重"}),
        shape("text", id="v", title="封签", required=True, when={"k": "x"}),
    ]
    assert [one.condition for one in field_inputs(fields).shown_fields] == ["", "“种类”为“贵重”时填写"]
    assert field_inputs(fields, QueryDict("")).is_valid()
    assert field_inputs(fields, QueryDict("k=x")).errors["v"] == ["必须填写"]


def test_numbers_of_rows_nobody_can_mean_make_no_endless_form():
    item = TYPED["rows"][0]
    for count in ("99999999", "-1", "x", "9999"):
        assert len(field_inputs([item], QueryDict(f"a-count={count}")).groups["a"].forms) <= 200


def test_no_input_takes_a_property_away_from_its_form():
    inputs = field_inputs(
        [shape("flag", id="matches", title="相符"), shape("text", id="action", title="处理")], QueryDict("v-matches=true&v-action=x")
    )
    assert inputs["matches"].html_name == "v-matches" and inputs.values() == {"matches": True, "action": "x"}


def test_a_text_longer_than_a_line_is_readable_whole():
    long = "罪犯刑满之日没有释放，超期羁押三日，狱政管理部门没有记载原因，也没有报告驻监检察室。" * 2
    item = shape("rows", rows=[{"id": "b", "title": "乙"}, {"id": "c", "title": "丙"}])
    rows = field_inputs([item], initial={"a": [{"b": long, "c": "短"}]}).groups["a"].forms
    drawn = {name: str(rows[0][name]) for name in ("b", "c")}
    assert "<textarea" in drawn["b"]
    assert long in drawn["b"]
    assert "<textarea" not in drawn["c"]
