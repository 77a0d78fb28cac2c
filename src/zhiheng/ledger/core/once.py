"""What many parts of one page ask of the database is asked once while the page is drawn; anywhere else it is asked each time."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, TypeVar

Found = TypeVar("Found")
_ANSWERS: ContextVar[dict[Hashable, Any] | None] = ContextVar("answers", default=None)


@contextmanager
def drawing() -> Iterator[None]:
    """While a page is drawn that changes nothing: what was answered stays answered."""
    token = _ANSWERS.set({})
    try:
        yield
    finally:
        _ANSWERS.reset(token)


def once(name: Hashable, find: Callable[[], Found]) -> Found:
    """What is found under this name; found anew unless a page is being drawn that has asked before. Nobody may change what is given."""
    answers = _ANSWERS.get()
    if answers is None:
        return find()
    if name not in answers:
        answers[name] = find()
    found: Found = answers[name]
    return found


def found_along(name: Hashable, found: object) -> None:
    """What came with another answer is under its name too, while a page is drawn; an answer that was given already stands."""
    answers = _ANSWERS.get()
    if answers is not None:
        answers.setdefault(name, found)
