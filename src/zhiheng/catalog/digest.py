"""Digests of what packs say: sha256 over canonical text, the same on every machine."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from typing import Any, Final

from zhiheng.law.moments import SHANGHAI

_AS_IT_IS = frozenset({str, int, bool, float, type(None)})
_ENCODER = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False, check_circular=False)

quoted: Final = json.encoder.encode_basestring
"""A text as canonical JSON writes it."""


def canonical_text(text: str) -> str:
    """Give text with Unix line ends, no space at line ends, one line end at the end, and no byte order mark."""
    lines = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return "\n".join(line.rstrip() for line in lines).strip("\n") + "\n"


def of_text(*parts: str) -> str:
    """Digest of one or several texts in order; each is made canonical and its length precedes it."""
    digest = hashlib.sha256()
    for part in parts:
        body = canonical_text(part).encode()
        digest.update(f"{len(body)}:".encode() + body)
    return digest.hexdigest()


def canonical_json(value: Any) -> str:
    """Give JSON with sorted keys, no spaces, unescaped Chinese.

    Dates stand in ISO form, instants in China time, decimals as text without trailing zeros.
    """
    return json_of_plain(plain(value))


def of_value(value: Any) -> str:
    """Digest of a value's canonical JSON."""
    return of_json(canonical_json(value))


def json_of_plain(value: Any) -> str:
    """Canonical JSON of a value that holds what JSON knows only, as `plain` gives it."""
    return _ENCODER.encode(value)


def of_json(text: str) -> str:
    """Digest of canonical JSON that is written already."""
    return hashlib.sha256(text.encode()).hexdigest()


def plain(value: Any) -> Any:
    """Turn a value into what JSON knows; see `canonical_json` for the forms."""
    if type(value) in _AS_IT_IS:
        return value
    if isinstance(value, (list, tuple)):
        return [item if type(item) in _AS_IT_IS else plain(item) for item in value]
    if isinstance(value, (dict, Mapping)):
        return {str(key): item if type(item) in _AS_IT_IS else plain(item) for key, item in value.items()}
    if isinstance(value, datetime):
        return _instant(value)
    if isinstance(value, date):
        return value.isoformat()
    return _number(value) if isinstance(value, Decimal) else value


def _number(value: Decimal) -> str:
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


@lru_cache(maxsize=4096)
def _instant(value: datetime) -> str:
    local = value.astimezone(SHANGHAI) if value.tzinfo else value.replace(tzinfo=SHANGHAI)
    return local.isoformat(timespec="seconds" if not local.microsecond else "microseconds")
