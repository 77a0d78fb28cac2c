"""Length of modules and functions, and module names that say nothing."""

from __future__ import annotations

import ast
from pathlib import Path
from statistics import median

from tools.house.finding import Finding, modules

LONGEST_MODULE = 400
LONGEST_FUNCTION = 60
SHARE_UNDER_30 = 0.95
MEDIAN_FUNCTION = 9
EMPTY_NAMES = {"utils", "helpers", "manager", "misc", "common"}


def check(root: Path) -> list[Finding]:
    """Modules over 400 lines, functions over 60, a median over 9, names that say nothing."""
    found: list[Finding] = []
    lengths: list[int] = []
    for path, tree in modules(root, "src", "tools", "bench"):
        name = str(path.relative_to(root))
        lines = len(path.read_text(encoding="utf-8").splitlines())
        if lines > LONGEST_MODULE:
            found.append(Finding(name, lines, "shape", f"{lines} lines; split it (at most {LONGEST_MODULE})"))
        if path.stem in EMPTY_NAMES:
            found.append(Finding(name, 1, "shape", f"a module called {path.stem!r} says nothing; name it after its trade"))
        for length, node in functions(tree):
            lengths.append(length)
            if length > LONGEST_FUNCTION:
                found.append(Finding(name, node.lineno, "shape", f"{node.name} has {length} lines of code (at most {LONGEST_FUNCTION})"))
    return found + overall(lengths)


def functions(tree: ast.Module) -> list[tuple[int, ast.FunctionDef]]:
    """Length of code, without docstring, of every function."""
    found = []
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef):
            body = node.body[1:] if ast.get_docstring(node) and len(node.body) > 1 else node.body
            found.append(((body[-1].end_lineno or 0) - body[0].lineno + 1, node))
    return found


def overall(lengths: list[int]) -> list[Finding]:
    """The two promises about all functions together."""
    found = []
    if lengths and median(lengths) > MEDIAN_FUNCTION:
        found.append(Finding("src", 0, "shape", f"median function has {median(lengths)} lines (at most {MEDIAN_FUNCTION})"))
    short = sum(length < 30 for length in lengths) / max(len(lengths), 1)
    if lengths and short < SHARE_UNDER_30:
        found.append(Finding("src", 0, "shape", f"only {short:.0%} of functions are under 30 lines (at least {SHARE_UNDER_30:.0%})"))
    return found
