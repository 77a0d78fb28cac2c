"""A finding of a check, and how the checks walk the tree."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import yaml


@dataclass(frozen=True, order=True)
class Finding:
    """One breach of a house rule: where, what, and what to do instead."""

    path: str
    line: int
    rule: str
    text: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.rule}: {self.text}"


def modules(root: Path, *places: str) -> Iterator[tuple[Path, ast.Module]]:
    """Every Python module below the places, parsed; migrations are Django's own wording and left out."""
    for place in places or ("src",):
        for path in sorted((root / place).rglob("*.py")):
            if "migrations" not in path.parts:
                yield path, ast.parse(path.read_text(encoding="utf-8"), str(path))


def room_of(root: Path, path: Path) -> str:
    """The room a source file belongs to, or the empty string outside src/zhiheng."""
    parts = path.relative_to(root).parts
    return parts[2] if parts[:2] == ("src", "zhiheng") and len(parts) > 3 else ""


def glossary(root: Path) -> dict[str, dict[str, object]]:
    """The glossary of the project: English term → Chinese, source, words not to use."""
    loaded: dict[str, dict[str, object]] = yaml.safe_load((root / "config" / "glossary.yaml").read_text(encoding="utf-8"))
    return loaded
