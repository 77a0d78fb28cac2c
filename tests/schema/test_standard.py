"""The 28 datasets: 27 equal to the contract where it is at hand, one of our own beside them, and complete in themselves."""

from __future__ import annotations

import jsonschema_rs
import pyarrow as pa
import pytest
import yaml

from zhiheng.schema import DATASETS, match_dataset
from zhiheng.schema.dictionary import entries, source_names, spelling
from zhiheng.schema.headings import aliases_declared, match_columns, other_names, own_names
from zhiheng.schema.standard import SHARED_FIELDS
from zhiheng.schema.wire import json_schema


@pytest.mark.sample
def test_the_declaration_is_the_contract(shared):
    contract = yaml.safe_load((shared / "contracts" / "datasets.yaml").read_text(encoding="utf-8"))
    assert list(DATASETS) == [*contract["datasets"], "published_judgments"]
    for name, given in contract["datasets"].items():
        dataset = DATASETS[name]
        assert (dataset.zh, list(dataset.key), dataset.person, dataset.sensitive) == (
            given["zh"],
            given["key"],
            given.get("person", False),
            given.get("sensitive", False),
        )
        assert ", ".join(dataset.source) == given["source"]
        fields = {**(contract["shared_fields"] if dataset.person else {}), **given["fields"]}
        assert list(dataset.fields) == list(fields)
        for field, spec in fields.items():
            assert_field(dataset.fields[field], spec, contract["codes"])


def assert_field(field, spec, shared_codes):
    codes = spec.get("codes", {})
    codes = shared_codes[codes] if isinstance(codes, str) else codes
    assert (field.zh, field.type) == (spec["zh"], spec["type"])
    assert field.required == spec.get("required", field.name == "id_number")
    assert field.default == spec.get("default")
    assert {code: list(spellings) for code, spellings in field.codes.items()} == codes


@pytest.mark.parametrize("dataset", DATASETS.values(), ids=list(DATASETS))
def test_every_field_says_what_it_means(dataset):
    assert dataset.doc
    assert set(dataset.key) <= set(dataset.fields)
    assert source_names(dataset)
    for field in dataset.fields.values():
        assert field.doc, field.name
        assert field.sensitivity in {"ordinary", "personal", "sensitive"}
        assert field.unit or field.type not in {"int", "decimal"}, f"{field.name} has no unit"
        assert not field.codes or field.default is None or field.default in field.codes
    for entry in entries(dataset):
        assert entry.example, entry.name


@pytest.mark.parametrize("dataset", [dataset for dataset in DATASETS.values() if dataset.person], ids=lambda dataset: dataset.name)
def test_a_dataset_of_persons_begins_with_the_shared_fields(dataset):
    assert tuple(dataset.fields)[:4] == SHARED_FIELDS
    assert dataset.fields["id_number"].sensitivity == "personal"


def test_arrow_types():
    schema = DATASETS["checkins"].arrow_schema()
    assert schema.field("at").type == pa.timestamp("us", tz="Asia/Shanghai")
    assert schema.field("lon").type == pa.decimal128(9, 6)
    assert DATASETS["property_items"].arrow_schema().field("ordered").type == pa.decimal128(18, 2)
    assert DATASETS["sentences"].arrow_schema().field("crimes").type == pa.list_(pa.string())
    assert DATASETS["sentences"].arrow_schema().field("judged_on").type == pa.date32()


@pytest.mark.parametrize(
    ("file_name", "dataset"),
    [
        ("sentences_0001.xlsx", "sentences"),
        ("生效裁判信息_0002.csv", "sentences"),
        ("行政处罚案件_0001.csv", "admin_cases"),
        ("SENTENCES.CSV", "sentences"),
        ("检察监督文书2026.xlsx", "supervision_documents"),
        ("其他.csv", None),
        ("_sentences.csv", None),
    ],
)
def test_a_file_is_named_after_its_dataset(file_name, dataset):
    found = match_dataset(file_name)
    assert (found.name if found else None) == dataset


@pytest.mark.parametrize("dataset", DATASETS.values(), ids=list(DATASETS))
def test_no_heading_means_two_fields(dataset):
    assert len(own_names(dataset)) == 2 * len(dataset.fields)
    assert not own_names(dataset).keys() & other_names(dataset).keys()
    assert set(other_names(dataset).values()) <= set(dataset.fields)


def test_numbers_of_other_code_tables_mean_codes_that_exist():
    declared = {field.name: field for dataset in DATASETS.values() for field in dataset.fields.values() if field.codes}
    for name, codes in aliases_declared()["codes"].items():
        assert set(codes) <= set(declared[name].codes)


def test_columns_in_any_order_under_any_of_their_names():
    columns = match_columns(["姓 名", "备注", "SFZH", "ａｔ", "", "经度"], DATASETS["checkins"])
    assert dict(columns.places) == {"name": 0, "at": 3, "lon": 5, "id_number": 2}
    assert columns.unknown == ("备注",)


def test_the_own_name_counts_before_an_alias():
    columns = match_columns(["SFZH", "公民身份号码"], DATASETS["checkins"])
    assert dict(columns.places) == {"id_number": 1}
    assert columns.unknown == ("SFZH",)


def test_two_columns_for_one_field_are_told():
    assert match_columns(["姓名", "name"], DATASETS["checkins"]).doubled == ("姓名",)


def test_a_code_is_spelt_for_people():
    assert spelling(DATASETS["sentences"].fields["penalty"], "fixed") == "有期徒刑"
    assert spelling(DATASETS["sentences"].fields["court"], "示例法院") == "示例法院"


@pytest.mark.parametrize("dataset", DATASETS.values(), ids=list(DATASETS))
def test_the_wire_schema_is_a_schema(dataset):
    assert jsonschema_rs.meta.is_valid(json_schema(dataset))


def test_the_wire_schema_tells_right_from_wrong():
    validator = jsonschema_rs.validator_for(json_schema(DATASETS["leaves"]))
    record = {
        "id_number": "510104199003078914",
        "name": "张某某",
        "leave_no": "1",
        "destination": "510104",
        "from_date": "2026-01-01",
        "to_date": "2026-01-02",
        "approver": "county",
        "returned_on": None,
    }
    assert validator.is_valid(record)
    assert not validator.is_valid({**record, "approver": "县级"})
    assert not validator.is_valid({**record, "destination": "5101"})
    assert not validator.is_valid({key: value for key, value in record.items() if key != "leave_no"})
    assert not validator.is_valid({**record, "remark": "x"})
