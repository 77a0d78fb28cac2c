"""Everything that can be said about the code without running its tests: style, types, floors, house rules.

`python tools/check.py [NAME…]` runs all checks or those named; exit 1 when one finds something.
"""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from tools.house import alone, dates, managers, shape, words  # noqa: E402

BIN = Path(sys.executable).parent
PROGRAMS = {
    "ruff": [str(BIN / "ruff"), "check", "src", "tests", "tools", "bench"],
    "format": [str(BIN / "ruff"), "format", "--check", "-q", "src", "tests", "tools", "bench"],
    "floors": [str(BIN / "lint-imports")],
    "types": [str(BIN / "mypy"), "src/zhiheng", "--no-error-summary"],
    "bandit": [str(BIN / "bandit"), "-q", "-lll", "-r", "src"],
    "dependencies": [str(BIN / "deptry"), "src"],
    "vulture": [str(BIN / "vulture"), "src", "config/vulture.py", "--min-confidence", "80"],
    "packs": [str(BIN / "zhiheng"), "procedures", "check"],
}
HOUSE = {"words": words.check, "shape": shape.check, "dates": dates.check, "managers": managers.check, "alone": alone.check}


def main(names: list[str]) -> int:
    wanted = names or [*HOUSE, *PROGRAMS]
    failed = [name for name in wanted if not passes(name)]
    print(f"{len(wanted) - len(failed)} checks passed, {len(failed)} failed" + (f": {', '.join(failed)}" if failed else ""))
    return 1 if failed else 0


def passes(name: str) -> bool:
    began = time.monotonic()
    ok, text = by_house(HOUSE[name]) if name in HOUSE else by_program(PROGRAMS[name])
    print(f"{'ok  ' if ok else 'FAIL'} {name} ({time.monotonic() - began:.1f} s)")
    if not ok:
        print(text)
    return ok


def by_house(check: Callable[[Path], list]) -> tuple[bool, str]:
    findings = check(ROOT)
    return not findings, "\n".join(map(str, sorted(findings)))


def by_program(command: list[str]) -> tuple[bool, str]:
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    return done.returncode == 0, (done.stdout + done.stderr).strip()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
