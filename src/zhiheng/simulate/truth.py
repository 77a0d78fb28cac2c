"""The truth file beside the exchange files: the clues planted, what an importer must report, how many records are current."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from zhiheng.simulate.sending import FileTruth
from zhiheng.simulate.world import Clue


@dataclass
class Truth:
    """Gathers the truth of the parts of a province."""

    as_of: date
    seed: int
    clues: list[Clue] = field(default_factory=list)
    files: list[FileTruth] = field(default_factory=list)
    records: Counter[str] = field(default_factory=Counter)
    persons: int = 0

    def add(self, file: FileTruth) -> None:
        """Take a written file in."""
        self.files.append(file)
        self.records[file.dataset] += file.new

    def write(self, path: Path) -> None:
        """Write the truth, an entry a line."""
        parts = {
            "as_of": json.dumps(self.as_of.isoformat()),
            "seed": str(self.seed),
            "clues": _listed(asdict(clue) for clue in sorted(set(self.clues))),
            "files": _listed(file.to_json() for file in sorted(self.files, key=lambda file: file.path)),
            "records": json.dumps(dict(sorted(self.records.items())), ensure_ascii=False),
            "persons": str(self.persons),
        }
        text = ",\n".join(f'"{name}": {value}' for name, value in parts.items())
        path.write_text("{" + text + "}\n", encoding="utf-8")


def _listed(entries: Iterable[dict[str, Any]]) -> str:
    return "[\n" + ",\n".join(json.dumps(entry, ensure_ascii=False) for entry in entries) + "]"
