"""Reading a pack file field by field: each reader says what it expects, notes what is wrong with its line, and goes on."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import Any, TypeVar

from zhiheng.catalog.errors import Faults, did_you_mean
from zhiheng.catalog.yaml_strict import Document, Place

T = TypeVar("T")


class Fields:
    """The mapping at one place of a document.

    thing    what a fault calls this mapping, e.g. `模型 overdue_release` or `节点 ruling`
    Readers return the value, or the default and a noted fault. `only()` refuses keys nobody asked about.
    """

    def __init__(self, document: Document, faults: Faults, thing: str, at: Place = ()) -> None:
        self.document, self.faults, self.thing, self.at = document, faults, thing, at
        found = document.value
        for step in at:
            found = found[step]
        self._asked: set[str] = set()
        self._values: dict[str, Any] = found if isinstance(found, dict) else {}
        if not isinstance(found, dict):
            self.fault(None, "应是“名称: 值”的映射", "写成每行一个 名称: 值。")

    def __contains__(self, key: str) -> bool:
        return self._values.get(key) is not None

    def __iter__(self) -> Iterator[str]:
        return iter(self._values)

    def line(self, key: str | None = None) -> int:
        """Give the line of a key (or of the mapping itself)."""
        return self.document.line_of(self.at if key is None else (*self.at, key))

    def fault(self, key: str | None, reason: str, remedy: str) -> None:
        """Note a fault at a key of this mapping."""
        name = self.thing if key is None else f"{self.thing} {key}"
        self.faults.add(self.document.path, self.line(key), name, reason, remedy)

    def raw(self, key: str) -> Any:
        """Give the value as read, None when absent."""
        self._asked.add(key)
        return self._values.get(key)

    def text(self, key: str, *, default: str | None = None) -> str:
        """Text; required unless a default is given. Numbers written without quotes are taken as text."""
        value = self.raw(key)
        if value is None:
            return self._absent(key, default, "")
        if isinstance(value, (dict, list, bool)):
            self.fault(key, "应是文字", "写一段文字；含冒号时加引号。")
            return default or ""
        return str(value).strip()

    def texts(self, key: str, *, required: bool = False) -> tuple[str, ...]:
        """A list of texts; one text alone is a list of one."""
        value = self.raw(key)
        if value is None:
            return self._absent(key, None if required else (), ())
        items = value if isinstance(value, list) else [value]
        if any(isinstance(item, (dict, list)) or item is None for item in items):
            self.fault(key, "应是文字的列表", "写成 [甲, 乙]。")
            return ()
        return tuple(str(item).strip() for item in items)

    def one_of(self, key: str, known: tuple[str, ...], *, default: str | None = None) -> str:
        """One of the known words."""
        value = self.text(key, default=default)
        if value and value not in known:
            self.fault(key, f"没有“{value}”这一项", did_you_mean(value, known))
        return value

    def whole(self, key: str, *, default: int | None = None) -> int:
        """A whole number."""
        value = self.raw(key)
        if value is None:
            return self._absent(key, default, 0)
        return self._typed(key, value, int, "整数", 0)

    def number(self, key: str, *, default: Decimal | None = None) -> Decimal:
        """A whole or decimal number."""
        value = self.raw(key)
        if value is None:
            return self._absent(key, default, Decimal(0))
        return Decimal(self._typed(key, value, (int, Decimal), "数字", 0))

    def flag(self, key: str, *, default: bool = False) -> bool:
        """Either true or false."""
        value = self.raw(key)
        return default if value is None else self._typed(key, value, bool, "true 或 false", default)

    def mapping(self, key: str) -> dict[str, Any]:
        """A mapping as read, empty when absent."""
        value = self.raw(key)
        return {} if value is None else self._typed(key, value, dict, "映射", {})

    def inner(self, key: str, thing: str | None = None) -> Fields:
        """Fields of the mapping under a key, which must be there."""
        self._asked.add(key)
        return Fields(self.document, self.faults, thing or f"{self.thing} {key}", (*self.at, key))

    def listed(self, key: str, thing: Callable[[dict[str, Any]], str]) -> list[Fields]:
        """Fields of each mapping in a list; `thing` names an entry for faults."""
        value = self.raw(key)
        items: list[Any] = [] if value is None else self._typed(key, value, list, "列表", [])
        return [
            Fields(self.document, self.faults, thing(item if isinstance(item, dict) else {}), (*self.at, key, index))
            for index, item in enumerate(items)
        ]

    def named(self, key: str, thing: str) -> dict[str, Fields]:
        """Fields of each mapping under a mapping: name → fields; `thing` stands before the name in faults."""
        return {name: Fields(self.document, self.faults, f"{thing} {name}", (*self.at, key, name)) for name in self.mapping(key)}

    def only(self) -> None:
        """Refuse keys that no reader has asked about."""
        for key in self._values:
            if key not in self._asked:
                self.fault(key, "没有这一项", did_you_mean(key, self._asked))

    def _typed(self, key: str, value: Any, kind: Any, word: str, otherwise: T) -> Any | T:
        fits = isinstance(value, kind) and (kind is bool or not isinstance(value, bool))
        if not fits:
            self.fault(key, f"应是{word}", f"改为{word}。")
        return value if fits else otherwise

    def _absent(self, key: str, default: T | None, otherwise: T) -> T:
        if default is None:
            self.fault(key, "缺少", f"补上 {key}。")
            return otherwise
        return default
