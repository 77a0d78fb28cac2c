"""The one gate of reading: what a page or an answer may show whole. Closed until a purpose is stated; command lines pass it open.

A gate belongs to one request. Whoever shows a value asks it, at the cost of one look-up in a set; the entry points open it, and write
what was shown whole to the trace before the answer leaves.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import BinaryIO

from zhiheng.registry.core.file_numbers import numbers_in_file
from zhiheng.registry.core.masking import HIDDEN, NUMBER_TEXT
from zhiheng.schema import DATASETS

SENSITIVE: frozenset[tuple[str, str]] = frozenset((name, one) for name, dataset in DATASETS.items() for one in dataset.hidden_fields)
"""Every (dataset, field) whose values are sensitive personal information, read from the standard."""
SENSITIVE_DATASETS = frozenset(name for name, _field in SENSITIVE)


class PurposeNeededError(Exception):
    """What was asked for is given only with a stated purpose; the entry point asks for it."""


@dataclass
class Gate:
    """purpose: why the reader reads, empty where none was stated; sensitive: asks once whether the reader may read such values at all.

    hidden, revealed  how many sensitive values this answer hides, or shows whole
    given             files that this answer hands out
    numbers           identity numbers that went into such files, where that is known
    """

    purpose: str = ""
    may_read_sensitive: Callable[[], bool] = field(default=lambda: True)
    hidden: int = 0
    revealed: int = 0
    given: int = 0
    numbers: dict[str, None] = field(default_factory=dict)
    unread: int = 0
    _sensitive: bool | None = None

    @property
    def is_open(self) -> bool:
        """Whether identity numbers are shown whole."""
        return bool(self.purpose)

    @property
    def shows_sensitive(self) -> bool:
        """Whether sensitive values are shown: a purpose, and a post that allows them."""
        if self._sensitive is None:
            self._sensitive = self.is_open and self.may_read_sensitive()
        return self._sensitive

    def open(self, purpose: str) -> None:
        """Let the rest of the answer be shown whole, for this purpose."""
        self.purpose, self._sensitive = purpose, None

    def hides(self) -> bool:
        """Whether one sensitive value stays hidden; counted either way."""
        if self.shows_sensitive:
            self.revealed += 1
            return False
        self.hidden += 1
        return True


_OPEN = Gate(purpose="command")
_now: ContextVar[Gate | None] = ContextVar("gate", default=None)


def current() -> Gate:
    """The gate of what is being answered; an open one outside pages and interface."""
    return _now.get() or _OPEN


@contextmanager
def entered(gate: Gate) -> Iterator[Gate]:
    """Answer within a gate."""
    token = _now.set(gate)
    try:
        yield gate
    finally:
        _now.reset(token)


def hides(dataset: str, field_name: str) -> bool:
    """Whether the gate hides the values of a field of the standard."""
    return (dataset, field_name) in SENSITIVE and current().hides()


def hides_marked(item: object) -> bool:
    """Whether the gate hides the values of a field of a form that is marked `sensitive`."""
    return bool(getattr(item, "sensitive", False)) and current().hides()


def keeps_from_lists(item: object) -> bool:
    """Whether lists may be neither narrowed nor sorted by a field now, nor searched in it: it would tell what the gate hides."""
    inner: Iterable[object] = getattr(item, "rows", ())
    marked = bool(getattr(item, "sensitive", False)) or any(map(keeps_from_lists, inner))
    return marked and not current().shows_sensitive


def value_text(dataset: str, field_name: str, value: str) -> str:
    """A value of a field as it may be shown."""
    return HIDDEN if value not in {"", "—"} and hides(dataset, field_name) else value


def demand_for_numbers(text: str) -> None:
    """Ask for a purpose before a text with identity numbers goes into a file, which cannot be masked as a page is; the entry says whose."""
    found, gate = NUMBER_TEXT.findall(text), _now.get()
    if found and gate is not None:
        if not gate.is_open:
            raise PurposeNeededError
        gate.numbers |= dict.fromkeys(found)


def demand_open(*, sensitive: bool = False, persons: Iterable[str] = ()) -> None:
    """Ask for a purpose before a file or a page is made that cannot be shown in part; persons: whom it is about, for the entry."""
    gate = current()
    if not (gate.shows_sensitive if sensitive else gate.is_open):
        raise PurposeNeededError
    gate.given += 1
    gate.numbers |= dict.fromkeys(persons)


def demand_for_file(content: bytes | BinaryIO, persons: Iterable[str] = (), *, sensitive: bool = False) -> None:
    """As `demand_open`, for a file as it lies: the entry says whose numbers stand in it, or who else it is about."""
    demand_open(sensitive=sensitive, persons=persons)
    gate, found = current(), numbers_in_file(content)
    gate.numbers |= dict.fromkeys(found.numbers)
    gate.unread += not found.whole
