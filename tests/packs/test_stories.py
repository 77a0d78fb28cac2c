"""Every story of every pack holds; every procedure has stories that touch each of its outcomes, or say why not."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import pytest

from zhiheng.catalog import packs
from zhiheng.cli import packs as command
from zhiheng.cli import story_runs

ROOT = Path(__file__).resolve().parents[2] / "packs"


@pytest.fixture(scope="module")
def catalog():
    return packs.loaded(ROOT)


def test_every_story_holds(catalog):
    assert "\n".join(map(str, story_runs.run_all(catalog))) == ""


def test_a_procedure_without_stories_is_told(catalog):
    told = list(story_runs.of_procedures(catalog, []))
    assert len(told) == len(catalog.procedures)


def test_an_outcome_no_story_touches_is_told(catalog):
    first = [one for one in catalog.stories if one.shape and one.of in catalog.procedures][:1]
    shorter = [type(one)(one.of, one.pack, one.path, one.document, one.shape.model_copy(update={"stories": ()})) for one in first]
    assert any("没有故事走到" in str(one) for one in story_runs.of_procedures(catalog, shorter))


def options(text):
    parser = argparse.ArgumentParser()
    command.arguments(parser)
    return parser.parse_args(text.split())


def test_the_command_checks_and_shows_schemas(capsys, tmp_path):
    assert command.run(options("check --stories")) == 0
    assert "都相符" in capsys.readouterr().out
    assert command.run(options(f"schema procedure --out {tmp_path}/p.json")) == 0
    schema = json.loads((tmp_path / "p.json").read_text(encoding="utf-8"))
    assert {"from", "limit", "before"} <= set(schema["$defs"]["Within"]["properties"])


def test_a_faulty_pack_is_told_with_file_and_line(tmp_path, capsys):
    place = tmp_path / "wrong"
    (place / "procedures").mkdir(parents=True)
    (place / "pack.yaml").write_text("pack: wrong\ntitle: 错\npurpose: 试\nsource: [试用 第一条]\n", encoding="utf-8")
    text = "procedure: wrong\ntitle: 错\nsource: [试用 第一条]\nroles: {a: {title: 甲}}\nstart: one\n"
    text += "steps:\n  - {id: one, title: 一, by: b, outcomes: {done: end}}\n"
    (place / "procedures" / "wrong.yaml").write_text(text, encoding="utf-8")
    assert command.run(options(f"check {tmp_path}")) == 1
    assert "wrong.yaml:7" in capsys.readouterr().out
