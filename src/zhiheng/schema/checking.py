"""Normalises and checks a table of raw text against its dataset: what is right goes on typed, every wrong value is named with its row."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from types import MappingProxyType
from typing import TypeAlias

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from zhiheng.schema import identity, moments, numbers, spellings
from zhiheng.schema.cleaning import EXAMPLES, Folded, clean_column, manner_of
from zhiheng.schema.columns import Mask, Rows, Texts, as_texts, fixed_width, put, repeated, with_validity
from zhiheng.schema.rejections import CHECK_DIGIT, IMPOSSIBLE_DATE, LOST_DIGITS, MISSING_REQUIRED, UNKNOWN_CODE, Rejection, rejection
from zhiheng.schema.standard import Dataset, Field

Faults: TypeAlias = dict[str, Mask]
RESIDENT = "resident"
SERIALS, ROUNDED = "以天数存放的日期", "四舍五入"
_FEW_VALUES = frozenset({"date", "bool", "division", "int"})


PROVINCES: Mask = np.zeros(100, dtype=np.bool_)
PROVINCES[[*range(11, 16), *range(21, 24), *range(31, 38), *range(41, 47), *range(50, 55), *range(61, 66), 71, 81, 82]] = True
"""First two digits of the codes of divisions."""


@dataclass(frozen=True, eq=False)
class Checked:
    """A checked table.

    table        the rows without a fault, typed as the dataset's `arrow_schema()`
    row_numbers  (rows of table,) int64: where each came from, 1 = first data row
    rejected     every wrong value, by row and then in the order of the fields; a row with one is not in `table`
    folded       what was changed while it was read, beyond spaces at the ends
    """

    table: pa.Table
    row_numbers: Rows
    rejected: list[Rejection]
    folded: tuple[Folded, ...] = ()


def check(raw: pa.Table, dataset: Dataset, row_numbers: Rows | None = None, beforehand: Mapping[str, Faults] | None = None) -> Checked:
    """Check a table whose columns are named by fields (any order, any may be missing, any type; text is the usual one).

    row_numbers  the rows' numbers in their file where they are not 1, 2, 3 …
    beforehand   field -> reason -> rows of which the reader of the file already knows that they hold no certain value
    """
    numbered = np.arange(1, raw.num_rows + 1, dtype=np.int64) if row_numbers is None else row_numbers
    given = {name: as_texts(raw[name]) for name in dataset.fields if name in raw.column_names}
    nothing = pa.nulls(raw.num_rows, pa.string())
    columns: dict[str, pa.Array] = {}
    faults: dict[str, Faults] = {}
    folded: list[Folded] = []
    for field in dataset.fields.values():
        read = read_column(given.get(field.name, nothing), field)
        folded.extend(read.folded)
        columns[field.name], faults[field.name] = read.values, read.faults
        _put_before(faults, field.name, {**read.doubts, **(beforehand or {}).get(field.name, {})})
    _check_identities(columns, faults, dataset)
    for field in dataset.fields.values():
        columns[field.name] = _complete(columns[field.name], faults[field.name], dataset, field)
    table = pa.table(list(columns.values()), schema=dataset.arrow_schema())
    wrong = _any_fault(faults, raw.num_rows)
    if wrong.any():
        table = table.filter(pa.array(~wrong))
    return Checked(table, numbered[~wrong], _rejections(given, faults, dataset, numbered), tuple(folded))


@dataclass(frozen=True, eq=False)
class _Read:
    """A column cleaned and read: its typed values, what is wrong by reason, what is not certain by reason, what was changed."""

    values: pa.Array
    faults: Faults
    doubts: Faults
    folded: tuple[Folded, ...]


def read_column(column: pa.StringArray, field: Field) -> _Read:
    """The column read value by value; where few values repeat, each of them is read once."""
    coded = repeated(column, surely=bool(field.codes) or field.type in _FEW_VALUES)
    if coded is None:
        return _read_values(column, field, None)
    indices = np.asarray(coded.indices.fill_null(len(coded.dictionary)))
    read = _read_values(coded.dictionary, field, np.bincount(indices, minlength=len(coded.dictionary) + 1)[:-1])
    faults, doubts = ({code: np.append(mask, False)[indices] for code, mask in found.items()} for found in (read.faults, read.doubts))
    return _Read(read.values.take(coded.indices), faults, doubts, read.folded)


def _read_values(column: pa.StringArray, field: Field, counts: Rows | None) -> _Read:
    cleaned = clean_column(column, manner_of(field), field.name, counts)
    values, faults = READERS[field.type](cleaned.column, field)
    told = _turned(cleaned.column, values, field, counts)
    return _Read(values, faults, cleaned.doubts, (*cleaned.folded, *told))


def _turned(column: pa.StringArray, values: pa.Array, field: Field, counts: Rows | None) -> tuple[Folded, ...]:
    """What the sender will not find again as it was written: days written as a count, numbers with more places than are kept."""
    if field.type in {"date", "datetime"}:
        return _folded_in(SERIALS, moments.of_serials(column), column, values, field, counts)
    if field.type == "decimal":
        return _folded_in(ROUNDED, numbers.rounded(column, values, field.places), column, values, field, counts)
    return ()


def _folded_in(kind: str, mask: Mask, column: pa.StringArray, values: pa.Array, field: Field, counts: Rows | None) -> tuple[Folded, ...]:
    rows = np.flatnonzero(mask & pc.is_valid(values).to_numpy(zero_copy_only=False))
    if len(rows) == 0:
        return ()
    sent, kept = (pc.take(one, pa.array(rows)) for one in (column, values))
    coded = sent.dictionary_encode()
    first = pa.array(np.unique(np.asarray(coded.indices), return_index=True)[1][:EXAMPLES])
    shown = [str(value)[: 10 if field.type == "date" else 19] for value in kept.take(first).to_pylist()]
    count = len(rows) if counts is None else counts[rows].sum()
    return (Folded(field.name, kind, int(count), tuple(zip(sent.take(first).to_pylist(), shown, strict=True))),)


def _put_before(faults: dict[str, Faults], name: str, known: Faults) -> None:
    """What is known beforehand of a value is the reason told; what the checks say of it besides is left out."""
    if not known:
        return
    told: Mask = np.zeros(len(next(iter(known.values()))), dtype=np.bool_)
    first: Faults = {}
    for code, mask in reversed(known.items()):
        _note(first, code, mask & ~told)
        told |= mask
    for code, mask in faults[name].items():
        _note(first, code, mask & ~told)
    faults[name] = first


def _any_fault(faults: Mapping[str, Faults], rows: int) -> Mask:
    wrong = np.zeros(rows, dtype=np.bool_)
    for of_field in faults.values():
        for mask in of_field.values():
            wrong |= mask
    return wrong


def _complete(column: pa.Array, faults: Faults, dataset: Dataset, field: Field) -> pa.Array:
    """The column with its default where there is nothing; what is then still missing though demanded becomes a fault."""
    if column.null_count and field.default is not None:
        column = pc.fill_null(column, _default(field))
    if column.null_count and dataset.demands(field):
        missing = pc.is_null(column).to_numpy(zero_copy_only=False)
        for mask in faults.values():
            missing &= ~mask
        if missing.any():
            faults[MISSING_REQUIRED] = missing
    return column


def _default(field: Field) -> pa.Scalar:
    value = Decimal(str(field.default)).quantize(Decimal(1).scaleb(-field.places)) if field.type == "decimal" else field.default
    return pa.scalar(value, type=field.arrow_type)


def _rejections(given: Mapping[str, pa.StringArray], faults: Mapping[str, Faults], dataset: Dataset, row_numbers: Rows) -> list[Rejection]:
    found: list[tuple[int, int, Rejection]] = []
    for order, field in enumerate(dataset.fields.values()):
        for code, mask in faults[field.name].items():
            rows = np.flatnonzero(mask)
            values = given[field.name].take(pa.array(rows)).to_pylist() if field.name in given else [None] * len(rows)
            for number, value in zip(row_numbers[rows].tolist(), values, strict=True):
                found.append((number, order, rejection(number, field, value, code)))
    return [one for _, _, one in sorted(found, key=lambda entry: entry[:2])]


def _check_identities(columns: dict[str, pa.Array], faults: dict[str, Faults], dataset: Dataset) -> None:
    """Test the identity numbers; the person's own only where the document is a resident's identity card (or none is named)."""
    for field in dataset.fields.values():
        if field.form != "identity":
            continue
        tested = pc.is_valid(columns[field.name])
        if field.name == "id_number" and "id_type" in columns:
            tested = pc.and_(tested, pc.fill_null(pc.equal(columns["id_type"], RESIDENT), True))  # noqa: FBT003 - by position in pyarrow
        tests = tested.to_numpy(zero_copy_only=False).copy()
        for mask in faults[field.name].values():
            tests &= ~mask
        columns[field.name], wrong = _identities(columns[field.name], tests)
        _note(faults[field.name], LOST_DIGITS, _rounded(columns[field.name], tests, wrong))
        _note(faults[field.name], CHECK_DIGIT, wrong)


def _rounded(column: pa.StringArray, tested: Mask, wrong: Mask) -> Mask:
    """Numbers that end in 000 and fit by chance, where others of the column end so and do not fit: the column was rounded to 15 digits."""
    texts = Texts.of(column)
    long = texts.of_length(18)
    rounded = np.zeros(len(column), dtype=np.bool_)
    rounded[long[(texts.characters(long, 18)[:, 15:] == ord("0")).all(axis=1)]] = True
    rounded &= tested
    return rounded & ~wrong if (rounded & wrong).any() else np.zeros(len(column), dtype=np.bool_)


def _identities(column: pa.StringArray, tested: Mask) -> tuple[pa.StringArray, Mask]:
    """The column with 15-digit numbers in their 18-digit form, and the tested rows that hold no valid number."""
    texts = Texts.of(column)
    wrong = tested.copy()
    eighteen = texts.of_length(18)
    wrong[eighteen[identity.valid_rows(texts.characters(eighteen, 18))]] = False
    fifteen = texts.of_length(15)
    characters = texts.characters(fifteen, 15)
    numeric = tested[fifteen] & ((characters - np.uint8(ord("0"))) <= 9).all(axis=1)
    fifteen = fifteen[numeric]
    wrong[fifteen] = False
    return put(column, fifteen, fixed_width(identity.to_18_rows(characters[numeric]))), wrong


def _note(faults: Faults, code: str, mask: Mask) -> None:
    if mask.any():
        faults[code] = mask


def _faults(code: str, mask: Mask) -> Faults:
    return {code: mask} if mask.any() else {}


def _read_text(column: pa.StringArray, field: Field) -> tuple[pa.Array, Faults]:
    if not field.codes:
        return column, {}
    values, unknown = spellings.codes(column, field)
    return values, _faults(UNKNOWN_CODE, unknown)


def _read_division(column: pa.StringArray, _field: Field) -> tuple[pa.Array, Faults]:
    texts = Texts.of(column)
    six = texts.of_length(6)
    digits = texts.characters(six, 6) - np.uint8(ord("0"))
    numeric = (digits <= 9).all(axis=1)
    right = np.zeros(len(column), dtype=np.bool_)
    right[six[numeric & PROVINCES[np.where(numeric, digits[:, 0] * 10 + digits[:, 1], 0)]]] = True
    wrong = texts.valid & ~right
    return (with_validity(column, right) if wrong.any() else column), _faults(UNKNOWN_CODE, wrong)


def _read_whole(column: pa.StringArray, _field: Field) -> tuple[pa.Array, Faults]:
    return numbers.whole_numbers(column)


def _read_decimal(column: pa.StringArray, field: Field) -> tuple[pa.Array, Faults]:
    return numbers.decimals(column, field.arrow_type)


def _read_flag(column: pa.StringArray, _field: Field) -> tuple[pa.Array, Faults]:
    values, unknown = spellings.flags(column)
    return values, _faults(UNKNOWN_CODE, unknown)


def _read_list(column: pa.StringArray, field: Field) -> tuple[pa.Array, Faults]:
    values, unknown = spellings.lists(column, field)
    return values, _faults(UNKNOWN_CODE, unknown)


def _read_date(column: pa.StringArray, _field: Field) -> tuple[pa.Array, Faults]:
    values, impossible = moments.dates(column)
    return pa.array(values, type=pa.date32()), _faults(IMPOSSIBLE_DATE, impossible)


def _read_datetime(column: pa.StringArray, field: Field) -> tuple[pa.Array, Faults]:
    values, impossible = moments.instants(column)
    return pa.array(values, type=pa.timestamp("us")).cast(pa.timestamp("us", tz="UTC")).cast(field.arrow_type), _faults(
        IMPOSSIBLE_DATE, impossible
    )


READERS: Mapping[str, Callable[[pa.StringArray, Field], tuple[pa.Array, Faults]]] = MappingProxyType(
    {
        "str": _read_text,
        "division": _read_division,
        "int": _read_whole,
        "decimal": _read_decimal,
        "bool": _read_flag,
        "list": _read_list,
        "date": _read_date,
        "datetime": _read_datetime,
    }
)


def empty(dataset: Dataset) -> pa.Table:
    """A table of the dataset without rows."""
    return dataset.arrow_schema().empty_table()


def together(parts: Iterable[Checked], dataset: Dataset) -> Checked:
    """Parts of one file, checked one after the other, as one."""
    listed = list(parts)
    tables = [part.table for part in listed]
    return Checked(
        pa.concat_tables(tables).combine_chunks() if tables else empty(dataset),
        np.concatenate([part.row_numbers for part in listed]) if listed else np.empty(0, dtype=np.int64),
        [one for part in listed for one in part.rejected],
        _summed(one for part in listed for one in part.folded),
    )


def _summed(folded: Iterable[Folded]) -> tuple[Folded, ...]:
    sums: dict[tuple[str, str], Folded] = {}
    for one in folded:
        known = sums.get((one.field, one.kind), Folded(one.field, one.kind, 0, ()))
        examples = tuple(dict.fromkeys([*known.examples, *one.examples]))[:EXAMPLES]
        sums[one.field, one.kind] = Folded(one.field, one.kind, known.count + one.count, examples)
    return tuple(sums.values())
