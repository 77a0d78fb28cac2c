"""All tests: the law with every branch counted, all others on SQLite with pages in Chromium, then every service again on PostgreSQL.

`python tools/run_tests.py [pytest arguments]`; with arguments only the first run is made, with them.
What cannot run on this machine is skipped with its reason shown. With CI set, a missing PostgreSQL, Chromium or Java is a failure.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from xml.etree import ElementTree as ET

ROOT = Path(__file__).resolve().parent.parent
PYTEST = [sys.executable, "-m", "pytest", "-n", "2", "--dist", "loadfile", "--no-loadscope-reorder", "-ra", "--durations=12"]
COVERED = ["--cov=zhiheng.law", "--cov-branch", "--cov-fail-under=100", "--cov-report=term-missing:skip-covered"]
SERVICES = [
    "robust",
    "exchange",
    "ledger",
    "registry",
    "records",
    "subjects",
    "dossier",
    "models",
    "sandbox",
    "procedure",
    "register",
    "work",
    "oversight",
    "operation",
    "web",
    "api",
    "portal",
    "tracking",
    "notices",
]
DIFFERS = "not browser and not spark and not files and not drawn"
"""What may run otherwise on PostgreSQL."""
COMPILED = ROOT / ".tools" / "compiled"
"""Where every process of a run finds what an earlier one has compiled: hundreds are started, and compiling takes each a second."""
PRESENT = [f"tests/{room}" for room in SERVICES if any((ROOT / "tests" / room).glob("**/test_*.py"))]


def main(arguments: list[str]) -> int:
    if arguments:
        return subprocess.run([*PYTEST, *arguments], cwd=ROOT, env=environment(), check=False).returncode
    missing = [name for name, there in needs().items() if not there]
    for name in missing:
        print(f"not on this machine: {name}; the tests that need it are skipped")
    if missing and os.environ.get("CI"):
        print("0 passed, 1 failed")
        return 1
    results = [run("Law, every branch", [*PYTEST, *COVERED], ["tests/law"])]
    results.append(run("SQLite", [*PYTEST, "--ignore=tests/law"], ["tests"]))
    if "PostgreSQL" not in missing:
        postgres = [sys.executable, "tools/postgres.py", *PYTEST, "--only-databases", "-m", DIFFERS]
        results.append(run("PostgreSQL", postgres, PRESENT))
    passed, failed, skipped = (sum(column) for column in zip(*results, strict=True))
    print(f"{passed} passed, {failed} failed, {skipped} skipped")
    return 1 if failed or not passed else 0


def environment() -> dict[str, str]:
    """That of this process, but with compiled modules kept, even on machines set to write none."""
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return {"PYTHONPYCACHEPREFIX": str(COMPILED), **kept}


def needs() -> dict[str, bool]:
    """What some tests need beyond Python packages, and whether it is there."""
    postgres = shutil.which("initdb") or any(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    programs = {"Chromium": "chromium", "Java": "java", "faketime": "faketime"}
    return {"PostgreSQL": bool(postgres), **{name: bool(shutil.which(program)) for name, program in programs.items()}}


def run(title: str, command: list[str], places: list[str]) -> tuple[int, int, int]:
    """One run of pytest; passed, failed (an abort counts as one) and skipped from its JUnit file."""
    print(f"== {title}", flush=True)
    with tempfile.TemporaryDirectory() as directory:
        report = Path(directory) / "report.xml"
        status = subprocess.run([*command, f"--junitxml={report}", *places], cwd=ROOT, env=environment(), check=False).returncode
        counts = counted(report) if report.exists() else (0, 0, 0)
    return (counts[0], max(counts[1], 1), counts[2]) if status else counts


def counted(report: Path) -> tuple[int, int, int]:
    suites = list(ET.parse(report).getroot().iter("testsuite"))
    total, failures, errors, skipped = (sum(int(s.get(k, 0)) for s in suites) for k in ("tests", "failures", "errors", "skipped"))
    return total - failures - errors - skipped, failures + errors, skipped


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
