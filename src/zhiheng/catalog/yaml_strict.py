"""YAML without its traps: only quoted or plain text, decimal numbers, true, false and null; every value knows its line.

`on`, `no`, `yes`, `012`, `12:30`, `2024-01-31` stay text. Lines folded into one leave no blank between Chinese signs.
Duplicate keys, tags, anchors, aliases and merge keys are faults.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any

import yaml

from zhiheng.catalog.errors import Faults

Place = tuple[str | int, ...]

_DEEPEST = 40
_LONGEST_NUMBER = 40
_LOADER: Any = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
_INTEGER = re.compile(r"-?(0|[1-9][0-9]*)")
_DECIMAL = re.compile(r"-?(0|[1-9][0-9]*)\.[0-9]+")
_TAGS = frozenset({None, "!", "tag:yaml.org,2002:str", "tag:yaml.org,2002:null"})
_NOWHERE = "<<"
"""The place of what stands under a refused key."""
_CHINESE = "[\u2014\u2018-\u201d\u2026\u3001-\u303f\u3400-\u9fff\uff01-\uff5e]"
_FOLD = re.compile(f"(?<={_CHINESE}) (?={_CHINESE})")
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
    found = Faults()
    reading = _Reading(path, found, first_line - 1, yaml.parse(text, Loader=_LOADER))
    try:
        value = reading.document()
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = first_line + (mark.line if mark else 0)
        faults.add(path, line, "YAML", f"无法解析（{error.problem or error.context}）", "检查缩进、冒号后的空格和引号。")
        return Document(None, path, {})
    except yaml.YAMLError as error:
        faults.add(path, first_line, "YAML", f"含有不允许的字符（{error}）", "另存为 UTF-8 文本并去掉控制字符。")
        return Document(None, path, {})
    faults.extend(found)
    return Document(value, path, reading.lines)


def load_file(path: Path, faults: Faults) -> Document:
    """Read a YAML file in UTF-8; one that the same reading has come to before is not read again."""
    if path not in faults.documents:
        faults.documents[path] = load(read_text(path, faults), path=path, faults=faults)
    found: Document = faults.documents[path]
    return found


def read_text(path: Path, faults: Faults) -> str:
    """Read a UTF-8 file; an unreadable one is a fault and reads as empty."""
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        faults.add(path, 1, "文件", f"无法读取（{error}）", "确认文件存在、可读且为 UTF-8 编码。")
        return ""


class _Reading:
    """Turns events of the parser into values and remembers lines, in one pass."""

    def __init__(self, path: Path, faults: Faults, lines_before: int, events: Iterator[Any]) -> None:
        self.path, self.faults, self.before, self.events = path, faults, lines_before, events
        self.lines: dict[Place, int] = {}

    def document(self) -> Any:
        """The value of the only document of the text; None where there is none."""
        value, documents = None, 0
        for event in self.events:
            if isinstance(event, yaml.DocumentStartEvent):
                documents += 1
                if documents > 1:
                    raise _marked(event, "有两个文档")
                value = self.value_of(next(self.events), (), 1)
        return value

    def value_of(self, event: Any, place: Place, depth: int) -> Any:
        """The value that begins with an event; aliases, and nesting so deep that it would overrun the stack, are refused."""
        if depth > _DEEPEST:
            raise _marked(event, "嵌套太深")
        if event.anchor is not None:
            raise _marked(event, f"不允许锚点与别名 {event.anchor}")
        self.lines.setdefault(place, self._line(event))
        self._refuse_tag(event)
        if isinstance(event, yaml.ScalarEvent):
            return self._scalar(event)
        return self._mapping(place, depth) if isinstance(event, yaml.MappingStartEvent) else self._sequence(place, depth)

    def _sequence(self, place: Place, depth: int) -> list[Any]:
        found: list[Any] = []
        while not isinstance(event := next(self.events), yaml.SequenceEndEvent):
            found.append(self.value_of(event, (*place, len(found)), depth + 1))
        return found

    def _mapping(self, place: Place, depth: int) -> dict[str, Any]:
        found: dict[str, Any] = {}
        while not isinstance(event := next(self.events), yaml.MappingEndEvent):
            key = self._key(event, found, depth)
            inner = (*place, _NOWHERE if key is None else key)
            if key is not None:
                self.lines[inner] = self._line(event)
            value = self.value_of(next(self.events), inner, depth + 1)
            if key is not None:
                found[key] = value
        return found

    def _key(self, event: Any, found: Mapping[str, Any], depth: int) -> str | None:
        if not isinstance(event, yaml.ScalarEvent):
            self.value_of(event, (_NOWHERE,), depth + 1)
            self._fault(event, "键", "不是文字", "键只能是一个词。")
        elif event.anchor is not None:
            raise _marked(event, f"不允许锚点与别名 {event.anchor}")
        elif event.value == "<<":
            self._fault(event, "<<", "不允许合并键", "把内容直接写出来。")
        elif event.value in found:
            self._fault(event, event.value, "同一层写了两次", "只留一处。")
        else:
            return str(event.value)
        return None

    def _scalar(self, node: yaml.ScalarEvent) -> Any:
        text = str(node.value)
        if node.style != "|" and node.start_mark and node.end_mark and node.end_mark.line > node.start_mark.line:
            text = _FOLD.sub("", text)
        if node.style:
            return text
        if text in _WORDS:
            return _WORDS[text]
        if len(text) > _LONGEST_NUMBER and (_INTEGER.fullmatch(text) or _DECIMAL.fullmatch(text)):
            self._fault(node, text[:20], f"数字超过 {_LONGEST_NUMBER} 位", "号码写在引号里；数字写短。")
            return text
        if _INTEGER.fullmatch(text):
            return int(text)
        return Decimal(text) if _DECIMAL.fullmatch(text) else text

    def _refuse_tag(self, event: Any) -> None:
        if event.tag not in _TAGS:
            self._fault(event, event.tag, "不允许标签", "去掉以 ! 开头的标签。")

    def _fault(self, event: Any, thing: str, reason: str, remedy: str) -> None:
        self.faults.add(self.path, self._line(event), thing, reason, remedy)

    def _line(self, event: Any) -> int:
        return int(event.start_mark.line) + 1 + self.before


def _marked(event: Any, problem: str) -> yaml.MarkedYAMLError:
    return yaml.MarkedYAMLError(problem=problem, problem_mark=event.start_mark)
