"""A numbered catalogue (`items/<id>.csv`): what must be known, done or held, each with its article and what covers it."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from zhiheng.catalog import digest
from zhiheng.catalog.errors import Faults, did_you_mean
from zhiheng.catalog.yaml_strict import read_text
from zhiheng.law import citations
from zhiheng.law.errors import Refused

COVERS: Mapping[str, str] = {
    "model": "模型", "step": "流程节点", "document": "文书", "register": "台账", "duty": "职责", "sheet": "评定", "indicator": "指标",
}  # fmt: skip
"""Kinds of things that cover an item: a column of this name holds their ids, several with spaces or `;` between."""
OWN = ("id", "title", "article", "mark", "group", "note", "norm", "since", "until")
_WORD = re.compile("[a-z]{2}")
MARKS = frozenset({"", "T", "L", "S", "U", "X", "P"})


@dataclass(frozen=True)
class Item:
    """One item. covers: kind → ids of what covers it; more: further columns by heading."""

    id: str
    title: str
    article: str
    mark: str
    group: str
    note: str
    covers: Mapping[str, tuple[str, ...]]
    more: Mapping[str, str]
    line: int

    @property
    def named(self) -> str:
        """Its title after the number it bears in its list; an id that is a word (`law-01`) is no number and stays inside."""
        return self.title if _WORD.search(self.id) else f"{self.id} {self.title}"


@dataclass(frozen=True)
class ItemsSpec:
    """A catalogue. `title` stands in a first line `# title`, else it is the file's name."""

    id: str
    pack: str
    title: str
    items: tuple[Item, ...]
    path: Path
    digest: str

    @property
    def by_id(self) -> Mapping[str, Item]:
        """Items by number."""
        return {item.id: item for item in self.items}

    @property
    def groups(self) -> tuple[str, ...]:
        """Groups in the order of the file."""
        return tuple(dict.fromkeys(item.group for item in self.items))


def read(path: Path, pack: str, faults: Faults) -> ItemsSpec | None:
    """Read a catalogue; a line that is no item is a fault, never left out quietly."""
    text = read_text(path, faults).removeprefix("\ufeff")
    thing = f"目录 {path.stem}"
    title, skipped, body = _titled(text, path.stem)
    rows = csv.DictReader(io.StringIO(body), restkey="_more")
    headings = list(rows.fieldnames or [])
    for needed in ("id", "title"):
        if needed not in headings:
            faults.add(path, 1 + skipped, thing, f"表头没有 {needed}", "首行写 id,title,article,mark,group,…。")
            return None
    items = tuple(_item(row, rows.line_num + skipped, headings, path, faults) for row in rows)
    _check(items, path, thing, faults)
    return ItemsSpec(path.stem, pack, title, items, path, digest.of_text(text))


def _titled(text: str, name: str) -> tuple[str, int, str]:
    first, _, rest = text.partition("\n")
    return (first[1:].strip(), 1, rest) if first.startswith("#") else (name, 0, text)


def _item(row: Mapping[str, str | None], line: int, headings: list[str], path: Path, faults: Faults) -> Item:
    if "_more" in row or any(value is None for value in row.values()):
        faults.add(path, line, f"目录 {path.stem} {row.get('id')}", "列数与表头不同", "核对逗号；含逗号的文字写在英文引号里。")
    cells = {name: (row.get(name) or "").strip() for name in headings}
    return Item(
        cells["id"], cells["title"], cells.get("article", ""), cells.get("mark", ""), cells.get("group", ""), cells.get("note", ""),
        {kind: tuple(cells[kind].replace(";", " ").split()) for kind in COVERS if cells.get(kind)},
        {name: cells[name] for name in headings if name not in OWN and name not in COVERS},
        line,
    )  # fmt: skip


def _check(items: tuple[Item, ...], path: Path, thing: str, faults: Faults) -> None:
    seen: dict[str, int] = {}
    if not items:
        faults.add(path, 1, thing, "没有事项", "每行写一项。")
    for item in items:
        if not item.id or not item.title:
            faults.add(path, item.line, f"{thing} {item.id}", "没有编号或名称", "补上 id 和 title。")
        if item.id in seen:
            faults.add(path, item.line, f"{thing} {item.id}", f"与第 {seen[item.id]} 行编号相同", "改编号，或删去一行。")
        seen[item.id] = item.line
        if item.mark not in MARKS:
            faults.add(path, item.line, f"{thing} {item.id}", f"没有标记 {item.mark}", did_you_mean(item.mark, sorted(MARKS - {""})))
        for citation in filter(None, (part.strip() for part in item.article.split(";"))):
            try:
                citations.parse(citation)
            except Refused as refused:
                faults.add(path, item.line, f"{thing} {item.id} article", refused.message, f"{refused.remedy}。")
