"""No date arithmetic outside `law`: a month or a day added by hand is how a person sits a day too long."""

from __future__ import annotations

import ast
from datetime import date
from pathlib import Path

from tools.house.finding import Finding, modules, room_of

#: Uses that add up no dates: place and construct → reason and the last day of the exception.
EXCEPTIONS = {
    ("src/zhiheng/schema/moments.py", "toordinal"): ("turns a written day into seconds, a column at a time", date(2027, 12, 31)),
    ("src/zhiheng/ledger/core/clock.py", "ZoneInfo"): ("the trace is read without the law; taken with its next version", date(2027, 3, 31)),
    ("src/zhiheng/exchange/core/sheets.py", "timedelta"): ("recognises the reader's type for a time of day", date(2027, 12, 31)),
}
REFUSED_IMPORTS = {"relativedelta", "timedelta"}


def check(root: Path) -> list[Finding]:
    """Uses of timedelta, relativedelta, DateOffset, ordinals and time zones in src outside law."""
    return [
        Finding(str(path.relative_to(root)), line, "dates", f"{what}: dates are added up in law.clocks only")
        for path, tree in modules(root, "src")
        if room_of(root, path) != "law"
        for line, what in arithmetic(tree)
        if not excepted(str(path.relative_to(root)), what.split()[-1])
    ]


def excepted(path: str, construct: str) -> bool:
    """Whether an exception of this use is still running."""
    _, until_on = EXCEPTIONS.get((path, construct), ("", date.min))
    return date.today() <= until_on  # noqa: DTZ011 - the calendar of who runs the check


def arithmetic(tree: ast.Module) -> list[tuple[int, str]]:
    """Line and construct of everything that could add up dates."""
    found = []
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom | ast.Import):
            found += [(node.lineno, f"import of {a.name}") for a in node.names if a.name.split(".")[-1] in REFUSED_IMPORTS]
        elif isinstance(node, ast.Attribute) and node.attr in {
            "timedelta",
            "relativedelta",
            "DateOffset",
            "fromordinal",
            "toordinal",
            "timedelta64",
        }:
            found.append((node.lineno, f"use of {node.attr}"))
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "ZoneInfo":
            found.append((node.lineno, "a time zone beside law.moments.SHANGHAI, by ZoneInfo"))
    return found
