"""The worker says in the home that it is alive; whoever looks after it reads when that was."""

from __future__ import annotations

import json
import os
from dataclasses import asdict, dataclass
from pathlib import Path

NOTE = "worker.json"
MISSED_ROUNDS = 3
LEAST_SECONDS = 120


@dataclass(frozen=True)
class Beat:
    """at_seconds: of the epoch, when a round ended; every_seconds: between two rounds; failed: titles of works that failed in it."""

    at_seconds: float
    every_seconds: int
    failed: tuple[str, ...]

    def late(self, now_seconds: float) -> bool:
        """Whether so many rounds were missed that the worker must be taken for dead."""
        return now_seconds - self.at_seconds > max(LEAST_SECONDS, MISSED_ROUNDS * self.every_seconds)


def write_beat(home: Path, beat: Beat) -> None:
    """Note the round; whole or not at all."""
    part = home / f".{NOTE}.{os.getpid()}"
    part.write_text(json.dumps(asdict(beat), ensure_ascii=False), encoding="utf-8")
    part.replace(home / NOTE)


def read_beat(home: Path) -> Beat | None:
    """The last round; None where none is noted or the note cannot be read."""
    try:
        content = json.loads((home / NOTE).read_text(encoding="utf-8"))
        return Beat(float(content["at_seconds"]), int(content["every_seconds"]), tuple(map(str, content["failed"])))
    except (OSError, ValueError, KeyError, TypeError):
        return None
