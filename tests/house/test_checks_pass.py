"""Every check of `make check` passes on the project as it stands."""

import subprocess
import sys
from pathlib import Path

import pytest

from tools.check import HOUSE, PROGRAMS

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize("name", [*HOUSE, *PROGRAMS])
def test_check_passes(name):
    done = subprocess.run([sys.executable, "tools/check.py", name], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
