"""A row of the table of benchmarks."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Row:
    """A figure of ours beside a peer's, or beside what it aims at; every field as it is printed."""

    name: str
    figure: str
    peer: str = ""
    ratio: str = ""
