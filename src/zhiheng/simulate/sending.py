"""Writes the records of a part of the province as exchange files, and counts what an importer must report about each."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Any

from zhiheng.schema import DATASETS, Dataset
from zhiheng.simulate.files import write
from zhiheng.simulate.history import Line, lines_of
from zhiheng.simulate.styles import style_of
from zhiheng.simulate.world import Values, World

MOST_ROWS = 20_000
ONE_FILE_ROWS = 12


@dataclass
class FileTruth:
    """What an importer must report about one file."""

    path: str
    dataset: str
    rows: int = 0
    accepted: int = 0
    rejected: list[dict[str, Any]] = field(default_factory=list)
    superseded: int = 0
    duplicates: int = 0
    new: int = 0

    def to_json(self) -> dict[str, Any]:
        """The entry of the truth file."""
        return {name: value for name, value in vars(self).items() if name != "new"}


def send(world: World, target: Path, *, seed: int) -> Iterator[FileTruth]:
    """Write every dataset of every organ below `target`/files, with all the mess of daily work; a truth for each file."""
    for (organ, name), records in sorted(world.records.items()):
        dataset, style = DATASETS[name], style_of(seed, organ, name)
        rng = Random(f"files:{seed}:{organ}:{name}:{world.register.counts['file', organ, name]}")  # noqa: S311 - no secret
        ledger = _Current(dataset)
        for lines in _split(lines_of(records, dataset, rng)):
            path = file_path(world, target, organ, dataset, chinese=style.chinese, kind=style.kind)
            write(path, lines, dataset, style, rng)
            yield ledger.follow(lines, path.relative_to(target).as_posix())


def file_path(world: World, target: Path, organ: str, dataset: Dataset, *, chinese: bool, kind: str) -> Path:
    """Where the organ's next file of the dataset goes; its place is made."""
    place = target / "files" / organ
    place.mkdir(parents=True, exist_ok=True)
    number = world.number("file", organ, dataset.name)
    return place / f"{dataset.short_zh if chinese else dataset.name}_{number:04d}.{kind}"


def _split(lines: Sequence[Line]) -> Iterator[Sequence[Line]]:
    """Two files, one where there is little, more where there is much."""
    count = 1 if len(lines) <= ONE_FILE_ROWS else max(2, -(-len(lines) // MOST_ROWS))
    for place in range(count):
        yield lines[len(lines) * place // count : len(lines) * (place + 1) // count]


class _Current:
    """The current record of each key, as an importer would know them file after file."""

    def __init__(self, dataset: Dataset) -> None:
        self.dataset = dataset
        self.rows: dict[tuple[Any, ...], Values] = {}

    def follow(self, lines: Sequence[Line], path: str) -> FileTruth:
        """Take the lines of a file in, one after another."""
        truth = FileTruth(path, self.dataset.name, rows=len(lines))
        for place, line in enumerate(lines, 1):
            if line.spoiled:
                truth.rejected.append({"row": place, "column": line.spoiled.column, "reason_code": line.spoiled.reason_code})
            else:
                truth.accepted += 1
                self._keep(line.values, truth)
        return truth

    def _keep(self, values: Values, truth: FileTruth) -> None:
        key = tuple(values[name] for name in self.dataset.key)
        known = self.rows.get(key)
        if known is None:
            truth.new += 1
        elif known == values:
            truth.duplicates += 1
        else:
            truth.superseded += 1
        self.rows[key] = values
