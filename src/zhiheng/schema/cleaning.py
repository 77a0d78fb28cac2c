"""Trimming and folding of what people and systems leave around a value, before anything is checked.

Values are trimmed (full-width and invisible spaces too), full-width digits and letters folded, control characters dropped, radicals and
compatibility characters turned into those they stand for, and what Excel puts in front of text (`'` and `="…"`) taken away. Words for
nothing leave a text empty. What was changed is counted; what is not certain is said. Only rows that hold something of the kind are touched
one by one.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from types import MappingProxyType

import numpy as np
import pyarrow as pa

from zhiheng.schema.characters import CONTROL, DOTS, FOLD, FULL_WIDTH, INVISIBLE, SELECTORS, SPACES, VARIANTS, Suspects
from zhiheng.schema.columns import Mask, Rows, Texts, put, strings, with_validity
from zhiheng.schema.doubt import FREE, SHORT_WORDS, doubt_of, garbled, is_formula, says_nothing
from zhiheng.schema.personal_names import IDEOGRAPH
from zhiheng.schema.standard import Field

__all__ = ["CLEANERS", "FOLD", "INVISIBLE", "SIGNS", "SPACES", "Cleaned", "Folded", "clean", "clean_column", "clean_identity", "clean_name"]

SIGNS = str.maketrans("，．：／－＋；～", ",.:/-+;~")  # full-width signs inside numbers, dates and lists
EXAMPLES = 3
GARBLED_SAMPLE = 40
SHORT_BYTES = 120
_CAPITALS = str.maketrans("abcdefghijklmnopqrstuvwxyz", "ABCDEFGHIJKLMNOPQRSTUVWXYZ")
_EXCEL_TEXT = re.compile(r'="(.*)"')
_DOT = re.compile(rf"(?<=[\u3400-\u9fff\U00020000-\U0003ffff])\s*[{re.escape(DOTS)}]\s*(?=[\u3400-\u9fff\U00020000-\U0003ffff])")
_WAYS = (
    ("异体和兼容字符", frozenset(VARIANTS)),
    ("不可见字符", frozenset({*CONTROL, *map(ord, INVISIBLE), *SELECTORS})),
    ("全角字符", frozenset(FULL_WIDTH)),
)


@dataclass(frozen=True)
class Folded:
    """What was changed in a column while it was read: field, in which way, how many values, and examples (as sent, as stored)."""

    field: str
    kind: str
    count: int
    examples: tuple[tuple[str, str], ...]


@dataclass(frozen=True, eq=False)
class Cleaned:
    """A cleaned column, the rows that are not certain by reason, and what was changed."""

    column: pa.StringArray
    doubts: dict[str, Mask] = field(default_factory=dict)
    folded: tuple[Folded, ...] = ()


def clean(value: str) -> str:
    """One value trimmed and folded."""
    folded = value.translate(FOLD).strip()
    wrapped = _EXCEL_TEXT.fullmatch(folded)
    if wrapped:
        return wrapped[1].strip()
    return folded[1:].strip() if folded.startswith("'") else folded


def clean_identity(value: str) -> str:
    """One identity number: no spaces, capital letters."""
    return clean(value).replace(" ", "").translate(_CAPITALS)


def clean_name(value: str) -> str:
    """One person's name: a Chinese name without spaces and with one kind of dot, another with single spaces."""
    cleaned = clean(value)
    return _DOT.sub("·", cleaned).replace(" ", "") if IDEOGRAPH.search(cleaned) else " ".join(cleaned.split())


CLEANERS: Mapping[str, Callable[[str], str]] = MappingProxyType(
    {
        "": clean,
        "text": clean,
        "number": clean,
        "identity": clean_identity,
        "identity_or_credit": clean_identity,
        "person_name": clean_name,
        "person_names": clean_name,
    }
)


def _ascii_suspects(form: str) -> set[int]:
    """Characters of ASCII that must be cleaned away or looked at in a column of this form."""
    suspects = {*range(32), 127}
    if form not in {"", "text"}:
        suspects.add(ord(" "))
    if form.startswith("identity"):
        suspects |= {*range(ord("a"), ord("z") + 1), ord("*"), ord("+")}
    if form.startswith("person_name"):
        suspects |= set(range(33, 127))
    if form in {"text", "number"}:
        suspects |= set(map(ord, "?+#@&<%[\\"))
    return suspects | {ord(";")} if form == "number" else suspects


_SUSPECTS = {form: Suspects(form, _ascii_suspects(form)) for form in CLEANERS}
_LONGEST_WORD = max(len(word.encode()) for word in SHORT_WORDS)


def _words_by(end: int) -> Mask:
    """[length, byte]: whether a short word, in small letters or capitals, has so many bytes and this one first (0) or last (-1)."""
    table = np.zeros((_LONGEST_WORD + 2, 256), dtype=np.bool_)
    for word in SHORT_WORDS:
        for spelt in (word, word.upper(), word.capitalize()):
            table[len(spelt.encode()), spelt.encode()[end]] = True
    return table


_FIRST_OF_WORDS, _LAST_OF_WORDS = _words_by(0), _words_by(-1)


def manner_of(one: Field) -> str:
    """The form in which a field's values are cleaned: its own, `number` (of cases, things …), or `text`."""
    if one.form:
        return "person_names" if one.type == "list" and one.form == "person_name" else one.form
    if one.type == "str" and not one.codes and one.name.endswith("_no"):
        return "number"
    return "text" if one.type in {"str", "list"} and not one.codes else ""


def clean_column(column: pa.StringArray, form: str = "", name: str = "", counts: Rows | None = None) -> Cleaned:
    """The column cleaned row by row as its form demands; what is empty, or says in words that there is nothing, then has no value.

    counts  how often each row stands in the file, where it stands for several
    """
    texts = Texts.of(column)
    rows = _rows_to_clean(texts, form)
    doubts: dict[str, Mask] = {}
    folded: tuple[Folded, ...] = ()
    if len(rows):
        values, doubts, folded = _clean_rows(column.take(pa.array(rows)), form, name, rows, len(column), counts)
        column = put(column, rows, values)
        texts = Texts.of(column)
    filled = texts.valid & (texts.lengths > 0)
    return Cleaned(column if filled.all() or (filled == texts.valid).all() else with_validity(column, filled), doubts, folded)


def _clean_rows(
    messy: pa.StringArray, form: str, name: str, rows: Rows, total: int, counts: Rows | None
) -> tuple[pa.StringArray, dict[str, Mask], tuple[Folded, ...]]:
    coded = messy.dictionary_encode()
    sent = coded.dictionary.to_pylist()
    read = [read_value(value, form) for value in sent]
    indices = np.asarray(coded.indices)
    doubts: dict[str, Mask] = {}
    for code in {doubt for _, doubt, _ in read if doubt}:
        doubts[code] = np.zeros(total, dtype=np.bool_)
        doubts[code][rows[np.array([doubt == code for _, doubt, _ in read], dtype=np.bool_)[indices]]] = True
    values = strings([value for value, _, _ in read]).take(coded.indices)
    return values, doubts, _folded(name, sent, read, np.bincount(indices, None if counts is None else counts[rows], len(sent)))


def read_value(sent: str, form: str) -> tuple[str, str, str]:
    """One text cleaned, the doubt about it, and the way in which it was changed beyond spaces at its ends."""
    value = CLEANERS[form](sent)
    if form == "":
        return value, "", _way(sent)
    if form in FREE and says_nothing(value):
        return "", "", "空值用语"
    doubt = doubt_of(value, sent, form)
    dotted = form.startswith("person_name") and not doubt and value.count("·") > sent.count("·")
    return value, doubt, "" if doubt else "间隔号" if dotted else "公式，按文字保存" if is_formula(value) else _way(sent)


def _way(sent: str) -> str:
    if sent.isascii() and sent.isprintable():
        return ""
    codes = set(map(ord, sent))
    return next((way for way, known in _WAYS if not codes.isdisjoint(known)), "")


def _folded(name: str, sent: list[str], read: list[tuple[str, str, str]], counts: Rows) -> tuple[Folded, ...]:
    ways: dict[str, list[int]] = {}
    for place, (_, _, way) in enumerate(read):
        if way:
            ways.setdefault(way, []).append(place)
    return tuple(
        Folded(name, way, int(counts[places].sum()), tuple((sent[place], read[place][0]) for place in places[:EXAMPLES]))
        for way, places in ways.items()
    )


def _rows_to_clean(texts: Texts, form: str) -> Rows:
    """Rows that hold a character to clean or to look at; a row too many costs time only, never a row too few."""
    if form in FREE and _any_garbled(texts):
        return np.flatnonzero(texts.valid)
    found = np.flatnonzero(_SUSPECTS[form].at(texts.data))
    marked = _rows_at(texts, np.union1d(found, _months(texts)) if form == "number" else found)
    return np.flatnonzero(texts.valid & (marked | _edges(texts, form)))


def _months(texts: Texts) -> Rows:
    """Places of a hyphen beside two small letters: what a sheet makes of a number that looks like a day to it (1-Mar-24)."""
    data = texts.data
    small = (data >= ord("a")) & (data <= ord("z"))
    pairs = small[1:] & small[:-1]
    places = np.flatnonzero(data == ord("-"))
    before, after = places[places > 1], places[places < len(data) - 3]
    return np.union1d(before[pairs[before - 2]], after[pairs[after + 2]])


def _any_garbled(texts: Texts) -> bool:
    """Whether some of the first texts were decoded wrongly before: a whole column then was."""
    long = np.flatnonzero(texts.valid & (texts.lengths > 3))
    some = long[texts.data[texts.starts[long]] >= 0x80][:GARBLED_SAMPLE]
    sampled = [bytes(texts.data[texts.starts[row] : texts.ends[row]]) for row in some]
    return any(_was_garbled(text) if len(text) <= SHORT_BYTES else garbled(text.decode("utf-8", "replace")) for text in sampled)


@lru_cache(maxsize=1 << 12)
def _was_garbled(text: bytes) -> bool:
    """The same of one short text: places and names of an organ stand in column after column."""
    return garbled(text.decode("utf-8", "replace"))


def _rows_at(texts: Texts, positions: Rows) -> Mask:
    marked = np.zeros(len(texts.starts), dtype=np.bool_)
    if len(positions):
        rows = np.searchsorted(texts.ends, positions, side="right")
        marked[rows[rows < len(marked)]] = True
    return marked


def _edges(texts: Texts, form: str) -> Mask:
    """Rows that begin or end with a space, begin with what Excel puts before text, or may be a word for nothing."""
    edged = np.zeros(len(texts.starts), dtype=np.bool_)
    lengths = texts.lengths
    filled = np.flatnonzero(lengths > 0)
    first, last = texts.data[texts.starts[filled]], texts.data[texts.ends[filled] - 1]
    edged[filled] = (first == ord(" ")) | (last == ord(" ")) | (first == ord("'")) | (first == ord("="))
    if form in FREE:
        length = np.minimum(lengths[filled], _LONGEST_WORD + 1)
        edged[filled] |= _FIRST_OF_WORDS[length, first] & _LAST_OF_WORDS[length, last]
    return edged
