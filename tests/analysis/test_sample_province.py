"""The sample province, imported and screened through the command line: every model finds exactly the clues of its truth."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections import defaultdict

import pytest

pytestmark = [pytest.mark.sample, pytest.mark.slow]


def zhiheng(home, *arguments):
    environment = {**os.environ, "ZHIHENG_HOME": str(home)}
    environment.pop("ZHIHENG_DATABASE_URL", None)
    command = [sys.executable, "-m", "zhiheng.cli.main", *map(str, arguments)]
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=False)


@pytest.fixture(scope="module")
def truth(shared):
    return json.loads((shared / "data" / "sample-province" / "truth.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def found(shared, truth, tmp_path_factory):
    home = tmp_path_factory.mktemp("province")
    imported = zhiheng(home, "import", shared / "data" / "sample-province" / "files")
    assert imported.returncode == 0, imported.stderr
    screened = zhiheng(home, "screen", "--as-of", truth["as_of"], "--json", home / "clues.jsonl")
    assert screened.returncode == 0, screened.stderr
    return [json.loads(line) for line in (home / "clues.jsonl").read_text(encoding="utf-8").splitlines()]


def by_model(clues):
    kept = defaultdict(set)
    for clue in clues:
        kept[clue["model"]].add((clue["subject"], clue["occurrence"]))
    return kept


def test_every_model_finds_exactly_the_clues_of_the_truth(found, truth):
    got, planted = by_model(found), by_model(truth["clues"])
    wrong = {
        name: {"missed": sorted(planted[name] - got[name]), "false": sorted(got[name] - planted[name])}
        for name in sorted(planted.keys() | got.keys())
        if planted[name] != got[name]
    }
    assert wrong == {}


def test_no_clue_is_found_twice(found):
    identities = [(clue["model"], clue["subject"], clue["occurrence"]) for clue in found]
    assert len(identities) == len(set(identities))


def test_every_clue_names_records_articles_and_an_organ(found):
    assert [clue for clue in found if not (clue["evidence"] and clue["cites"] and clue["organ"] and clue["summary"])] == []
