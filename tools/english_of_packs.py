"""What packs bring to pages by their texts alone: titles, purposes, words of lists, columns, units. All of it has its English."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from zhiheng.catalog import shared_texts
from zhiheng.catalog.errors import Faults
from zhiheng.catalog.yaml_strict import load

HAN = re.compile("[\u4e00-\u9fff]")
HEADS = {
    ".yaml": re.compile(r"(.*)", re.S),
    ".sql": re.compile(r"/\* ---\n(.*?)\n--- \*/", re.S),
    ".md": re.compile(r"---\n(.*?)\n---\n", re.S),
}
"""Where the description of a file stands: all of it, or its head."""
LISTS = {"codes", "choices", "states", "columns"}
"""Keys whose entries are words of a list."""
NAMES = {"title", "group", "purpose"}
"""Keys of names and of what things are for, wherever they stand."""


def titles(packs: Path) -> set[str]:
    """The short texts of all packs, and each unit with a number before it."""
    return {text for path in sorted(packs.rglob("*")) if path.suffix in HEADS and is_shown(path, packs) for text in of_file(path)}


def is_shown(path: Path, packs: Path) -> bool:
    """Stories and cases of models are tests, and a shared text has its words from who takes it: no page shows them."""
    return {"stories", "shared"}.isdisjoint(path.relative_to(packs).parts) and not path.name.endswith(".cases.yaml")


def of_file(path: Path) -> Iterator[str]:
    """The short texts of one file."""
    head = HEADS[path.suffix].match(shared_texts.read(path, Faults()).text if path.suffix == ".sql" else path.read_text())
    if head:
        content = load(head[1], path=path, faults=Faults()).value
        for part in content.values() if path.name == "codes.yaml" else (content,):
            yield from of_part(part, key="codes" if path.name == "codes.yaml" else "", above="")


def of_part(part: Any, *, key: str, above: str) -> Iterator[str]:
    """The short texts within a part that stands under a key."""
    if isinstance(part, dict):
        for name, inner in part.items():
            yield from of_part(inner, key=str(name), above=key)
    elif isinstance(part, list):
        for inner in part:
            yield from of_part(inner, key=key, above=above)
    elif isinstance(part, str) and HAN.search(part):
        yield from of_text(part.strip(), key, above)


def of_text(text: str, key: str, above: str) -> Iterator[str]:
    """A text where its key makes it a short one."""
    if key == "unit" and above not in LISTS:
        yield from (text, f"{{0}}{text}", f"{{0}} {text}")
    elif key in NAMES or above in LISTS:
        yield text
