"""Parts of a document of a pack: the values it needs, the lines of a letter, the cells of a form."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from zhiheng.catalog.errors import did_you_mean
from zhiheng.catalog.fields import Fields
from zhiheng.catalog.proofed import NOTHING, Proofed

PLACEHOLDER = re.compile(r"\{\{\s*([a-z][a-z0-9_]*(?:\.[a-z][a-z0-9_]*)?)\s*\}\}")
CLAUSE = re.compile(r"\[\[(.*?)\]\]")
"""A clause: `[[wording|other wording]]`, of which the first stands whose placeholders all have values."""
TYPES = ("text", "paragraphs", "list", "table", "date", "instant", "amount", "term", "tenths", "flag", "choice", "organ")
SHOWN: Mapping[str, tuple[str, ...]] = {"amount": ("digits", "capitals", "both"), "flag": ("words", "boxes"), "choice": ("title", "boxes")}
"""How a value of the type may be written; the first is meant where nothing is said."""
SERIAL = "serial"
"""In a repeated row `{{rows.serial}}` is the row's number."""
NUMBERED = ("on_issue", "at_once", "never")


@dataclass(frozen=True)
class Placeholder:
    """One value the text needs.

    columns   of a table: key → heading; `cells` says the type of each
    codes     of a choice: code → title
    absent    what is said where an optional value is not given
    style     how an amount, a flag or a choice is written (see SHOWN)
    nonzero   a clause it stands in is for a number of one or more: zero is as if it were not given
    """

    id: str
    title: str
    type: str = "text"
    optional: bool = False
    columns: Mapping[str, str] = field(default_factory=dict)
    cells: Mapping[str, Placeholder] = field(default_factory=dict)
    codes: Mapping[str, str] = field(default_factory=dict)
    absent: str = ""
    style: str = ""
    nonzero: bool = False


@dataclass(frozen=True)
class Line:
    """One line of the text: what it is (a kind, or `paragraph`) and its text with placeholders."""

    kind: str
    text: str

    @property
    def names(self) -> tuple[str, ...]:
        """Placeholders of the line, in order."""
        return names_in(self.text)

    @property
    def needed(self) -> tuple[str, ...]:
        """Placeholders that stand outside of clauses."""
        return names_in(CLAUSE.sub("", self.text))


@dataclass(frozen=True)
class Cell:
    """A cell of a form: `across` columns wide, `down` rows high, at least `lines` lines high; a label stands in the middle."""

    text: str
    across: int = 1
    down: int = 1
    lines: int = 1
    label: bool = False
    sign: str = ""

    @property
    def names(self) -> tuple[str, ...]:
        """Placeholders of the cell and of what is signed in it."""
        return names_in(self.text + self.sign)


@dataclass(frozen=True)
class Row:
    """A row of a form; with `each` one for every row of that table, at least `least` of them."""

    cells: tuple[Cell, ...]
    each: str = ""
    least: int = 0


@dataclass(frozen=True)
class Grid:
    """The table of a form-like paper: widths of its columns in parts, its rows."""

    widths: tuple[int, ...]
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class DocumentSpec:
    """A document's text and what must be filled in. `number_word` stands in the number: `川检纠违〔2026〕1号`.

    numbered   when its number is given: on issue, when drawn up, never
    grid       the table of a form; None for a letter
    wide       printed on a page lying on its side
    proofed    what proofing asks of it beside what it asks of every paper
    text       the whole file, so that a document kept under its digest can be drawn up again
    """

    id: str
    pack: str
    title: str
    number_word: str
    placeholders: Mapping[str, Placeholder]
    lines: tuple[Line, ...]
    source: tuple[str, ...]
    digest: str
    path: Path
    numbered: str = "at_once"
    grid: Grid | None = None
    wide: bool = False
    text: str = ""
    proofed: Proofed = NOTHING


BY_LAW = {
    "by_law": Placeholder("by_law", "所依据的条文", optional=True),
    "law_words": Placeholder("law_words", "条文的规定", type="paragraphs", optional=True),
}
"""Places that need no declaration: the articles of the paper's `source` as they stand on its day, named, and with their words."""


def names_in(text: str) -> tuple[str, ...]:
    """Placeholders of a text, in order."""
    return tuple(PLACEHOLDER.findall(text))


def clause_fault(text: str) -> str:
    """What is wrong with the clauses of a text; empty where nothing is."""
    rest = CLAUSE.sub("", text)
    if "[[" in rest or "]]" in rest:
        return "分句的 [[ 与 ]] 不成对"
    if any("[[" in clause for clause in CLAUSE.findall(text)):
        return "分句里不能再有分句"
    bare = next((clause for clause in CLAUSE.findall(text) if not names_in(clause)), None)
    return f"分句 [[{bare}]] 里没有占位" if bare is not None else ""


def read_placeholder(name: str, fields: Fields) -> Placeholder:
    """Read one entry of `placeholders`."""
    kind = fields.one_of("type", TYPES, default="text")
    cells = {key: _column(key, fields) for key in fields.mapping("columns")}
    read = Placeholder(
        name,
        fields.text("title"),
        type=kind,
        optional=fields.flag("optional"),
        columns={key: cell.title for key, cell in cells.items()},
        cells=cells,
        codes={str(code): str(title) for code, title in fields.mapping("codes").items()},
        absent=fields.text("absent", default=""),
        style=_text_shape(kind, fields),
        nonzero=fields.flag("nonzero"),
    )
    _check(read, fields)
    fields.only()
    return read


def _column(key: str, fields: Fields) -> Placeholder:
    """A column is its heading alone, or a mapping as a placeholder's."""
    value = fields.mapping("columns")[key]
    if not isinstance(value, dict):
        return Placeholder(key, str(value), optional=True)
    inner = Fields(fields.document, fields.faults, f"{fields.thing} 列 {key}", (*fields.at, "columns", key))
    kind = inner.one_of("type", tuple(word for word in TYPES if word not in {"table", "list"}), default="text")
    codes = {str(code): str(title) for code, title in inner.mapping("codes").items()}
    absent, style = inner.text("absent", default=""), _text_shape(kind, inner)
    read = Placeholder(key, inner.text("title"), type=kind, optional=True, codes=codes, absent=absent, style=style)
    _check(read, inner)
    inner.only()
    return read


def _text_shape(kind: str, fields: Fields) -> str:
    ways = SHOWN.get(kind, ())
    if "shown" in fields and not ways:
        fields.fault("shown", f"{kind} 没有别的写法", f"删去；可写 shown 的是：{'、'.join(SHOWN)}。")
    return fields.one_of("shown", ways, default=ways[0]) if ways else fields.text("shown", default="") and ""


def _check(read: Placeholder, fields: Fields) -> None:
    if (read.type == "table") != bool(read.columns):
        fields.fault(None, "表格占位须写明列，其他占位不写列", "写 columns: {键: 表头}。")
    if read.type == "flag" and read.codes:
        if set(read.codes) != {"true", "false"}:
            fields.fault("codes", "是否占位的写法须分别写明是和否", 'codes: {"true": 是时怎么写, "false": 否时怎么写}。')
    elif (read.type == "choice") != bool(read.codes):
        fields.fault(None, "选项占位须写明选项，其他占位不写选项", "写 codes: {代码: 名称}。")
    if read.absent and not read.optional:
        fields.fault("absent", "必填的占位没有“未填时怎么写”", "写 optional: true，或删去 absent。")


def refuse_name(fields: Fields, key: str, name: str, known: Mapping[str, Placeholder]) -> None:
    """Note that a placeholder is not declared."""
    fields.fault(key, f"占位 {name} 没有声明", did_you_mean(name, known))
