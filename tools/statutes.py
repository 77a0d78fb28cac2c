"""Fetch the statutes pinned in locks/statutes.txt and keep the data alone: one SQLite file and its licence, never a program.

Runs on a machine with python3 and `.tools/bin/uv` only. What is copied is never committed.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LOCK = ROOT / "locks" / "statutes.txt"
TARGET = ROOT / "src" / "zhiheng" / "law" / "statutes"
KEPT = {"*/data/laws.db": "laws.db", "*.dist-info/licenses/LICENSE": "LICENSE"}


def main() -> int:
    try:
        with tempfile.TemporaryDirectory() as place:
            unpack(Path(place))
            keep(Path(place), TARGET)
    except (OSError, RuntimeError) as error:
        print(
            f"cannot fetch the statutes: {error}\nRemedy: check the network to the package registry and run the command again",
            file=sys.stderr,
        )
        return 1
    return 0


def unpack(place: Path) -> None:
    """The pinned package unpacked into a place that is thrown away, without what it depends on."""
    command = [str(ROOT / ".tools" / "bin" / "uv"), "pip", "install", "-q", "--python", sys.executable, "--target", str(place)]
    done = subprocess.run([*command, "--no-deps", "--require-hashes", "-r", str(LOCK)], capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(" ".join(done.stderr.split())[-600:])


def keep(place: Path, target: Path) -> None:
    """The data and its licence, each put in place whole."""
    target.mkdir(parents=True, exist_ok=True)
    for pattern, name in KEPT.items():
        found = next(iter(sorted(place.glob(pattern))), None)
        if found is None:
            raise RuntimeError(f"the package holds no {pattern}")
        shutil.copyfile(found, target / f"{name}.part")
        (target / f"{name}.part").replace(target / name)


if __name__ == "__main__":
    sys.exit(main())
