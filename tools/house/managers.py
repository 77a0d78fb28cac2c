"""`Model.objects` only in a room's models, services and selectors: every read asks who looks, every write asks who acts."""

from __future__ import annotations

import ast
from pathlib import Path

from tools.house.finding import Finding, modules

ALLOWED = {"models", "services", "selectors"}


def check(root: Path) -> list[Finding]:
    """Attribute `objects` or `_default_manager` outside the three kinds of modules (packages of those names too)."""
    return [
        Finding(str(path.relative_to(root)), node.lineno, "managers", "Model.objects outside models, services and selectors")
        for path, tree in modules(root, "src")
        if not ALLOWED & ({path.stem} | set(path.relative_to(root).parts))
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and node.attr in {"objects", "_default_manager"}
    ]
