"""Queries of the sandbox (试查) on disk: one folder each, seen by every process of the server; who runs is known by locks that the kernel
lets go when a process ends.

`query.json` what was asked; `ended.json` how it ended; `rows.jsonl` what came; `stop` the wish to end it; `running` locked while it runs.
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
import shutil
import time
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any, Final
from uuid import uuid4

RUNNING: Final = "running"
LOST: Final = "lost"


@dataclass(frozen=True)
class Query:
    """What was asked. officer: sign-in name; columns: result column → (dataset, field) where it is plainly one."""

    id: str
    officer: str
    text: str
    digest: str
    started_at: datetime
    purpose: str = ""
    datasets: tuple[str, ...] = ()
    columns: Mapping[str, tuple[str, str]] = field(default_factory=dict)


@dataclass(frozen=True)
class Outcome:
    """How it ended. state: done, failed, stopped, refused, lost; truncated: rows, bytes or empty; thing, place, reason, remedy: in words
    where it did not end well; columns: name and kind of each.
    """

    state: str
    ended_at: datetime
    seconds: float = 0.0
    rows: int = 0
    truncated: str = ""
    thing: str = ""
    place: str = ""
    reason: str = ""
    remedy: str = ""
    columns: tuple[Mapping[str, str], ...] = ()


class Claim:
    """The right to run, held until `release` or the end of the process."""

    def __init__(self, *held: int) -> None:
        self._held = list(held)

    def add(self, lock: int) -> None:
        """Hold one lock more."""
        self._held.append(lock)

    def release(self) -> None:
        """Let others run."""
        while self._held:
            os.close(self._held.pop())


class Store:
    """The folders of all queries below `root`, which only this account of the machine can read."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def claim(self, officer: str, at_once: int) -> Claim | None:
        """The right to run a query, one an officer and so many at once; None while it is taken."""
        locks = self.root / "locks"
        locks.mkdir(mode=0o700, parents=True, exist_ok=True)
        own = _locked(locks / f"officer-{hashlib.sha256(officer.encode()).hexdigest()[:16]}")
        if own is None:
            return None
        for number in range(at_once):
            if (place := _locked(locks / f"place-{number}")) is not None:
                return Claim(own, place)
        os.close(own)
        return None

    def begin(self, query: Query, claim: Claim | None = None) -> None:
        """Keep what was asked; with a claim it counts as running until that is released."""
        place = self.root / query.id
        place.mkdir(mode=0o700, parents=True)
        if claim is not None and (lock := _locked(place / RUNNING)) is not None:
            claim.add(lock)
        _write(place / "query.json", {**asdict(query), "started_at": query.started_at.isoformat()})

    def end(self, query_id: str, outcome: Outcome, rows: list[list[Any]] | None = None) -> None:
        """Keep how it ended, rows first."""
        place = self.root / query_id
        if rows:
            _replace(place / "rows.jsonl", "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows))
        _write(place / "ended.json", {**asdict(outcome), "ended_at": outcome.ended_at.isoformat()})

    def ask_to_stop(self, query_id: str) -> None:
        """Leave the wish that the query end."""
        (self.root / query_id / "stop").touch()

    def is_to_stop(self, query_id: str) -> bool:
        """Whether somebody left that wish."""
        return (self.root / query_id / "stop").exists()

    def query(self, query_id: str) -> Query | None:
        """What was asked."""
        told = _read(self.root / query_id / "query.json") if query_id.isalnum() else None
        if told is None:
            return None
        columns = {name: (at[0], at[1]) for name, at in told["columns"].items()}
        started = datetime.fromisoformat(told["started_at"])
        return Query(**{**told, "started_at": started, "datasets": tuple(told["datasets"]), "columns": columns})

    def outcome(self, query_id: str) -> Outcome | None:
        """How it ended; None before that."""
        told = _read(self.root / query_id / "ended.json")
        if told is None:
            return None
        return Outcome(**{**told, "ended_at": datetime.fromisoformat(told["ended_at"]), "columns": tuple(told["columns"])})

    def is_running(self, query_id: str) -> bool:
        """Whether a process holds it."""
        place = self.root / query_id / RUNNING
        if not place.exists():
            return False
        lock = _locked(place, shared=True)
        if lock is not None:
            os.close(lock)
        return lock is None

    def rows(self, query_id: str) -> list[list[Any]] | None:
        """The rows that came; None once they are gone."""
        place = self.root / query_id / "rows.jsonl"
        try:
            return [json.loads(line) for line in place.read_text(encoding="utf-8").splitlines()]
        except FileNotFoundError:
            outcome = self.outcome(query_id)
            return [] if outcome is not None and outcome.rows == 0 else None

    def of_officer(self, officer: str) -> list[Query]:
        """The officer's queries, newest first."""
        found = [query for place in self._places() if (query := self.query(place.name)) is not None and query.officer == officer]
        return sorted(found, key=lambda query: query.started_at, reverse=True)

    def lost(self) -> list[Query]:
        """Queries whose process ended before it could say how."""
        ended = {place.name for place in self._places() if (place / "ended.json").exists() or self.is_running(place.name)}
        return [query for place in self._places() if place.name not in ended and (query := self.query(place.name)) is not None]

    def tidy(self, officer: str, *, listed: int, kept_hours: int) -> None:
        """Remove rows older than so many hours, and all but the officer's latest queries."""
        for place in self._places():
            rows = place / "rows.jsonl"
            if rows.exists() and time.time() - rows.stat().st_mtime > kept_hours * 3600:
                rows.unlink(missing_ok=True)
        for query in self.of_officer(officer)[listed:]:
            if not self.is_running(query.id):
                shutil.rmtree(self.root / query.id, ignore_errors=True)

    def _places(self) -> list[Path]:
        return [place for place in self.root.iterdir() if place.name != "locks"] if self.root.is_dir() else []


def fresh_id() -> str:
    """A name for a query that nobody can guess."""
    return uuid4().hex


def _locked(place: Path, *, shared: bool = False) -> int | None:
    """An open file with its lock, or None while another holds it."""
    opened = os.open(place, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(opened, (fcntl.LOCK_SH if shared else fcntl.LOCK_EX) | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(opened)
        return None
    return opened


def _write(place: Path, content: Mapping[str, Any]) -> None:
    _replace(place, json.dumps(content, ensure_ascii=False))


def _replace(place: Path, text: str) -> None:
    """Write a file that is there whole or not at all, for this account only."""
    beside = place.with_suffix(".part")
    with os.fdopen(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as target:
        target.write(text)
    beside.replace(place)


def _read(place: Path) -> dict[str, Any] | None:
    try:
        told: dict[str, Any] = json.loads(place.read_text(encoding="utf-8"))
    except (FileNotFoundError, NotADirectoryError):
        return None
    return told
