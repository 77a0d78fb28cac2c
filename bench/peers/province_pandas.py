"""The peer: the province's files read, cleaned, checked and written by pandas, as `imports_pandas` does it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

from bench.peers.imports_pandas import take_in
from bench.province import measured
from zhiheng.schema import DATASETS


def take_all(files: Sequence[Path]) -> int:
    return sum(take_in(file, DATASETS[file.stem.rsplit("_", 1)[0]])[1] for file in files)


if __name__ == "__main__":
    print(json.dumps(measured(take_all)))
