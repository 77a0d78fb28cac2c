"""Run every module of the benchmarks that offers `run() -> list[Row]`, or those named, and print one table."""

from __future__ import annotations

import pkgutil
import sys
from dataclasses import astuple, fields
from importlib import import_module
from types import ModuleType

import bench
from bench.row import Row


def main(names: list[str]) -> int:
    offered = {module.__name__.removeprefix("bench."): module for module in modules() if hasattr(module, "run")}
    unknown = sorted(set(names) - set(offered))
    if unknown:
        print(f"no benchmark {', '.join(unknown)}; there are: {', '.join(offered)}", file=sys.stderr)
        return 2
    rows: list[Row] = []
    for name in names or offered:
        print(f"{name} …", file=sys.stderr, flush=True)
        rows += offered[name].run()
    print(table(rows))
    return 0


def modules() -> list[ModuleType]:
    """The modules beside this one; peers are started by them."""
    found = sorted(module.name for module in pkgutil.iter_modules(bench.__path__) if not module.ispkg and module.name != "__main__")
    return [import_module(f"bench.{name}") for name in found]


def table(rows: list[Row]) -> str:
    """Rows under their headings, in columns wide enough, as a Markdown table."""
    lines = [tuple(each.name for each in fields(Row)), *(astuple(row) for row in rows)]
    widths = [max(len(line[place]) for line in lines) for place in range(len(fields(Row)))]
    lines.insert(1, tuple("-" * width for width in widths))
    return "\n".join("| " + " | ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)) + " |" for line in lines)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
