"""docs/first-model.md, step by step: its files, its commands and their words, the faults made on purpose, the clues of a tiny library."""

from __future__ import annotations

import json

import pytest

from tests.docs.pages import PROGRAM, assert_printed, blocks, changed, run, write_files

NAME, MODEL = "first-model.md", "leave_not_returned"
BLOCKS = blocks(NAME)
COMMANDS = {block.name: block.text.strip() for block in BLOCKS if block.kind == "sh"}
SHOWN = {block.name: block.text for block in reversed(BLOCKS) if block.kind == "text"}
FAULTS = [(block, BLOCKS[place + 1]) for place, block in enumerate(BLOCKS) if block.kind == "diff"]


@pytest.fixture(scope="module")
def home_of_page(tmp_path_factory):
    """One home for all commands: its database is made once."""
    return tmp_path_factory.mktemp("home")


@pytest.fixture()
def reader(tmp_path, home_of_page):
    """A folder with the pack of the page alone, what the organ sent, and how a command of the page is run there."""
    written = write_files(NAME, tmp_path)
    assert len(written) == 3
    sent = next(block for block in BLOCKS if block.kind == "csv")
    (tmp_path / sent.name).parent.mkdir(parents=True)
    (tmp_path / sent.name).write_text(sent.text, encoding="utf-8")
    return lambda command: run(
        command,
        tmp_path,
        ZHIHENG_HOME=str(home_of_page),
        ZHIHENG_PACKS="packs",
        ZHIHENG_DATABASE_URL="",
    )


def test_every_block_is_known():
    assert list(COMMANDS) == ["packs", "cases", "library"]
    assert set(SHOWN) == {*COMMANDS, "clues"}
    assert len(FAULTS) == 3


def test_the_pack_is_sound(reader):
    assert_printed(reader(COMMANDS["packs"]).stdout, SHOWN["packs"])


def test_the_cases_come_out(reader):
    done = reader(COMMANDS["cases"])
    assert_printed(done.stdout, SHOWN["cases"])
    assert done.returncode == 0


@pytest.mark.parametrize(("change", "shown"), FAULTS, ids=range(len(FAULTS)))
def test_a_fault_is_told_as_the_page_shows(reader, tmp_path, change, shown):
    changed(change, tmp_path)
    done = reader(COMMANDS[shown.name])
    assert_printed(done.stdout + done.stderr, shown.text)
    assert done.returncode != 0


def test_a_tiny_library_is_screened(reader):
    given = [line for line in COMMANDS["library"].splitlines() if line.startswith(PROGRAM)]
    told = [reader(command) for command in given]
    assert [done.returncode for done in told] == [0, 0], told
    assert_printed("".join(done.stdout for done in told), SHOWN["library"])
    lines = reader(f"{given[-1]} --dry-run --json -").stdout.splitlines()
    assert [json.loads(line)["summary"] for line in lines] == SHOWN["clues"].splitlines()
    assert {json.loads(line)["model"] for line in lines} == {MODEL}
