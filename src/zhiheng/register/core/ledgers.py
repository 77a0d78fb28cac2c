"""The ledger around the entries: who sees what, what a list keeps in columns, what was counted against what stands in the book."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Literal

from zhiheng.catalog.digest import canonical_json
from zhiheng.catalog.field_shapes import NUMBERS, FieldShape
from zhiheng.catalog.field_values import EMPTY
from zhiheng.catalog.registers import RegisterShape
from zhiheng.registry.core.masking import numbers_in

Sight = Literal["all", "own", "none"]
COLUMN_LENGTH = 120
_WHOLE, _PLACES = 16, 6


def sight_of(shape: RegisterShape, kind: str) -> Sight:
    """What organs of a kind see of another organ's ledger."""
    return shape.seen_by.get(kind, "none")


def organ_fields(shape: RegisterShape) -> tuple[str, ...]:
    """Fields that name organs."""
    return tuple(item.id for item in shape.fields if item.type == "organ")


def organs_named(shape: RegisterShape, values: Mapping[str, Any]) -> tuple[str, ...]:
    """Organs an entry names in its fields."""
    return tuple(dict.fromkeys(str(values[name]) for name in organ_fields(shape) if values.get(name) not in EMPTY))


def is_named(shape: RegisterShape, values: Mapping[str, Any], who: Iterable[str]) -> bool:
    """Whether one of these (ids, names) is named in a field whose person may not know of the entry."""
    asked = {one for one in who if one}
    return any(asked & set(names_in(values.get(name))) for name in (shape.confidential.named if shape.confidential else ()))


def names_in(value: Any) -> tuple[str, ...]:
    """The ids and names that a value of a person or officer holds."""
    if isinstance(value, Mapping):
        return tuple(str(part) for part in value.values())
    return tuple(map(str, value)) if isinstance(value, (list, tuple)) else (str(value),)


def may_read(shape: RegisterShape, values: Mapping[str, Any], recorder: str, who: Iterable[str], held: Collection[str]) -> bool:
    """Whether an officer (his id and names) who holds these rights may read an entry of a ledger that his organ sees."""
    closed, names = shape.confidential, tuple(who)
    if closed is None:
        return True
    return not is_named(shape, values, names) and (closed.read in held or recorder in names)


def shown_values(shape: RegisterShape, values: Mapping[str, Any], *, keeper: bool) -> dict[str, Any]:
    """The values a viewer is shown: inner fields stay inside the keeping organ."""
    hidden = set() if keeper else {item.id for item in shape.fields if item.inner}
    return {name: value for name, value in values.items() if name not in hidden}


def column_value(item: FieldShape, value: Any) -> str:
    """A value as a list's column keeps it: sorted as text it sorts as what it is."""
    if value in EMPTY:
        return ""
    if item.type in NUMBERS:
        return sortable(Decimal(str(value)))
    if isinstance(value, Mapping):
        return str(value.get("name", ""))[:COLUMN_LENGTH]
    if isinstance(value, bool):
        return "1" if value else "0"
    return str(value)[:COLUMN_LENGTH]


def sortable(number: Decimal) -> str:
    """A number as text of one length that sorts as the number does; negatives count down."""
    offset = Decimal(10) ** _WHOLE
    sign, shifted = ("1", number) if number >= 0 else ("0", offset + number)
    return f"{sign}{shifted:0{_WHOLE + _PLACES + 1}.{_PLACES}f}"


def text_of(item: FieldShape, value: Any) -> str:
    """A value as people read it in a table, an export or a print."""
    if value in EMPTY:
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    if item.type in {"choice", "choices"} and isinstance(item.codes, Mapping):
        given = value if isinstance(value, (list, tuple)) else [value]
        return "、".join(item.codes.get(str(code), str(code)) for code in given)
    if item.type == "rows":
        return "；".join(
            " ".join(text_of(inner, row.get(inner.id)) for inner in item.rows if row.get(inner.id) not in EMPTY) for row in value
        )
    if isinstance(value, Mapping):
        return " ".join(str(part) for part in value.values() if part)
    if isinstance(value, (list, tuple)):
        return "、".join(map(str, value))
    return str(value).replace("T", " ").removesuffix("+08:00") if item.type == "time" else str(value)


def key_of(shape: RegisterShape, values: Mapping[str, Any]) -> str:
    """The key of an entry: its key fields joined; empty where a part is missing or the register has no key."""
    parts = [str(values.get(name, "")) for name in shape.key]
    return "|".join(part.replace("\\", "\\\\").replace("|", "\\|") for part in parts) if parts and all(parts) else ""


def words_of_key(key: str) -> str:
    """The parts of a key as people read them."""
    return " · ".join(part.replace("\\|", "|").replace("\\\\", "\\") for part in re.split(r"(?<!\\)\|", key))


@dataclass(frozen=True)
class Difference:
    """What a count found otherwise than the book says: missing, surplus, or fields that differ (field → [book, found])."""

    kind: Literal["missing", "surplus", "differs"]
    entry: str
    number: str
    fields: Mapping[str, Sequence[Any]]

    def to_json(self) -> dict[str, Any]:
        """Plain values."""
        return {"kind": self.kind, "entry": self.entry, "number": self.number, "fields": {k: list(v) for k, v in self.fields.items()}}


DIFFERENCES: Mapping[str, str] = {"missing": "盘亏（账有物无）", "surplus": "盘盈（物有账无）", "differs": "账实不符"}


def sample(ids: Iterable[str], share: float, seed: str) -> list[str]:
    """The entries to be counted: so large a share, picked by a hash that nobody can choose and anybody can repeat."""
    ordered = sorted(ids, key=lambda one: hashlib.sha256(f"{seed}|{one}".encode()).hexdigest())
    return sorted(ordered[: max(1, -(-len(ordered) * int(share * 10_000) // 10_000))]) if ordered else []


def compare(
    shape: RegisterShape,
    book: Mapping[str, tuple[str, Mapping[str, Any]]],
    found: Mapping[str, Mapping[str, Any]],
    surplus: Sequence[Mapping[str, Any]],
) -> list[Difference]:
    """The differences of a count.

    book     entry → (number, values) as the ledger says
    found    entry → the counted fields as found; an entry not found at all is missing
    surplus  things found that no entry stands for
    """
    fields = shape.count.fields if shape.count else ()
    differences = []
    for entry, (number, values) in sorted(book.items()):
        if entry not in found:
            differences.append(Difference("missing", entry, number, {}))
            continue
        odd = {name: (values.get(name), found[entry].get(name)) for name in fields if not _alike(values.get(name), found[entry].get(name))}
        if odd:
            differences.append(Difference("differs", entry, number, odd))
    differences += [Difference("surplus", "", "", {name: (None, value) for name, value in one.items()}) for one in surplus]
    return differences


def _alike(book: Any, found: Any) -> bool:
    if book in EMPTY and found in EMPTY:
        return True
    try:
        return Decimal(str(book)) == Decimal(str(found))
    except ArithmeticError:
        return canonical_json(book) == canonical_json(found)


@dataclass(frozen=True)
class Opening:
    """A case that an entry can open: the procedure, how the button reads, the values the case begins with."""

    procedure: str
    title: str
    values: Mapping[str, Any]


def openings(shape: RegisterShape, state: str, values: Mapping[str, Any]) -> tuple[Opening, ...]:
    """The cases an entry in this state can open; their values are taken from its fields (`number` too, where given among the values)."""
    return tuple(
        Opening(one.procedure, one.title, {name: values[field] for name, field in one.with_.items() if values.get(field) not in EMPTY})
        for one in shape.opens
        if not one.from_ or state in one.from_
    )


def persons_named(values: object) -> frozenset[str]:
    """Numbers of persons that values hold, however deep: identity numbers anywhere in words, those of other documents alone in a value."""
    if isinstance(values, Mapping):
        return frozenset().union(*(persons_named(one) for one in values.values()))
    if isinstance(values, list | tuple):
        return frozenset().union(*(persons_named(one) for one in values))
    if not isinstance(values, str):
        return frozenset()
    whole = {values} if DOCUMENT.fullmatch(values) else set()
    plain = unicodedata.normalize("NFKC", values)
    return frozenset(one.upper() for one in {*whole, *IDENTITY.findall(plain), *numbers_in(plain.encode())})


IDENTITY = re.compile(r"(?<![0-9A-Za-z])[1-9]\d{16}[\dXx](?![0-9A-Za-z])", re.ASCII)
DOCUMENT = re.compile(r"(?=(?:[A-Za-z]*\d){6})[0-9A-Za-z]{7,18}", re.ASCII)
