"""What all clues of a run of a model share, taken apart once: its sentence, its parameters, the editions of the texts it cites."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from functools import lru_cache, partial
from typing import Any, Final

import pyarrow as pa

from zhiheng.analysis.clues import ClueDigests, FoundClue
from zhiheng.catalog import digest
from zhiheng.catalog.digest import quoted
from zhiheng.catalog.models import ModelSpec
from zhiheng.catalog.parameters import Value
from zhiheng.catalog.spoken import in_words
from zhiheng.catalog.template import parts, spoken
from zhiheng.law.texts import editions_by

Row = tuple[Any, ...]
"""Subject, occurrence, organ, level, citations, then the values of the model's columns in their order."""
FIRST: Final = 5
"""Where the values begin."""
ALWAYS_AT: Final = {"subject": 0, "occurrence": 1, "organ": 2}


class ClueWriter:
    """Writes the clues of one run.

    schema   of the rows the model's SELECT gave
    """

    def __init__(self, model: ModelSpec, schema: pa.Schema, *, as_of: date, parameters: Mapping[str, Value]) -> None:
        kinds = {name: schema.field(name).type for name in model.columns}
        self._model, self._as_of = model, as_of
        self._summary = Summary(model, kinds, as_of=as_of, parameters=parameters)
        self._digests = ClueDigests(model, as_of, digest.plain(parameters))
        self._turned = [(name, remembering(digest.plain, kind)) for name, kind in kinds.items() if not _is_json(kind)]
        places = {name: FIRST + at for at, name in enumerate(kinds)}
        self._written = [(f"{quoted(name)}:", places[name], _writer(kinds[name])) for name in sorted(kinds)]
        self._editions = lru_cache(maxsize=None)(partial(editions_by, day=as_of))

    def clue(self, row: Row, evidence: list[dict[str, Any]], evidence_json: str) -> FoundClue:
        """The clue that a row tells of, on these records; `evidence_json` is their canonical JSON."""
        subject, occurrence, organ, level, cites = row[:FIRST]
        values = self.values(row)
        return FoundClue(
            model=self._model.id,
            subject=subject,
            occurrence=occurrence,
            as_of=self._as_of,
            level=level,
            summary=self._summary.of(row),
            values=values,
            evidence=evidence,
            cites=list(self._editions(cites)),
            organ=organ,
            digest=self._digests.of(subject, occurrence, self._json_of(row), evidence_json),
        )

    def values(self, row: Row) -> dict[str, Any]:
        """The values of a row as JSON knows them, by column."""
        values = dict(zip(self._model.columns, row[FIRST:], strict=True))
        for name, turned in self._turned:
            values[name] = turned(values[name])
        return values

    def _json_of(self, row: Row) -> str:
        """The values of a row as canonical JSON."""
        return "{" + ",".join([name + written(row[at]) for name, at, written in self._written]) + "}"

    def order(self, row: Row) -> str:
        """By which the rows of one clue stand: the first speaks."""
        return digest.json_of_plain([self.values(row), *row[2:FIRST]])


class Summary:
    """The sentence of a model's clues: what stands still, and between it what each row puts in."""

    def __init__(self, model: ModelSpec, kinds: Mapping[str, pa.DataType], *, as_of: date, parameters: Mapping[str, Value]) -> None:
        columns = {name: (FIRST + at, _teller(model, name, kind)) for at, (name, kind) in enumerate(kinds.items())}
        moving = columns | {name: (at, spoken) for name, at in ALWAYS_AT.items()}
        standing = {name: value for name, value in parameters.items() if name not in moving} | {"as_of": as_of}
        pieces = list(parts(model.summary))
        self._places = [moving[name] for name in pieces[1::2] if name in moving and name not in standing]
        pieces[0::2] = [text.replace("%", "%%") for text in pieces[0::2]]
        pieces[1::2] = [
            "%s" if name in moving and name not in standing else spoken(standing.get(name)).replace("%", "%%") for name in pieces[1::2]
        ]
        self._sentence = "".join(pieces)

    def of(self, row: Row) -> str:
        """The sentence of one row."""
        return self._sentence % tuple([tell(row[at]) for at, tell in self._places])


def _teller(model: ModelSpec, name: str, kind: pa.DataType) -> Callable[[Any], str]:
    """How a column's values are said; a text without words for its codes as it stands."""
    words = model.spoken.get(name)
    if words is None and pa.types.is_string(kind):
        return spoken
    return remembering(partial(in_words, words), kind)


def _writer(kind: pa.DataType) -> Callable[[Any], str]:
    """How a column's values are written in canonical JSON."""
    return _text_json if pa.types.is_string(kind) else remembering(digest.canonical_json, kind)


def _text_json(value: str | None) -> str:
    return "null" if value is None else quoted(value)


def remembering(turned: Callable[[Any], Any], kind: pa.DataType) -> Callable[[Any], Any]:
    """The same, each value turned once, where values of the kind that are equal are written equally (instants and floats need not be)."""
    types = pa.types
    alike = types.is_string(kind) or types.is_date(kind) or types.is_integer(kind) or types.is_decimal(kind)
    return lru_cache(maxsize=None)(turned) if alike else turned


def _is_json(kind: pa.DataType) -> bool:
    """Whether JSON knows values of the kind as they are."""
    types = pa.types
    known: bool = types.is_string(kind) or types.is_integer(kind) or types.is_boolean(kind) or types.is_floating(kind)
    return known
