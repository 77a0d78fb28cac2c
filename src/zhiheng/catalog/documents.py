"""A document of a pack: one text with placeholders, from which the dossier makes PDF and Word alike.

A letter is `documents/<id>.md`: front matter and a text of lines. A line's first word says what it is; other lines are paragraphs:

    head       the issuing organ, centred          title     the document's name, centred
    number     the document's number               addressee whom it is for, with a colon
    heading    a heading of the first level        subheading one of the second level
    list       one numbered item for each entry    table     rows of a list, columns declared
    entry      a line from the margin (时间：…)      record    questions and answers of a table with columns question, answer
    annexes    where the list of annexes stands    annexed   the title of an annex: what follows is on a page of its own
    sign, date the signature, right-aligned        copies    抄送, at the foot of the last page
    note       small print

A form is `documents/<id>.yaml` (see `document_forms`). A placeholder is `{{name}}`. A paragraph whose optional placeholders are all
empty is left out; an optional one beside others says what is written where it is empty (`absent`), or stands in a clause:
`刑期[[自{{from}}起至{{to}}止|以判决书所载为准]]`. A heading with nothing under it is left out, and those that follow are numbered anew.
"""

from __future__ import annotations

from pathlib import Path

from zhiheng.catalog import digest, yaml_strict
from zhiheng.catalog.document_forms import read_grid, read_lines
from zhiheng.catalog.document_parts import (
    BY_LAW,
    NUMBERED,
    PLACEHOLDER,
    Cell,
    DocumentSpec,
    Grid,
    Line,
    Placeholder,
    Row,
    clause_fault,
    names_in,
    read_placeholder,
)
from zhiheng.catalog.errors import Faults, did_you_mean
from zhiheng.catalog.fields import Fields
from zhiheng.catalog.proofed import read_proofed

__all__ = ["KINDS", "PLACEHOLDER", "Cell", "DocumentSpec", "Grid", "Line", "Placeholder", "Row", "of_text", "read"]
KINDS = (
    *("head", "title", "number", "addressee", "heading", "subheading", "list", "table", "entry", "record"),
    *("annexes", "annexed", "sign", "date", "copies", "note"),
)
GIVEN = frozenset({"organ", "number", "signed_on", *BY_LAW})
"""Placeholders that the dossier fills in by itself."""


def read(path: Path, pack: str, faults: Faults) -> DocumentSpec | None:
    """Read a document file (`*.md` or `*.yaml`); None when it has no front matter. Faults are added, not raised."""
    return of_text(yaml_strict.read_text(path, faults), path, pack, faults)


def of_text(text: str, path: Path, pack: str, faults: Faults) -> DocumentSpec | None:
    """Read a document from the text of its file; the ending of `path` says whether it is a letter or a form."""
    return _form(text, path, pack, faults) if path.suffix in {".yaml", ".yml"} else _letter(text, path, pack, faults)


def _letter(text: str, path: Path, pack: str, faults: Faults) -> DocumentSpec | None:
    front, body, first = _split(text)
    if not front:
        faults.add(path, 1, "文书", "没有文件头", "文件以 --- 开头，写 document、title、placeholders，再以 --- 结束。")
        return None
    document = yaml_strict.load(front, path=path, faults=faults, first_line=2)
    if not isinstance(document.value, dict):
        faults.add(path, 2, "文书", "文件头应是“名称: 值”的映射", "写成每行一个 名称: 值。")
        return None
    top = Fields(document, faults, f"文书 {path.stem}")
    lines = tuple(_line(line) for line in body if line.strip())
    places = _placeholders(top, path)
    implied = {name: place for name, place in BY_LAW.items() if name not in places and any(name in line.names for line in lines)}
    spec = _spec(top, text, path, pack, {**places, **implied}, lines)
    top.only()
    _check_names(spec, body, first, faults)
    _check_annexes(spec, faults)
    return spec


def _form(text: str, path: Path, pack: str, faults: Faults) -> DocumentSpec | None:
    document = yaml_strict.load(text, path=path, faults=faults)
    if not isinstance(document.value, dict):
        faults.add(path, 1, "文书", "应是“名称: 值”的映射", "写 document、title、placeholders、columns、rows。")
        return None
    top = Fields(document, faults, f"文书 {path.stem}")
    places = _placeholders(top, path)
    grid = read_grid(top, places)
    lines = (Line("title", top.text("title")), *read_lines(top, places))
    spec = _spec(top, text, path, pack, places, lines, grid)
    top.only()
    used = {name.partition(".")[0] for line in lines for name in line.names}
    used |= {row.each for row in grid.rows} | {name.partition(".")[0] for row in grid.rows for cell in row.cells for name in cell.names}
    _check_used(spec, used, faults)
    return spec


def _spec(
    top: Fields, text: str, path: Path, pack: str, places: dict[str, Placeholder], lines: tuple[Line, ...], grid: Grid | None = None
) -> DocumentSpec:
    """The parts that letters and forms have in common; a form has no number unless it says when."""
    word = top.text("number_word", default="") if grid else top.text("number_word")
    numbered = top.one_of("numbered", NUMBERED, default="at_once" if word else "never")
    if numbered != "never" and not word:
        top.fault("number_word", "要编号而没有代字", "写 number_word，或 numbered: never。")
    return DocumentSpec(
        id=top.text("document"),
        pack=pack,
        title=top.text("title"),
        number_word=word,
        placeholders=places,
        lines=lines,
        source=top.texts("source"),
        digest=digest.of_text(text),
        path=path,
        numbered=numbered,
        grid=grid,
        wide=top.flag("wide"),
        text=text,
        proofed=read_proofed(top),
    )


def _placeholders(top: Fields, path: Path) -> dict[str, Placeholder]:
    return {name: read_placeholder(name, inner) for name, inner in top.named("placeholders", f"文书 {path.stem} 占位").items()}


def _split(text: str) -> tuple[str, list[str], int]:
    """Front matter, lines of the body, and the line on which the body begins."""
    lines = digest.canonical_text(text).split("\n")
    if lines[0] != "---" or "---" not in lines[1:]:
        return "", [], 1
    end = lines.index("---", 1)
    return "\n".join(lines[1:end]), lines[end + 1 :], end + 2


def _line(text: str) -> Line:
    word, _, rest = text.strip().partition(" ")
    return Line(word, rest.strip()) if word in KINDS else Line("paragraph", text.strip())


def _check_names(spec: DocumentSpec, body: list[str], first: int, faults: Faults) -> None:
    used: set[str] = set()
    for offset, text in enumerate(body):
        names = names_in(text)
        for name in names:
            used.add(name)
            if name not in spec.placeholders:
                faults.add(spec.path, first + offset, f"文书 {spec.id}", f"占位 {name} 没有声明", did_you_mean(name, spec.placeholders))
        wrong = clause_fault(text)
        if wrong:
            faults.add(
                spec.path,
                first + offset,
                f"文书 {spec.id}",
                wrong,
                "写成 [[自{{起日}}起至{{止日}}止|另一种说法]]，其中的占位都有值时才写。",
            )
        if len(set(names)) > 1:
            _check_absent(spec, Line("", text).needed, first + offset, faults)
    _check_used(spec, used, faults)


def _check_absent(spec: DocumentSpec, names: tuple[str, ...], line: int, faults: Faults) -> None:
    """A sentence of several values has no holes: optional ones say what is written in their place."""
    places = [spec.placeholders[name] for name in names if name in spec.placeholders]
    for place in places:
        if place.optional and not place.absent:
            remedy = f"给 {place.id} 写 absent: 未记载（或别的说法），或放进分句 [[…]]，或让它单独成段。"
            faults.add(spec.path, line, f"文书 {spec.id}", f"占位 {place.id} 可空，与其他占位同在一句，空时句子会缺一块", remedy)


def _check_used(spec: DocumentSpec, used: set[str], faults: Faults) -> None:
    for name in spec.placeholders:
        if name not in used:
            faults.add(spec.path, 1, f"文书 {spec.id}", f"占位 {name} 声明了但没有使用", "在正文中使用，或删去声明。")


def _check_annexes(spec: DocumentSpec, faults: Faults) -> None:
    kinds = [line.kind for line in spec.lines]
    if "annexed" in kinds and "annexes" not in kinds:
        faults.add(spec.path, 1, f"文书 {spec.id}", "有附件而正文没有附件说明", "在落款（sign）之前写一行 annexes。")
    if "annexes" in kinds and "sign" in kinds and kinds.index("annexes") > kinds.index("sign"):
        faults.add(spec.path, 1, f"文书 {spec.id}", "附件说明在落款之后", "把 annexes 写在 sign 之前。")
