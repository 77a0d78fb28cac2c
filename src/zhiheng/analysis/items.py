"""What of a catalogue is covered: by what its own columns name, or by entries of a register in a period; the gaps are named."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from zhiheng.catalog.field_shapes import FieldShape
from zhiheng.catalog.items import Item, ItemsSpec


@dataclass(frozen=True)
class Coverage:
    """Items with what covers each; `gaps` are covered by nothing."""

    spec: ItemsSpec
    by: Mapping[str, tuple[str, ...]]
    group: str = ""

    @property
    def items(self) -> tuple[Item, ...]:
        """The items asked about."""
        return tuple(item for item in self.spec.items if not self.group or item.group == self.group)

    @property
    def covered(self) -> tuple[Item, ...]:
        """Items that something covers."""
        return tuple(item for item in self.items if self.by.get(item.id))

    @property
    def gaps(self) -> tuple[Item, ...]:
        """Items that nothing covers."""
        return tuple(item for item in self.items if not self.by.get(item.id))

    def in_groups(self) -> dict[str, tuple[int, int]]:
        """Group → covered and all."""
        return {
            name: (sum(item.group == name for item in self.covered), sum(item.group == name for item in self.items))
            for name in self.spec.groups
            if not self.group or name == self.group
        }


def coverage(spec: ItemsSpec, *, group: str = "") -> Coverage:
    """What the catalogue's own columns say covers each item: `model:reply_overdue`, `duty:…`."""
    by = {item.id: tuple(f"{kind}:{name}" for kind, names in item.covers.items() for name in names) for item in spec.items}
    return Coverage(spec, by, group)


def covered_by(
    spec: ItemsSpec, fields: Iterable[FieldShape], entries: Iterable[tuple[str, Mapping[str, Any]]], *, group: str = ""
) -> Coverage:
    """What entries of a register cover: every value of a field that takes its items from this catalogue, in rows too.

    entries   reference of the entry and its values
    """
    by: dict[str, list[str]] = {}
    for reference, values in entries:
        for name in sorted(set(_named(spec.id, tuple(fields), values))):
            by.setdefault(name, []).append(reference)
    return Coverage(spec, {name: tuple(refs) for name, refs in by.items()}, group)


def _named(catalogue: str, fields: tuple[FieldShape, ...], values: Mapping[str, Any]) -> Iterable[str]:
    for item in fields:
        value = values.get(item.id)
        if item.type == "rows":
            for row in value or ():
                yield from _named(catalogue, item.rows, row)
        elif item.of == catalogue and value:
            yield from value if isinstance(value, (list, tuple)) else [str(value)]
