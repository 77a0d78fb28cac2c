"""The project speaks of itself alone and carries no copy of what it needs only while being built."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

from tools.house.finding import Finding

TEXT = {".py", ".md", ".yaml", ".yml", ".toml", ".sql", ".html", ".js", ".css", ".txt", ".json", ".csv", ".cfg", ".ini", ""}
REFUSED = re.compile(r"/work/(main|shared)|/root/\.|TODO|FIXME|raise NotImplementedError")
SELF = {"tools/house/alone.py"}


def check(root: Path) -> list[Finding]:
    """Paths of a machine, and unfinished marks, in tracked text files."""
    listed = subprocess.run(["git", "ls-files"], cwd=root, capture_output=True, text=True, check=True).stdout.split("\n")
    found = []
    for name in listed:
        path = root / name
        if name in SELF or not name or path.suffix not in TEXT or not path.is_file() or path.stat().st_size > 2_000_000:
            continue
        for number, line in enumerate(path.read_text(encoding="utf-8", errors="replace").splitlines(), 1):
            if hit := REFUSED.search(line):
                found.append(Finding(name, number, "alone", f"{hit.group(0)!r} does not belong here"))
    return found
