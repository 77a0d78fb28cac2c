"""The command: what it refuses before anything is written, what it says, and its large data."""

from __future__ import annotations

import json
import os
from collections import Counter

import pyarrow.parquet as pq
import pytest

from zhiheng.cli.main import main
from zhiheng.schema import DATASETS

from .conftest import make
from .naive import follow


def run(capsys, *arguments: str) -> tuple[int, str, str]:
    status = main(["simulate", *arguments])
    said = capsys.readouterr()
    return status, said.out, said.err


@pytest.mark.parametrize("persons", ["19", "0", "-5", "2000001"])
def test_a_number_of_persons_out_of_range_is_refused(capsys, tmp_path, persons):
    status, _, error = run(capsys, f"--persons={persons}", "--out", str(tmp_path / "new"))
    assert status == 2
    assert len(error.strip().splitlines()) == 1
    assert "人数超出范围" in error
    assert not (tmp_path / "new").exists()


def test_a_place_that_holds_something_is_refused_and_left_alone(capsys, tmp_path):
    (tmp_path / "mine.txt").write_text("mine", encoding="utf-8")
    status, _, error = run(capsys, "--persons", "20", "--out", str(tmp_path))
    assert status == 2
    assert "不是空的" in error
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]


def test_a_place_that_cannot_be_made_is_refused(capsys, tmp_path):
    (tmp_path / "file").write_text("", encoding="utf-8")
    status, _, error = run(capsys, "--persons", "20", "--out", str(tmp_path / "file" / "below"))
    assert status == 2
    assert "不能写入" in error


@pytest.mark.parametrize("arguments", [["--stays-per-person", "3"], ["--plain", "csv", "--days-of-labour=-1"]])
def test_large_data_is_only_for_plain_files(capsys, tmp_path, arguments):
    status, _, error = run(capsys, *arguments, "--out", str(tmp_path / "new"))
    assert status == 2
    assert "--plain" in error


def test_a_year_without_calendar_is_refused(capsys, tmp_path):
    status, _, error = run(capsys, "--as-of", "2031-05-01", "--out", str(tmp_path / "new"))
    assert status == 2
    assert "2031-05-01" in error


def test_the_summary_for_machines(capsys, tmp_path):
    status, out, _ = run(capsys, "--persons", "20", "--seed", "2", "--out", str(tmp_path / "new"), "--json", "-")
    assert status == 0
    summary = json.loads(out)
    truth = json.loads((tmp_path / "new" / "truth.json").read_text(encoding="utf-8"))
    assert (summary["persons"], summary["records"]) == (20, truth["records"])
    assert summary["clues"] == len(truth["clues"])
    assert summary["files"] == len(truth["files"]) == sum(len(files) for _, _, files in os.walk(tmp_path / "new" / "files"))


def test_the_summary_for_people(capsys, tmp_path):
    status, out, _ = run(capsys, "--persons", "20", "--out", str(tmp_path / "new"))
    assert status == 0
    assert "20 人" in out
    assert "虚构" in out


@pytest.mark.parametrize("day", ["2025-03-31", "2026-02-28", "2026-11-20"])
def test_other_days_to_stand_at(tmp_path, day):
    made = make(tmp_path / "new", "--persons", "210", "--as-of", day)
    truth = json.loads((made.place / "truth.json").read_text(encoding="utf-8"))
    assert truth["as_of"] == day
    assert len({clue["model"] for clue in truth["clues"]}) == 29


def test_plain_parquet_is_typed_and_large_as_asked(tmp_path):
    made = make(
        tmp_path / "new",
        *["--persons", "300", "--plain", "parquet", "--days-of-labour", "40"],
        *["--stays-per-person", "7", "--checkins-per-person", "9"],
    )
    truth = json.loads((made.place / "truth.json").read_text(encoding="utf-8"))
    rows = {"labour_days": 0, "hotel_stays": 0}
    for entry in truth["files"]:
        table = pq.read_table(made.place / entry["path"])
        assert table.schema == DATASETS[entry["dataset"]].arrow_schema()
        assert (table.num_rows, entry["rejected"], entry["superseded"]) == (entry["rows"], [], 0)
        rows[entry["dataset"]] = rows.get(entry["dataset"], 0) + table.num_rows
    assert rows == truth["records"]
    assert rows["labour_days"] > 1000
    assert rows["hotel_stays"] > 200


LARGE = ["--journeys-per-person", "5", "--days-of-labour", "60", "--checkins-per-person", "40"]


def test_large_data_adds_no_clue_and_no_repetition(tmp_path):
    few = make(tmp_path / "few", "--persons", "500", "--plain", "csv")
    many = make(tmp_path / "many", "--persons", "500", "--plain", "csv", *LARGE)
    clues = [json.loads((made.place / "truth.json").read_text(encoding="utf-8"))["clues"] for made in (few, many)]
    assert clues[0] == clues[1]
    _, current = follow(many.place)
    truth = json.loads((many.place / "truth.json").read_text(encoding="utf-8"))
    kept = Counter()
    for (_, dataset), rows in current.items():
        kept[dataset] += len(rows)
    assert truth["records"] == dict(kept)
    assert kept["labour_days"] > 300


def test_labour_of_large_data_rests_every_week(tmp_path):
    made = make(tmp_path / "new", "--persons", "250", "--plain", "parquet", "--days-of-labour", "60")
    files = sorted(made.place.glob("files/*/labour_days_*.parquet"))
    table = pq.read_table(files[-1]).to_pylist()
    assert all(row["labour_minutes"] <= 480 for row in table)
    sundays = [row for row in table if row["day"].weekday() == 6]
    assert sundays
    assert {(row["kind"], row["labour_minutes"]) for row in sundays} == {("rest", 0)}
    assert not [row for row in table if row["labour_minutes"] and row["day"].weekday() > 4]
