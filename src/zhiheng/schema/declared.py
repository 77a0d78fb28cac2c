"""A declaration in YAML whose faults are named by file and line, and the conditions that several declarations share."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from importlib.resources import files
from types import MappingProxyType
from typing import Any, NoReturn

import yaml

from zhiheng.schema.errors import UnusableInputError
from zhiheng.schema.standard import DATASETS, Dataset

Place = tuple[str | int, ...]
Wanted = tuple[str, ...] | str
FILLED, EMPTY = "filled", "empty"


@dataclass(frozen=True)
class Declared:
    """A read declaration: value, and the line of each place in it (the nearest one around where it has none)."""

    name: str
    value: Any
    lines: Mapping[Place, int]

    def fault(self, place: Place, reason: str, remedy: str) -> NoReturn:
        """Refuse the declaration: file and line, what is wrong there, what to do."""
        at = place
        while at and at not in self.lines:
            at = at[:-1]
        raise UnusableInputError("数据质量规则", f"{self.name}:{self.lines.get(at, 1)}", reason, remedy)

    def known(self, place: Place, word: Any, words: Iterable[str], what: str) -> str:
        """The word where it is one of those known, else a fault which says what comes near."""
        offered = list(words)
        if not isinstance(word, str) or word not in offered:
            self._unknown(place, word, offered, what)
        return str(word)

    def _unknown(self, place: Place, word: Any, offered: list[str], what: str) -> NoReturn:
        near = get_close_matches(str(word), offered, 1)
        self.fault(place, f"没有这个{what}：{word}", f"是不是 {near[0]}？" if near else f"可用：{'、'.join(offered)}")

    def field(self, place: Place, dataset: Dataset, name: Any) -> str:
        """A field of the dataset."""
        return self.known(place, name, dataset.fields, f"{dataset.zh}的字段")

    def conditions(self, place: Place, dataset: Dataset, given: Any) -> Mapping[str, Wanted]:
        """`when`: field -> codes it may have, or `filled`, `empty`."""
        if not isinstance(given or {}, dict):
            self.fault(place, "when 应为字段与取值的对照", "例如 when: {penalty: [fixed]}")
        return MappingProxyType({self.field((*place, name), dataset, name): self._wanted((*place, name), dataset, name, wanted)
                                 for name, wanted in (given or {}).items()})  # fmt: skip

    def _wanted(self, place: Place, dataset: Dataset, name: str, wanted: Any) -> Wanted:
        if wanted in {FILLED, EMPTY} if isinstance(wanted, str) else False:
            return str(wanted)
        if not isinstance(wanted, list):
            self.fault(place, f"{name} 的条件应为取值列表、filled 或者 empty", "例如 penalty: [fixed]")
        codes = dataset.fields[name].codes or ({"true": (), "false": ()} if dataset.fields[name].type == "bool" else {})
        return tuple(self.known(place, code, codes, f"“{dataset.fields[name].zh}”的取值") for code in wanted)


def read(name: str, text: str) -> Declared:
    """Read a declaration; text that is no YAML is a fault on its line."""
    try:
        loader = yaml.SafeLoader(text)
        root = loader.get_single_node()
        value = loader.construct_document(root) if root is not None else None
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise UnusableInputError(
            "数据质量规则", f"{name}:{line}", f"无法解析（{error.problem}）", "检查缩进、冒号后的空格和引号"
        ) from error
    lines: dict[Place, int] = {}
    if root is not None:
        _mark(root, (), lines)
    return Declared(name, value, MappingProxyType(lines))


def read_own(name: str) -> Declared:
    """Read a declaration of this package."""
    return read(name, files("zhiheng.schema").joinpath(name).read_text(encoding="utf-8"))


def dataset_at(declared: Declared, place: Place, name: Any) -> Dataset:
    """The dataset of that name."""
    return DATASETS[declared.known(place, name, DATASETS, "数据集")]


def _mark(root: yaml.Node, place: Place, lines: dict[Place, int]) -> None:
    lines[place] = root.start_mark.line + 1
    if isinstance(root, yaml.MappingNode):
        for key, value in root.value:
            _mark(value, (*place, str(key.value)), lines)
    elif isinstance(root, yaml.SequenceNode):
        for number, value in enumerate(root.value):
            _mark(value, (*place, number), lines)
