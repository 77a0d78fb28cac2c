"""The sandbox's process within bubblewrap where the machine has it: namespaces of its own, and nothing of the machine but what it reads.

Within there is no network, no other process, no file of the home but the library, and nothing that can be written to. Where bubblewrap
is missing, or the kernel refuses namespaces, the other walls stand without it; the trace of each query says which stood.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Final

import zhiheng

NAME: Final = "bubblewrap"
STARTER: Final = 1
"""What starts the process there, as it sees it: the first process of its namespace."""
ENDED_BY: Final = 128
"""What bubblewrap adds to the number of the signal that ended the process within."""
SYSTEM: Final = ("/usr", "/lib", "/lib64", "/bin", "/etc/ld.so.cache", "/etc/localtime")
TRIED: Final = "import duckdb, zhiheng.sandbox.core.walls"
PATIENCE: Final = 30


def wrapped(command: Sequence[str], readable: Iterable[Path], place: Path, environment: Mapping[str, str]) -> list[str] | None:
    """The command within bubblewrap, where it sees these paths alone, to read, and what Python needs; None where that cannot be."""
    program = shutil.which("bwrap")
    if program is None or not _works(program, tuple(sorted(environment.items()))):
        return None
    return [*_walls(program, [*readable, place], place), *command]


def told_code(code: int) -> int:
    """How the process within ended, as if it had been started without bubblewrap: by a signal, below nothing."""
    return ENDED_BY - code if code > ENDED_BY else code


@cache
def _works(program: str, environment: tuple[tuple[str, str], ...]) -> bool:
    """Whether Python starts within: asked once, as the machine stays what it is."""
    command = [*_walls(program, [], Path("/")), sys.executable, "-I", "-c", TRIED]
    try:
        tried = subprocess.run(command, env=dict(environment), capture_output=True, timeout=PATIENCE, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return False
    return tried.returncode == 0


def _walls(program: str, readable: Iterable[Path], place: Path) -> list[str]:
    read = [part for path in (*map(Path, SYSTEM), *_of_python(), *readable) for part in ("--ro-bind-try", str(path), str(path))]
    return [
        program, "--unshare-all", "--die-with-parent", "--cap-drop", "ALL", "--dev", "/dev", "--proc", "/proc", *read, "--chdir", str(place)
    ]  # fmt: skip


def _of_python() -> list[Path]:
    """Where interpreter, libraries and the program lie."""
    found = [sys.prefix, sys.base_prefix, *(one for one in sys.path if one), *zhiheng.__path__]
    return sorted({Path(one).absolute() for one in found if Path(one).exists()})
