"""The sample in the repository is what its README says: made anew it comes out the same."""

from __future__ import annotations

import json
from pathlib import Path

from .conftest import make
from .naive import follow

SAMPLE = Path(__file__).resolve().parents[2] / "samples" / "province"
LARGEST_BYTES = 1_500_000


def test_made_anew_the_sample_is_the_same(tmp_path):
    anew = make(tmp_path / "anew", "--persons", "120", "--seed", "1").place
    files = sorted(path.relative_to(SAMPLE) for path in SAMPLE.rglob("*") if path.is_file())
    assert files == sorted(path.relative_to(anew) for path in anew.rglob("*") if path.is_file())
    assert (SAMPLE / "truth.json").read_text(encoding="utf-8") == (anew / "truth.json").read_text(encoding="utf-8")
    for path in files:
        if path.suffix in {".csv", ".jsonl"}:
            assert (SAMPLE / path).read_bytes() == (anew / path).read_bytes(), path


def test_the_sample_is_small_and_holds_every_model():
    truth = json.loads((SAMPLE / "truth.json").read_text(encoding="utf-8"))
    assert truth["persons"] == 120
    assert len({clue["model"] for clue in truth["clues"]}) == 29
    assert sum(path.stat().st_size for path in SAMPLE.rglob("*") if path.is_file()) < LARGEST_BYTES


def test_the_truth_of_the_sample_stands():
    truth = json.loads((SAMPLE / "truth.json").read_text(encoding="utf-8"))
    reports, _ = follow(SAMPLE)
    assert {entry.pop("path"): entry for entry in truth["files"]} == reports
