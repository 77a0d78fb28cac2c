"""Put `uv` into .tools/ on a machine that has only python3: by venv, else by pip.

Nothing but the standard library is imported; the pinned version and digests stand in locks/uv.txt.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
TOOLS = ROOT / ".tools"
LOCK = ROOT / "locks" / "uv.txt"


def main() -> int:
    uv = TOOLS / "bin" / "uv"
    if uv.exists():
        return 0
    TOOLS.mkdir(exist_ok=True)
    for way in (by_venv, by_pip):
        if way() and uv.exists():
            return 0
    print(
        "cannot install uv: neither venv nor pip works with this python3.\n"
        "Remedy: install python3-venv (or pip), or put an executable uv at .tools/bin/uv",
        file=sys.stderr,
    )
    return 1


def by_venv() -> bool:
    made = quiet([sys.executable, "-m", "venv", str(TOOLS)])
    return made and quiet([str(TOOLS / "bin" / "python"), "-m", "pip", "install", "-q", "--require-hashes", "-r", str(LOCK)])


def by_pip() -> bool:
    target = str(TOOLS / "lib")
    done = quiet([sys.executable, "-m", "pip", "install", "-q", "--require-hashes", "--target", target, "-r", str(LOCK)])
    return done and link(TOOLS / "lib" / "bin" / "uv")


def link(program: Path) -> bool:
    place = TOOLS / "bin" / "uv"
    place.parent.mkdir(exist_ok=True)
    program.chmod(0o755)
    place.unlink(missing_ok=True)
    place.symlink_to(program)
    return True


def quiet(command: list[str]) -> bool:
    return subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False).returncode == 0


if __name__ == "__main__":
    sys.exit(main())
