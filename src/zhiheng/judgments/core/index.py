"""An index opened for reading: its parts as one, each file verified by its digest before it is read."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, Final

import numpy as np
import pyarrow as pa

from zhiheng.judgments.core.building import MANIFEST, Numbers, hash_of, term_of
from zhiheng.judgments.core.judgment import Judgment, judgment_of
from zhiheng.judgments.core.words import TOKENISER
from zhiheng.schema.errors import UnusableInputError

_ARRAYS: Final = ("terms", "starts", "docs", "counts", "lengths")
COLUMNS: Final = ("amount", "months", "decided", "effective", "lost", "charges_n", "articles_n", "circumstances_n")


@dataclass(frozen=True)
class Part:
    """One part: what it was made from, its arrays (in place on the disk), its judgments."""

    made_from: str
    digest: str
    arrays: dict[str, Numbers]
    facts: pa.Table

    def postings(self, term: int) -> tuple[Numbers, Numbers]:
        """Judgments that hold a term, in their order, and how often."""
        at = int(np.searchsorted(self.arrays["terms"], np.uint64(term)))
        if at == len(self.arrays["terms"]) or int(self.arrays["terms"][at]) != term:
            return self.arrays["docs"][:0], self.arrays["counts"][:0]
        begin, end = self.arrays["starts"][at : at + 2]
        return self.arrays["docs"][begin:end], self.arrays["counts"][begin:end]


def open_part(place: Path) -> Part:
    """Open a part; UnusableInputError where a file is gone or another than the one that was written."""
    try:
        told = json.loads((place / MANIFEST).read_text(encoding="utf-8"))
        for name, digest in told["files"].items():
            with (place / name).open("rb") as opened:
                if hashlib.file_digest(opened, "sha256").hexdigest() != digest:
                    raise UnusableInputError("类案索引", f"{place.name}/{name}", "文件与写入时不同", "请重建索引：zhiheng judgments index")
    except (OSError, ValueError, KeyError) as error:
        raise UnusableInputError("类案索引", place.name, "文件缺失或者读不出", "请重建索引：zhiheng judgments index") from error
    if told["tokeniser"] != TOKENISER:
        raise UnusableInputError("类案索引", place.name, "分词方法已更换", "请重建索引：zhiheng judgments index")
    arrays = {name: np.asarray(np.load(place / f"{name}.npy", mmap_mode="r")) for name in (*_ARRAYS, *COLUMNS)}
    with pa.memory_map(str(place / "facts.arrow")) as source:
        facts = pa.ipc.open_file(source).read_all()
    digest = hashlib.sha256(json.dumps(told["files"], sort_keys=True).encode()).hexdigest()
    return Part(told["made_from"], digest, arrays, facts)


class Index:
    """Parts as one: judgments are numbered through all of them.

    alive    keys that count (the current records); None: all
    """

    def __init__(self, parts: Sequence[Part], alive: Iterable[int] | None = None) -> None:
        self.parts = tuple(parts)
        self.offsets = np.concatenate([[0], np.cumsum([len(part.arrays["lengths"]) for part in self.parts])]).astype(np.int64)
        self.count = int(self.offsets[-1])
        self.alive = self._alive(alive)

    def _alive(self, keys: Iterable[int] | None) -> Numbers:
        if keys is None or not self.parts:
            return np.ones(self.count, bool)
        known = np.concatenate([part.facts["_key"].to_numpy() for part in self.parts])
        return np.isin(known, np.fromiter(keys, np.int64))

    @cached_property
    def digest(self) -> str:
        """What the corpus is, in one word: the same judgments in the same words give the same."""
        said = "\n".join(sorted(part.digest for part in self.parts))
        return hashlib.sha256(said.encode() + np.packbits(self.alive).tobytes()).hexdigest()

    @cached_property
    def lengths(self) -> Numbers:
        """Words of each judgment."""
        return self.column("lengths").astype(np.float32)

    @cached_property
    def mean_length(self) -> float:
        """Words of a judgment on average."""
        return float(self.lengths.mean()) if self.count else 1.0

    def column(self, name: str) -> Numbers:
        """A number of every judgment."""
        held = self.__dict__.setdefault("_columns", {})
        if name not in held:
            found = [np.asarray(part.arrays[name]) for part in self.parts]
            held[name] = np.concatenate(found) if found else np.zeros(0)
        return held[name]

    def postings(self, term: str) -> tuple[Numbers, Numbers]:
        """Judgments that hold a term, and how often."""
        key = hash_of(term)
        found = [part.postings(key) for part in self.parts]
        docs = [np.asarray(one[0], np.int64) + offset for one, offset in zip(found, self.offsets[:-1], strict=True)]
        if not docs:
            return np.zeros(0, np.int64), np.zeros(0, np.uint16)
        return np.concatenate(docs), np.concatenate([one[1] for one in found])

    def having(self, axis: str, values: Iterable[object]) -> Numbers:
        """Whether each judgment has one of these elements."""
        found = np.zeros(self.count, bool)
        for value in values:
            found[self.postings(term_of(axis, value))[0]] = True
        return found

    def judgment(self, number: int) -> Judgment:
        """A judgment by its number."""
        at = int(np.searchsorted(self.offsets, number, side="right")) - 1
        return judgment_of(self.parts[at].facts.slice(number - int(self.offsets[at]), 1).to_pylist()[0])

    @cached_property
    def charges(self) -> tuple[str, ...]:
        """Every charge of the judgments, by its name."""
        return self._names("charges")

    @cached_property
    def courts(self) -> tuple[str, ...]:
        """Every court of the judgments."""
        found: set[Any] = set()
        for part in self.parts:
            found |= set(part.facts["court"].unique().to_pylist())
        return tuple(sorted(found))

    def _names(self, axis: str) -> tuple[str, ...]:
        found: set[Any] = set()
        for part in self.parts:
            found |= set(pa.compute.unique(part.facts[axis].combine_chunks().flatten()).to_pylist())
        return tuple(sorted(found))

    def numbered(self, judgment_no: str) -> int | None:
        """The number of the judgment with this case number; None where there is none."""
        docs, _ = self.postings(term_of("judgment_no", judgment_no))
        return next((int(one) for one in docs if self.alive[one] and self.judgment(int(one)).judgment_no == judgment_no), None)
