"""What rooms above this one do for its cases, named by them at the start of the program without reading their services in.

A program that only reads a file or verifies the trace begins in a third of the time for it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from uuid import UUID

    from zhiheng.procedure.core.counting import Rows
    from zhiheng.procedure.models import Case
    from zhiheng.procedure.services.rated import Asked

ENTERS: list[Callable[..., str]] = []
"""`(*, actor, now, case, entering, on, explained) -> reference of the entry`: the room that keeps registers stands beside this one."""
READS_RATINGS: list[Callable[[Asked], Mapping[str, Any] | None]] = []
"""Gives points, grade, rating (its number) and what is missing; None where nothing was rated."""
READS_RECORDS: list[Callable[[Iterable[str], str], Rows]] = []
"""`(datasets, number of the person) -> dataset → rows`: the theme library, the person under every number of theirs."""
TELLS: list[Callable[[Case, datetime], object]] = []


@dataclass(frozen=True)
class Naming:
    """Through what else cases name persons. cases: numbers → ids of the cases that name one; persons: a case's id → numbers."""

    cases: Callable[[frozenset[str]], Iterable[UUID]]
    persons: Callable[[UUID], Iterable[str]]


NAMINGS: list[Naming] = []


def enter_entries_with(enter: Callable[..., str]) -> None:
    """Name what makes entries of registers for cases."""
    ENTERS[:] = [enter]


def read_ratings_with(read: Callable[[Asked], Mapping[str, Any] | None]) -> None:
    """Name what reads ratings for cases."""
    READS_RATINGS[:] = [read]


def read_records_with(read: Callable[[Iterable[str], str], Rows]) -> None:
    """Name what reads records of a person for cases."""
    READS_RECORDS[:] = [read]


def tell_with(tell: Callable[[Case, datetime], object]) -> None:
    """Name what is told in the same transaction that something happened in a case."""
    TELLS[:] = [tell]


def persons_named_through(naming: Naming) -> None:
    """Name through what else cases name persons: the rooms that know stand above this one."""
    NAMINGS[:] = [naming]
