"""Every story of the packs about a register, a sheet or a duty comes out as it is written; every register has stories."""

from __future__ import annotations

from pathlib import Path

import pytest

from zhiheng.analysis.stories import run_duty, run_sheet
from zhiheng.catalog import packs
from zhiheng.catalog.errors import Faults
from zhiheng.catalog.yaml_strict import load_file
from zhiheng.register.core import story as register_story

PACKS = Path(__file__).resolve().parents[2] / "packs"
CATALOG = packs.loaded(PACKS)
RUNNERS = (
    (CATALOG.registers, register_story.run),
    (CATALOG.sheets, run_sheet),
    (CATALOG.duties, run_duty),
)


def stories():
    for path in sorted(PACKS.glob("*/stories/*.yaml")):
        faults = Faults()
        said = load_file(path, faults).value
        faults.raise_any()
        for specs, runner in RUNNERS:
            if said["of"] in specs:
                for one in said["stories"]:
                    yield pytest.param(specs[said["of"]], runner, one, id=f"{said['of']}-{one['name']}")


FOUND = list(stories())


@pytest.mark.parametrize(("spec", "runner", "story"), FOUND)
def test_a_story_comes_out_as_written(spec, runner, story):
    assert runner(spec, story) == []


def test_every_register_has_stories():
    told = {param.values[0].id for param in FOUND}
    kept = {name for name, spec in CATALOG.registers.items() if spec.shape.view is None}
    assert kept - told == set()


@pytest.mark.parametrize("kind", ["act", "points"])
def test_a_story_that_is_not_so_is_found(kind):
    if kind == "act":
        spec = next(iter(CATALOG.registers.values()))
        assert register_story.run(spec, {"name": "错", "then": [{"state": "nowhere"}]})
    else:
        spec = next(iter(CATALOG.sheets.values()))
        assert run_sheet(spec, {"name": "错", "given": {}, "then": [{"points": 100}]})
