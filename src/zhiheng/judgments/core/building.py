"""Building an index: for each batch of judgments one place of files, written once, named by what it was made from.

terms.npy     hashes of all terms, sorted          starts.npy  where each term's postings begin
docs.npy      judgments that hold a term           counts.npy  how often
lengths.npy   words of each judgment               facts.arrow the judgments themselves
index.json    what it was made from, with the SHA-256 of each file

Elements are terms too (`axis + US + value`), so that filters and likeness read postings and never the judgments.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import date
from itertools import islice
from pathlib import Path
from typing import Any, Final

import numpy as np
import pyarrow as pa

from zhiheng.judgments.core.judgment import NAMES, Judgment
from zhiheng.judgments.core.words import TOKENISER, words_in

MANIFEST: Final = "index.json"
LISTED: Final = ".json"
LOCK: Final = "lock"
NAMED: Final = 32
"""Signs of the digest by which a place is named."""
AT_ONCE: Final = 20_000
"""Judgments of one part: what is sorted at once, so that a build of many parts grows with their number."""
AXES: Final = ("charges", "articles", "circumstances")
NO_DAY: Final = -(2**31)
_TYPES: Final = {"amount": pa.decimal128(18, 2), "outcome_months": pa.int64(), "law_changed": pa.bool_(), "sealed": pa.bool_()}
Numbers = Any
"""A NumPy array of numbers."""


class _Vocabulary(dict[str, int]):
    """Term → its number, in the order in which terms are met."""

    def __missing__(self, term: str) -> int:
        self[term] = number = len(self)
        return number


def hash_of(term: str) -> int:
    """64 bits that stand for a term in every index."""
    return int.from_bytes(hashlib.blake2b(term.encode(), digest_size=8).digest(), "big")


def term_of(axis: str, value: object) -> str:
    """An element as a term: no word of a text can be one."""
    return f"{axis}\x1f{value}"


def build(judgments: Iterable[Judgment], place: Path, *, made_from: str, keys: Iterable[int] | None = None) -> list[Path]:
    """Write the parts of an index of these judgments below `place`; time and space grow with their number.

    keys     a number for each judgment by which the caller knows it again; its place where none is given
    returns  the folders written, each whole on disk
    """
    numbered = zip(iter(keys) if keys is not None else _counting(), judgments, strict=False)
    written: list[Path] = []
    while part := list(islice(numbered, AT_ONCE)):
        written.append(_write(part, place / f"{made_from[:NAMED]}-{len(written):04d}", made_from, len(written)))
    listed = place / f"{made_from[:NAMED]}{LISTED}"
    making = listed.with_suffix(f".{os.getpid()}")
    making.write_text(json.dumps([path.name for path in written]), encoding="utf-8")
    making.replace(listed)
    return written


def parts_of(place: Path, made_from: str) -> list[Path] | None:
    """The parts built whole of this; None where it was not built, or its build was stopped."""
    try:
        listed = json.loads((place / f"{made_from[:NAMED]}{LISTED}").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return [place / name for name in listed]


def sweep(place: Path, wanted: Collection[str]) -> int:
    """Remove what was built of something else than is wanted; how many folders went."""
    kept = {made_from[:NAMED] for made_from in wanted}
    gone = [path for path in place.iterdir() if path.name.partition("-")[0].partition(".")[0] not in kept and path.name != LOCK]
    for path in sorted(gone, key=lambda one: one.is_dir()):
        shutil.rmtree(path) if path.is_dir() else path.unlink(missing_ok=True)
    return sum(1 for path in gone if not path.suffix)


def _counting() -> Iterator[int]:
    number = 0
    while True:
        yield number
        number += 1


def _write(part: Sequence[tuple[int, Judgment]], target: Path, made_from: str, number: int) -> Path:
    making = target.with_name(f".{target.name}.{os.getpid()}")
    shutil.rmtree(making, ignore_errors=True)
    making.mkdir(parents=True)
    for name, array in _postings([one for _key, one in part]).items():
        np.save(making / f"{name}.npy", array)
    _save_facts(part, making / "facts.arrow")
    files = {path.name: _digest_of(path) for path in sorted(making.iterdir())}
    told = {"made_from": made_from, "part": number, "judgments": len(part), "tokeniser": TOKENISER, "files": files}
    (making / MANIFEST).write_text(json.dumps(told, ensure_ascii=False, indent=1, sort_keys=True), encoding="utf-8")
    _settle(making)
    shutil.rmtree(target, ignore_errors=True)
    making.rename(target)
    return target


def _settle(place: Path) -> None:
    """Wait until the files are on the disk."""
    for path in place.iterdir():
        with path.open("rb") as opened:
            os.fsync(opened.fileno())


def _postings(judgments: Sequence[Judgment]) -> dict[str, Numbers]:
    """The arrays of one part."""
    known = _Vocabulary()
    terms, docs, counts, lengths = [], [], [], np.zeros(len(judgments), np.uint32)
    for at, one in enumerate(judgments):
        words = words_in(one.text)
        numbers = np.fromiter(map(known.__getitem__, words), np.int64, len(words))
        held, often = np.unique(numbers, return_counts=True)
        elements = [known[term] for term in elements_of(one)]
        lengths[at] = len(words)
        terms += [held, np.array(elements, np.int64)]
        counts += [often, np.ones(len(elements), np.int64)]
        docs.append(np.full(len(held) + len(elements), at, np.uint32))
    hashes = np.fromiter(map(hash_of, known), np.uint64, len(known))
    order = np.argsort(hashes, kind="stable")
    rank = np.empty(len(order), np.int64)
    rank[order] = np.arange(len(order))
    ranked = rank[np.concatenate(terms)] if terms else np.zeros(0, np.int64)
    by_term = np.argsort(ranked, kind="stable")
    starts = np.zeros(len(order) + 1, np.int64)
    np.cumsum(np.bincount(ranked, minlength=len(order)), out=starts[1:])
    often_all = np.minimum(np.concatenate(counts), np.iinfo(np.uint16).max).astype(np.uint16) if counts else np.zeros(0, np.uint16)
    return {
        "terms": hashes[order], "starts": starts, "docs": np.concatenate(docs)[by_term] if docs else np.zeros(0, np.uint32),
        "counts": often_all[by_term], "lengths": lengths, **_columns(judgments),
    }  # fmt: skip


def _columns(judgments: Sequence[Judgment]) -> dict[str, Numbers]:
    """Numbers of each judgment that are compared: amount, months (NaN: not known), days (NO_DAY: none), how many elements of each axis."""
    columns: dict[str, Numbers] = {
        "amount": np.array([float(one.amount) if one.amount is not None else np.nan for one in judgments], np.float64),
        "months": np.array([one.outcome_months if one.outcome_months is not None else np.nan for one in judgments], np.float64),
        "decided": np.array([day_number(one.decided_on) for one in judgments], np.int32),
        "effective": np.array([day_number(one.effective_on) for one in judgments], np.int32),
        "lost": np.array([day_number(one.lost_on) for one in judgments], np.int32),
    }
    return columns | {f"{axis}_n": np.array([len(getattr(one, axis)) for one in judgments], np.uint8) for axis in AXES}


def day_number(day: date | None) -> int:
    """A day as the index compares it; NO_DAY where there is none."""
    return int(np.datetime64(day, "D").astype(np.int64)) if day else NO_DAY


def elements_of(one: Judgment) -> list[str]:
    """The elements of a judgment as terms, each once."""
    found = [term_of(axis, value) for axis in AXES for value in dict.fromkeys(getattr(one, axis))]
    found += [
        term_of(axis, getattr(one, axis)) for axis in ("kind", "court_level", "standing", "court", "judgment_no") if getattr(one, axis)
    ]
    found += [term_of("judgment_no", number) for number in dict.fromkeys(one.related) if number != one.judgment_no]
    found += [term_of("flag", name) for name in ("sealed", "law_changed") if getattr(one, name)]
    return [*found, term_of("all", "charges")] if one.charges else found


def _save_facts(part: Sequence[tuple[int, Judgment]], path: Path) -> None:
    columns: dict[str, Any] = {name: pa.array([_plain(getattr(one, name)) for _key, one in part], _type_of(name)) for name in NAMES}
    table = pa.table({"_key": pa.array([key for key, _one in part], pa.int64()), **columns})
    with pa.OSFile(str(path), "wb") as sink, pa.ipc.new_file(sink, table.schema) as writer:
        writer.write_table(table, max_chunksize=1024)


def _type_of(name: str) -> pa.DataType:
    if name in {"charges", "articles", "circumstances", "related"}:
        return pa.list_(pa.string())
    return pa.date32() if name.endswith("_on") else _TYPES.get(name, pa.string())


def _plain(value: Any) -> Any:
    return list(value) if isinstance(value, tuple) else value


def _digest_of(path: Path) -> str:
    with path.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()
