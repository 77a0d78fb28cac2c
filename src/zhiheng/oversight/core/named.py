"""Whom a clue names beside its subject."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from unicodedata import normalize

from zhiheng.registry.core.masking import numbers_in
from zhiheng.registry.core.written_names import names_written


def named_beside(subject: str, values: Mapping[str, Any]) -> frozenset[str]:
    """Numbers among the values; where the subject is nobody's number, what may be names as well: the clue may be about who bears one."""
    others = numbers_in(normalize("NFKC", repr([subject, dict(values)])).encode())
    names = frozenset() if numbers_in(subject.encode()) else names_written([subject, dict(values)])
    return frozenset([*others, *names]) - {subject}
