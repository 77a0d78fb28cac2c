"""A document of a pack: one text with placeholders, from which the dossier makes PDF and Word alike.

The file is front matter and a text of lines. A line's first word says what it is; other lines are paragraphs:

    head      the issuing organ, centred          title     the document's name, centred
    number    the document's number               addressee whom it is for, with a colon
    heading   a heading within the text           list      one numbered item for each entry of a list
    table     rows of a list, columns declared    sign, date  the signature, right-aligned
    note      small print at the end

A placeholder is `{{name}}`. A paragraph whose optional placeholders are all empty is left out.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from zhiheng.catalog import digest, yaml_strict
from zhiheng.catalog.errors import Faults, did_you_mean
from zhiheng.catalog.fields import Fields

KINDS = ("head", "title", "number", "addressee", "heading", "list", "table", "sign", "date", "note")
PLACEHOLDER = re.compile(r"\{\{\s*([a-z][a-z0-9_]*)\s*\}\}")
TYPES = ("text", "paragraphs", "list", "table")


@dataclass(frozen=True)
class Placeholder:
    """One value the text needs; `columns` (key → heading) for tables."""

    id: str
    title: str
    type: str = "text"
    optional: bool = False
    columns: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Line:
    """One line of the text: what it is (a kind, or `paragraph`) and its text with placeholders."""

    kind: str
    text: str

    @property
    def names(self) -> tuple[str, ...]:
        """Placeholders of the line, in order."""
        return tuple(PLACEHOLDER.findall(self.text))


@dataclass(frozen=True)
class DocumentSpec:
    """A document's text and what must be filled in. `number_word` stands in the number: `川检纠违〔2026〕1号`."""

    id: str
    pack: str
    title: str
    number_word: str
    placeholders: Mapping[str, Placeholder]
    lines: tuple[Line, ...]
    source: tuple[str, ...]
    digest: str
    path: Path


def read(path: Path, pack: str, faults: Faults) -> DocumentSpec | None:
    """Read a document file (`*.md`); None when it has no front matter. Faults are added, not raised."""
    text = yaml_strict.read_text(path, faults)
    front, body, first = _split(text)
    if not front:
        faults.add(path, 1, "文书", "没有文件头", "文件以 --- 开头，写 document、title、placeholders，再以 --- 结束。")
        return None
    document = yaml_strict.load(front, path=path, faults=faults, first_line=2)
    if not isinstance(document.value, dict):
        faults.add(path, 2, "文书", "文件头应是“名称: 值”的映射", "写成每行一个 名称: 值。")
        return None
    top = Fields(document, faults, f"文书 {path.stem}")
    spec = DocumentSpec(
        id=top.text("document"),
        pack=pack,
        title=top.text("title"),
        number_word=top.text("number_word"),
        placeholders={name: _placeholder(name, inner) for name, inner in top.named("placeholders", f"文书 {path.stem} 占位").items()},
        lines=tuple(_line(line) for line in body if line.strip()),
        source=top.texts("source"),
        digest=digest.of_text(text),
        path=path,
    )
    top.only()
    _check_names(spec, body, first, faults)
    return spec


def _split(text: str) -> tuple[str, list[str], int]:
    """Front matter, lines of the body, and the line on which the body begins."""
    lines = digest.canonical_text(text).split("\n")
    if lines[0] != "---" or "---" not in lines[1:]:
        return "", [], 1
    end = lines.index("---", 1)
    return "\n".join(lines[1:end]), lines[end + 1 :], end + 2


def _placeholder(name: str, fields: Fields) -> Placeholder:
    read = Placeholder(
        name,
        fields.text("title"),
        type=fields.one_of("type", TYPES, default="text"),
        optional=fields.flag("optional"),
        columns={key: str(value) for key, value in fields.mapping("columns").items()},
    )
    if (read.type == "table") != bool(read.columns):
        fields.fault(None, "表格占位须写明列，其他占位不写列", "写 columns: {键: 表头}。")
    fields.only()
    return read


def _line(text: str) -> Line:
    word, _, rest = text.strip().partition(" ")
    return Line(word, rest.strip()) if word in KINDS else Line("paragraph", text.strip())


def _check_names(spec: DocumentSpec, body: list[str], first: int, faults: Faults) -> None:
    used: set[str] = set()
    for offset, text in enumerate(body):
        for name in PLACEHOLDER.findall(text):
            used.add(name)
            if name not in spec.placeholders:
                faults.add(spec.path, first + offset, f"文书 {spec.id}", f"占位 {name} 没有声明", did_you_mean(name, spec.placeholders))
    for name in spec.placeholders:
        if name not in used:
            faults.add(spec.path, 1, f"文书 {spec.id}", f"占位 {name} 声明了但没有使用", "在正文中使用，或删去声明。")
