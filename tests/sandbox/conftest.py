"""A library of two organs behind the walls of the sandbox."""

from __future__ import annotations

import pytest

from tests.sandbox import sandboxed
from zhiheng.records.core.snapshot import Snapshot
from zhiheng.sandbox.core import process
from zhiheng.sandbox.core.limits import LIMITS


@pytest.fixture(scope="session")
def sandbox_library(tmp_path_factory):
    """The root of a library of two organs, and what an officer of the first may see of it."""
    root = tmp_path_factory.mktemp("library")
    mine = [
        sandboxed.segment(root, "persons", 1, "金堂县司法局", sandboxed.OPEN),
        sandboxed.segment(root, "sentences", 2, "金堂县司法局", sandboxed.OPEN),
    ]
    sandboxed.segment(root, "persons", 3, "川西监狱", sandboxed.SECRET)
    sandboxed.segment(root, "hotel_stays", 4, "金堂县司法局", sandboxed.SECRET)
    (root / "canary.csv").write_text(f"a\n{sandboxed.SECRET}\n", encoding="utf-8")
    return root, Snapshot.of(mine)


@pytest.fixture(scope="session")
def sandbox_connection(sandbox_library):
    root, snapshot = sandbox_library
    made = process.opened(snapshot, root, sandboxed.TABLES, LIMITS)
    yield made
    made.close()
