"""The peers of the import and screening benchmarks answer as ours does: without that their times say nothing."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from bench import imports, screening
from bench.imports_files import DRAWN, draw_csv
from bench.screening_paths import WAYS
from bench.screening_province import draw

ROWS, PERSONS = 4_000, 1_200


@pytest.fixture(scope="module")
def province(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("bench-screening")
    draw(made, PERSONS)
    return made


def found(way: str, province: Path) -> dict:
    clues = WAYS[way](province, screening.HEAVY)()
    return {"found": json.loads(json.dumps({name: sorted(of_model) for name, of_model in clues.items()}))}


def test_pandas_and_the_bare_statements_find_the_clues_and_records_of_ours(province):
    best = {way: found(way, province) for way in WAYS}
    screening.equal(best)
    best["pandas"]["found"]["labour_overtime"][0][2].pop()
    with pytest.raises(screening.UnequalError, match="labour_overtime"):
        screening.equal(best)


def test_pandas_accepts_rejects_repeats_and_replaces_the_rows_of_ours(tmp_path):
    drawn = draw_csv(tmp_path / "sent", ROWS)
    draw_csv(tmp_path / imports.WARM, 400)
    ours, peer = (imports.timed(module, tmp_path / "sent")["counts"] for module in (imports.OURS, imports.PEER))
    assert ours == peer
    assert {name: counts[0] for name, counts in ours.items()} == drawn
    assert len(drawn) == len(DRAWN)
    assert all(sum(kind) > 0 for kind in zip(*ours.values(), strict=True))


def test_the_table_is_printed_for_the_benchmarks_named():
    done = subprocess.run([sys.executable, "-m", "bench", "no_such"], capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert {"acts", "imports", "law", "packages", "province", "screening"} <= set(
        done.stderr.strip().partition("there are: ")[2].split(", ")
    )
