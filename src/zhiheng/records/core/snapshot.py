"""A snapshot: the list of segments a reading rests on. Runs name it by its digest and can be repeated on it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cached_property
from hashlib import sha256
from typing import Any


@dataclass(frozen=True)
class Segment:
    """One batch's file.

    path        relative to the library's root
    batch, seq  id and number of the batch; the `_ref` of its rows begin with the number
    organ       name of the organ that sent it
    rows        rows stored; superseding: how many of them replace an earlier record
    digest      SHA-256 of the file, hex
    held_in     the file of several batches in which its rows now lie, its digest, and how many batches lie in it; empty where it lies
                alone. What a snapshot is does not depend on it.
    """

    dataset: str
    path: str
    batch: str
    seq: int
    organ: str
    received_at: datetime
    rows: int
    digest: str
    superseding: int = 0
    held_in: str = field(default="", compare=False)
    held_digest: str = field(default="", compare=False)
    held_with: int = field(default=0, compare=False)

    @property
    def file(self) -> str:
        """The file that holds its rows, relative to the library's root."""
        return self.held_in or self.path

    @property
    def file_digest(self) -> str:
        """SHA-256 of that file."""
        return self.held_digest or self.digest

    def to_json(self) -> dict[str, Any]:
        """All parts in JSON's own kinds."""
        told = {name: value for name, value in self.__dict__.items() if value or not name.startswith("held_")}
        return {**told, "received_at": self.received_at.astimezone(UTC).isoformat()}

    @classmethod
    def from_json(cls, parts: Mapping[str, Any]) -> Segment:
        """The segment `to_json` wrote."""
        return cls(**{**parts, "received_at": datetime.fromisoformat(parts["received_at"])})


@dataclass(frozen=True)
class Snapshot:
    """Segments in the order of their numbers."""

    segments: tuple[Segment, ...] = ()

    @classmethod
    def of(cls, segments: Iterable[Segment]) -> Snapshot:
        """The snapshot of these segments, in order."""
        return cls(tuple(sorted(segments, key=lambda segment: segment.seq)))

    @cached_property
    def digest(self) -> str:
        """SHA-256 over numbers and digests of the segments, hex: equal digests read equal records."""
        text = json.dumps([[segment.seq, segment.batch, segment.organ, segment.digest] for segment in self.segments], ensure_ascii=False)
        return sha256(text.encode()).hexdigest()

    @property
    def rows(self) -> int:
        """Rows in all segments, current or not."""
        return sum(segment.rows for segment in self.segments)

    def as_known_at(self, instant: datetime) -> Snapshot:
        """What was received until the instant, that instant included."""
        return Snapshot(tuple(segment for segment in self.segments if segment.received_at <= instant))

    def of_datasets(self, datasets: Iterable[str]) -> Snapshot:
        """The part of these datasets."""
        wanted = frozenset(datasets)
        return Snapshot(tuple(segment for segment in self.segments if segment.dataset in wanted))

    def to_json(self) -> dict[str, Any]:
        """`{digest, segments}` in JSON's own kinds."""
        return {"digest": self.digest, "segments": [segment.to_json() for segment in self.segments]}

    @classmethod
    def from_json(cls, parts: Mapping[str, Any]) -> Snapshot:
        """The snapshot `to_json` wrote."""
        return cls.of(Segment.from_json(one) for one in parts["segments"])
