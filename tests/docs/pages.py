"""Blocks of a page of the documentation, as its reader would use them."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PROGRAM = ".venv/bin/zhiheng"


@dataclass(frozen=True)
class Block:
    """A fenced block: its kind, what stands after the kind, its text."""

    kind: str
    name: str
    text: str


def page(name: str) -> str:
    """The text of a page under docs/."""
    return (ROOT / "docs" / name).read_text(encoding="utf-8")


def blocks(name: str) -> list[Block]:
    """Every fenced block of a page, in its order."""
    found = [Block(*parts) for parts in re.findall(r"^```(\w+) ?(\S*)\n(.*?)^```$", page(name), re.M | re.S)]
    assert len(found) * 2 == len(re.findall(r"^```", page(name), re.M)), "a block of the page is not read"
    return found


def write_files(name: str, root: Path) -> list[Path]:
    """Write the blocks that name a file where they say."""
    written = []
    for block in blocks(name):
        if block.name.startswith("packs/") and block.kind != "diff":
            place = root / block.name
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_text(block.text, encoding="utf-8")
            written.append(place)
    return written


def changed(block: Block, root: Path) -> tuple[Path, str]:
    """Do the change a `diff` block shows: the file, and what it was before."""
    place = root / block.name
    before = place.read_text(encoding="utf-8")
    old = "".join(line[1:] for line in block.text.splitlines(keepends=True) if line[0] in "- ")
    new = "".join(line[1:] for line in block.text.splitlines(keepends=True) if line[0] in "+ ")
    assert before.count(old) == 1, f"{block.name} does not hold: {old}"
    place.write_text(before.replace(old, new), encoding="utf-8")
    return place, before


def run(command: str, root: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """A command of the page in a folder, the program being that of the tests."""
    assert command.startswith(PROGRAM), command
    words = command.removeprefix(PROGRAM).split()
    given = {**os.environ, "PYTHONPATH": str(ROOT / "src"), **environment}
    return subprocess.run(
        [sys.executable, "-m", "zhiheng.cli.main", *words], check=False, cwd=root, env=given, capture_output=True, text=True
    )


def assert_printed(said: str, shown: str) -> None:
    """What was printed is what the page shows; `…` stands for a number."""
    pattern = re.escape(shown.strip()).replace("…", r"\d+")
    assert re.fullmatch(pattern, said.strip()), said
