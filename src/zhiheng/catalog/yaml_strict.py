"""YAML without its traps: only quoted or plain text, decimal numbers, true, false and null; every value knows its line.

`on`, `no`, `yes`, `012`, `12:30`, `2024-01-31` stay text. Duplicate keys, tags, anchors, aliases and merge keys are faults.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any, cast

import yaml

from zhiheng.catalog.errors import Faults

Place = tuple[str | int, ...]

_DEEPEST = 40
_LONGEST_NUMBER = 40
_LOADER: Any = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
_INTEGER = re.compile(r"-?(0|[1-9][0-9]*)")
_DECIMAL = re.compile(r"-?(0|[1-9][0-9]*)\.[0-9]+")
_WORDS: Mapping[str, bool | None] = {"true": True, "false": False, "null": None, "~": None, "": None}


@dataclass(frozen=True)
class Document:
    """A read YAML text: plain values (dict, list, str, int, Decimal, bool, None) and the line of each place in it."""

    value: Any
    path: Path
    lines: Mapping[Place, int] = field(repr=False)

    def line_of(self, place: Place) -> int:
        """Give the line of a place, or of the nearest place around it."""
        while place and place not in self.lines:
            place = place[:-1]
        return self.lines.get(place, 1)


def load(text: str, *, path: Path, faults: Faults, first_line: int = 1) -> Document:
    """Read one YAML document; what is wrong goes to `faults` and the value is then the part that could be read.

    first_line   the line of the file on which `text` begins (front matter stands inside another file)
    """
    reading = _Reading(path, faults, first_line - 1)
    try:
        root = _compose(text)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = first_line + (mark.line if mark else 0)
        faults.add(path, line, "YAML", f"无法解析（{error.problem or error.context}）", "检查缩进、冒号后的空格和引号。")
        root = None
    except yaml.YAMLError as error:
        faults.add(path, first_line, "YAML", f"含有不允许的字符（{error}）", "另存为 UTF-8 文本并去掉控制字符。")
        root = None
    value = reading.value_of(root, ()) if root is not None else None
    return Document(value, path, reading.lines)


def load_file(path: Path, faults: Faults) -> Document:
    """Read a YAML file in UTF-8."""
    return load(read_text(path, faults), path=path, faults=faults)


def read_text(path: Path, faults: Faults) -> str:
    """Read a UTF-8 file; an unreadable one is a fault and reads as empty."""
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        faults.add(path, 1, "文件", f"无法读取（{error}）", "确认文件存在、可读且为 UTF-8 编码。")
        return ""


def _compose(text: str) -> yaml.Node | None:
    _refuse_traps(text)
    return yaml.compose(text, Loader=_LOADER)


def _refuse_traps(text: str) -> None:
    """Refuse aliases, and nesting so deep that building the nodes would overrun the stack."""
    depth = 0
    for event in yaml.parse(text, Loader=_LOADER):
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if depth > _DEEPEST:
            raise yaml.MarkedYAMLError(problem="嵌套太深", problem_mark=cast("yaml.Mark", event.start_mark))
        anchored = getattr(event, "anchor", None)
        if anchored is not None:
            raise yaml.MarkedYAMLError(problem=f"不允许锚点与别名 {anchored}", problem_mark=cast("yaml.Mark", event.start_mark))


class _Reading:
    """Turns nodes into values and remembers lines."""

    def __init__(self, path: Path, faults: Faults, lines_before: int) -> None:
        self.path, self.faults, self.before = path, faults, lines_before
        self.lines: dict[Place, int] = {}

    def value_of(self, node: yaml.Node, place: Place) -> Any:
        self.lines.setdefault(place, self._line(node))
        if isinstance(node, yaml.MappingNode):
            return self._mapping(node, place)
        if isinstance(node, yaml.SequenceNode):
            return [self.value_of(child, (*place, index)) for index, child in enumerate(node.value)]
        return self._scalar(node)

    def _mapping(self, node: yaml.MappingNode, place: Place) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for key_part, value_part in node.value:
            key = self._key(key_part, found)
            if key is not None:
                self.lines[(*place, key)] = self._line(key_part)
                found[key] = self.value_of(value_part, (*place, key))
        return found

    def _key(self, node: yaml.Node, found: Mapping[str, Any]) -> str | None:
        if not isinstance(node, yaml.ScalarNode):
            self._fault(node, "键", "不是文字", "键只能是一个词。")
        elif node.value == "<<":
            self._fault(node, "<<", "不允许合并键", "把内容直接写出来。")
        elif node.value in found:
            self._fault(node, node.value, "同一层写了两次", "只留一处。")
        else:
            return str(node.value)
        return None

    def _scalar(self, node: yaml.Node) -> Any:
        self._refuse_tag(node)
        text = str(node.value)
        if getattr(node, "style", None):
            return text
        if text in _WORDS:
            return _WORDS[text]
        if len(text) > _LONGEST_NUMBER and (_INTEGER.fullmatch(text) or _DECIMAL.fullmatch(text)):
            self._fault(node, text[:20], f"数字超过 {_LONGEST_NUMBER} 位", "号码写在引号里；数字写短。")
            return text
        if _INTEGER.fullmatch(text):
            return int(text)
        return Decimal(text) if _DECIMAL.fullmatch(text) else text

    def _refuse_tag(self, node: yaml.Node) -> None:
        if node.tag not in {"tag:yaml.org,2002:str", "tag:yaml.org,2002:null"}:
            self._fault(node, node.tag, "不允许标签", "去掉以 ! 开头的标签。")

    def _fault(self, node: yaml.Node, thing: str, reason: str, remedy: str) -> None:
        self.faults.add(self.path, self._line(node), thing, reason, remedy)

    def _line(self, node: yaml.Node) -> int:
        return int(node.start_mark.line) + 1 + self.before
