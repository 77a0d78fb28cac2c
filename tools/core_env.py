"""The environment of the installed product: the libraries of locks/core.txt and nothing else, made once for every state of that file.

`python tools/core_env.py` prints the path of its Python; the environment lies in .tools/core-env and is remade when the lock changes.
"""

from __future__ import annotations

import hashlib
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LOCK = ROOT / "locks" / "core.txt"
PLACE = ROOT / ".tools" / "core-env"


def ready() -> Path:
    """Its Python, after the environment was made where it is missing or of another lock."""
    python, mark = PLACE / "bin" / "python", PLACE / "made-of"
    digest = hashlib.sha256(LOCK.read_bytes() + (ROOT / "pyproject.toml").read_bytes()).hexdigest()
    if not (python.exists() and mark.exists() and mark.read_text() == digest):
        make(python)
        mark.write_text(digest)
    return python


def make(python: Path) -> None:
    """Install as `make setup` does, into an empty environment."""
    uv = installer()
    run(uv, "venv", "-q", "--clear", "--python", sys.executable, str(PLACE))
    run(uv, "pip", "install", "-q", "--python", str(python), "--require-hashes", "-r", str(LOCK))
    run(uv, "pip", "install", "-q", "--python", str(python), "--no-deps", "-e", str(ROOT))


def installer() -> str:
    """The installer of this folder, else the one beside the running Python, else the one on the path."""
    here = [ROOT / ".tools" / "bin" / "uv", Path(sys.executable).parent / "uv"]
    found = next((str(place) for place in here if place.exists()), shutil.which("uv"))
    if found is None:
        raise SystemExit("uv is not installed: run make setup")
    return found


def run(*command: str) -> None:
    done = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False)
    if done.returncode:
        raise SystemExit(f"{' '.join(command)} failed ({done.returncode}): {done.stdout}")


if __name__ == "__main__":
    print(ready())
