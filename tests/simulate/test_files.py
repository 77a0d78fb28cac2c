"""The exchange files: every form the standard knows, and a truth that a second reader arrives at too."""

from __future__ import annotations

import json
from collections import Counter

import pytest

from zhiheng.schema import DATASETS
from zhiheng.simulate.province import parts

from .conftest import AS_OF, make
from .naive import HOME, decoded, follow


@pytest.fixture(scope="module")
def truth(province):
    return json.loads((province.place / "truth.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def read(province):
    return follow(province.place)


def test_the_truth_of_every_file_equals_what_a_second_reader_finds(truth, read):
    reports, _ = read
    told = {entry["path"]: {name: value for name, value in entry.items() if name != "path"} for entry in truth["files"]}
    assert told == reports


def test_the_number_of_current_records_equals_what_a_second_reader_keeps(truth, read):
    kept = Counter()
    for (_, dataset), rows in read[1].items():
        kept[dataset] += len(rows)
    assert truth["records"] == dict(kept)


def test_every_value_arrives_as_it_was_made(read):
    world = next(parts(persons=260, seed=11, as_of=AS_OF))
    for (organ, name), records in world.records.items():
        dataset, rows = DATASETS[name], read[1][organ, name]
        for record in records:
            row = rows[tuple(record.values[column] for column in dataset.key)] if "at" not in dataset.key else None
            if row is not None:
                for column, value in record.values.items():
                    assert row[column] == (value.replace(tzinfo=HOME) if dataset.fields[column].type == "datetime" else value), (
                        organ,
                        name,
                    )


def test_every_dataset_is_sent(truth):
    assert set(truth["records"]) == set(DATASETS)


def test_every_kind_of_fault_is_planted(truth):
    reasons = {fault["reason_code"] for entry in truth["files"] for fault in entry["rejected"]}
    assert reasons == {"check_digit", "impossible_date", "unknown_code", "missing_required", "not_a_number"}
    assert sum(entry["superseded"] for entry in truth["files"]) > 5
    assert sum(entry["duplicates"] for entry in truth["files"]) > 5


def test_the_files_differ_as_organs_do(province):
    files = list((province.place / "files").glob("*/*"))
    assert {path.suffix for path in files} == {".csv", ".xlsx", ".jsonl", ".parquet"}
    assert any(path.name.startswith("sentences_") for path in files)
    assert any(path.name.startswith("生效裁判信息_") for path in files)
    contents = [path.read_bytes() for path in files if path.suffix == ".csv"]
    assert any(content.startswith(b"\xef\xbb\xbf") for content in contents)
    assert any(not utf8(content) for content in contents)
    text = "\n".join(map(decoded, contents))
    for form in ("年", "/", "２", "　", "Y,"):
        assert form in text, form


def utf8(content: bytes) -> bool:
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def test_equal_arguments_give_equal_files(province, tmp_path):
    again = make(tmp_path / "again", "--persons", "260", "--seed", "11").place
    files = sorted(path.relative_to(province.place) for path in province.place.rglob("*") if path.is_file())
    assert files == sorted(path.relative_to(again) for path in again.rglob("*") if path.is_file())
    for path in files:
        assert (province.place / path).read_bytes() == (again / path).read_bytes(), path


def test_another_seed_gives_another_province(province, truth, tmp_path):
    other = make(tmp_path / "other", "--persons", "260", "--seed", "12").place
    assert json.loads((other / "truth.json").read_text(encoding="utf-8"))["clues"] != truth["clues"]


def test_a_large_province_keeps_its_numbers_apart(tmp_path, monkeypatch):
    monkeypatch.setattr("zhiheng.simulate.province.PART_PERSONS", 250)
    made = make(tmp_path / "parts", "--persons", "510", "--seed", "4")
    truth = json.loads((made.place / "truth.json").read_text(encoding="utf-8"))
    reports, current = follow(made.place)
    assert truth["persons"] == 510
    assert {entry["path"]: entry["superseded"] for entry in truth["files"]} == {
        path: report["superseded"] for path, report in reports.items()
    }
    assert truth["records"]["sentences"] == sum(len(rows) for (_, name), rows in current.items() if name == "sentences")
