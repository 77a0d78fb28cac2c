"""Business sets of a package as records: which elements of ywxx.xml hold rows of which dataset, and what is left beside them.

No public schema names the sets. A set is one where its element bears the name of a dataset, a name seen in public code, or one that the
contract of the installation maps (`package-sets.yaml` in the home): `sets: {0111A/KHXX: conduct_scores}`,
`fields: {conduct_scores: {FZ: points}}`.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final

import yaml

from zhiheng.exchange.core.package_xml import Element
from zhiheng.law.own_yaml import read_yaml
from zhiheng.schema.errors import UnusableInputError
from zhiheng.schema.standard import DATASETS

FILE_NAME: Final = "package-sets.yaml"
ROWS: Final = frozenset({"R", "RECORD"})
BESIDE: Final = frozenset({"XTXX", "JZJBXX"})
SEEN: Final[Mapping[str, str]] = MappingProxyType({"DSRXX": "persons", "JBXX": "persons"})
"""Sets of persons in public code: parties of the form handed on to courts, basic data of a suspect."""
OWN: Final[Mapping[str, str]] = MappingProxyType(
    {name: dataset.name for dataset in DATASETS.values() for name in (dataset.name, dataset.short_zh)}
)


@dataclass(frozen=True)
class Contract:
    """sets: element, or node/element -> dataset; fields: dataset -> element -> field."""

    sets: Mapping[str, str] = field(default_factory=dict)
    fields: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    def dataset_of(self, node: str, name: str) -> str:
        """The dataset that an element of a package of this node fills; empty where none is known."""
        return self.sets.get(f"{node}/{name}") or self.sets.get(name) or OWN.get(name) or SEEN.get(name, "")


@dataclass(frozen=True)
class RecordSet:
    """A business set: its element, the dataset it fills, and its rows as JSON Lines under the names that were sent."""

    name: str
    dataset: str
    lines: bytes
    rows: int


def contract_of(home: Path) -> Contract:
    """What the installation maps; raises UnusableInputError where its file names what there is not."""
    place = home / FILE_NAME
    if not place.is_file():
        return Contract()
    try:
        given = read_yaml(place.read_text(encoding="utf-8")) or {}
        found = Contract(dict(given.get("sets", {})), {name: dict(fields) for name, fields in given.get("fields", {}).items()})
    except (yaml.YAMLError, UnicodeDecodeError, AttributeError, TypeError, ValueError) as error:
        raise UnusableInputError("业务数据对照", str(place), "不是可以读懂的对照表", "请按 docs/packages.md 的写法改正") from error
    unknown = sorted({*found.sets.values(), *found.fields} - set(DATASETS))
    for name, fields in found.fields.items():
        known = DATASETS[name].fields if name in DATASETS else fields.values()
        unknown += sorted(f"{name}.{one}" for one in set(fields.values()) - set(known))
    if unknown:
        raise UnusableInputError("业务数据对照", str(place), f"没有这些数据集或者字段：{'、'.join(unknown)}", "请按数据字典改正")
    return found


def record_sets(root: Element, node: str, contract: Contract) -> tuple[list[RecordSet], list[str]]:
    """The sets that fill datasets, and in words what of the business data is not taken out."""
    found: list[RecordSet] = []
    left: list[str] = []
    for part in root.inner if root.name != "XTXX" else []:
        if part.name in BESIDE:
            continue
        sets = list(_sets_in(part, node, contract))
        found += [_as_records(one, contract.dataset_of(node, one.name), contract) for one in sets]
        if not sets:
            left.append(f"业务数据 {part.name} 随包保存，没有转入数据主题库")
        elif beside := sorted(_names_outside(part, sets)):
            left.append(f"业务数据 {part.name} 中的 {'、'.join(beside[:5])} 等随包保存，没有转入数据主题库")
    return found, sorted(dict.fromkeys(left))


def _sets_in(part: Element, node: str, contract: Contract) -> Iterator[Element]:
    if contract.dataset_of(node, part.name):
        yield part
        return
    for one in part.inner:
        yield from _sets_in(one, node, contract)


def _names_outside(part: Element, sets: list[Element]) -> set[str]:
    """Names of what says something outside the rows of the sets."""
    if any(part is one for one in sets):
        rows = _rows(part)
        return set() if rows == [part] else {one.name for one in part.inner if one.text and not any(one is row for row in rows)}
    own = {part.name} if part.text and not part.inner else set()
    return own.union(*(_names_outside(one, sets) for one in part.inner))


def _rows(part: Element) -> list[Element]:
    """The rows of a set: its elements R or RECORD, else those that hold elements themselves, else it is one row."""
    return part.named(*ROWS) or [one for one in part.inner if one.inner or (one.attributes and not one.text)] or [part]


def _as_records(part: Element, dataset: str, contract: Contract) -> RecordSet:
    rows, renamed = _rows(part), contract.fields.get(dataset, {})
    lines = (_line([(renamed.get(name, name), value) for name, value in _pairs(row)]) for row in rows)
    return RecordSet(part.name, dataset, "".join(f"{line}\n" for line in lines).encode(), len(rows))


def _pairs(row: Element) -> list[tuple[str, Any]]:
    """Names and values of a row as they stand; what holds elements stays a structure, which no field takes."""
    return [*row.attributes.items(), *((one.name, dict(_pairs(one)) if one.inner else one.text) for one in row.inner)]


def _line(pairs: list[tuple[str, Any]]) -> str:
    """One object; a name that stands twice stays twice, so that the row is rejected rather than one of the values chosen."""
    listed = (f"{json.dumps(name, ensure_ascii=False)}: {json.dumps(value, ensure_ascii=False)}" for name, value in pairs)
    return "{" + ", ".join(listed) + "}"
