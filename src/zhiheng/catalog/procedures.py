"""Reads a procedure's files: each fault with its line, all of them in one reading."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from zhiheng.catalog import anywhere, declared, digest, earlier_words, item_bounds, tracks, yaml_strict
from zhiheng.catalog.case_tables import DocumentsTable
from zhiheng.catalog.errors import Faults, did_you_mean
from zhiheng.catalog.field_shapes import FieldShape, FormShape
from zhiheng.catalog.procedure_parts import Number, Opens, ProcedureShape, Role, Step, Tells
from zhiheng.catalog.procedure_times import Power
from zhiheng.catalog.yaml_strict import Document, Place

Fields = tuple[FieldShape, ...]
CONTENT_FORM = 2


@dataclass(frozen=True)
class ProcedureSpec:
    """A whole procedure: its shape, the forms its steps ask, and the content that a case pins by `digest`.

    content  the files as read (`procedure`, `forms`, `codes`), which a case pins by `digest`
    bounds   least and most of each item of the catalogues that its blocks compare with
    lines    place in `content["procedure"]` → line of the file
    shares   packs whose tracks it takes in: their papers may be drawn in it too
    """

    shape: ProcedureShape
    pack: str
    digest: str
    path: Path = field(compare=False)
    forms: Mapping[str, Fields] = field(default_factory=dict)
    content: Mapping[str, Any] = field(default_factory=dict, repr=False, compare=False)
    lines: Mapping[Place, int] = field(default_factory=dict, repr=False, compare=False)
    shares: tuple[str, ...] = ()
    bounds: Mapping[str, item_bounds.Bounds] = field(default_factory=dict, compare=False)

    @property
    def id(self) -> str:
        """The procedure's name."""
        return self.shape.procedure

    @property
    def title(self) -> str:
        """What people call it."""
        return self.shape.title

    @property
    def source(self) -> tuple[str, ...]:
        """The articles it rests on."""
        return self.shape.source

    @property
    def about(self) -> str:
        """What a case is about: person, organ, item, none."""
        return self.shape.about

    @property
    def start(self) -> tuple[str, ...]:
        """The steps that open with the case."""
        return self.shape.start

    @property
    def roles(self) -> Mapping[str, Role]:
        """Roles by name."""
        return self.shape.roles

    @cached_property
    def steps(self) -> Mapping[str, Step]:
        """Steps by name, in the order of the file."""
        return {step.id: step for step in self.shape.steps}

    @cached_property
    def order(self) -> Mapping[str, int]:
        """Place of each step in the order of the file."""
        return {name: place for place, name in enumerate(self.steps)}

    @property
    def opens(self) -> Opens:
        """How a case begins."""
        return self.shape.opens or Opens()

    @property
    def number(self) -> Number | None:
        """How its cases are numbered, if they are."""
        return self.shape.number

    @property
    def listed(self) -> tuple[str, ...]:
        """Values that become columns of lists."""
        return self.shape.listed

    @property
    def withdraw(self) -> Power | None:
        """Who may withdraw a case."""
        return self.shape.withdraw

    @property
    def reopen(self) -> Power | None:
        """Who may open an ended case again."""
        return self.shape.reopen

    @property
    def hand_over(self) -> tuple[str, ...]:
        """Roles that may be given to another organ."""
        return self.shape.hand_over

    @property
    def tells(self) -> Tells:
        """What the person concerned and the public are shown."""
        return self.shape.tells

    @property
    def opener(self) -> str:
        """The role that opens a case: the one named, else that of the first step."""
        return self.opens.by or self.steps[self.start[0]].by

    @property
    def open_right(self) -> str:
        """The right an officer needs to open a case: the one named, else that of the first step."""
        return self.shape.opens.right if self.shape.opens else self.right_of(self.steps[self.start[0]])

    def right_of(self, step: Step) -> str:
        """The right an officer needs to do the step."""
        return step.right or self.roles[step.by].right

    def seat_of(self, role: str) -> str:
        """The role whose organ acts when `role` acts."""
        part = self.roles[role]
        return self.seat_of(part.of) if part.of and part.of in self.roles and part.of != role else role

    def form_of(self, step: Step) -> Fields:
        """Fields asked for when the step is done."""
        return self.forms.get(step.form, ())

    @cached_property
    def opening_fields(self) -> Fields:
        """Fields asked for when a case is opened."""
        return self.forms.get(self.opens.form, ())

    @cached_property
    def fields(self) -> Mapping[str, FieldShape]:
        """Every field of every form by name (the last of a name)."""
        return {item.id: item for form in self.forms.values() for item in form}

    @property
    def documents_table(self) -> DocumentsTable | None:
        """What its cases are in the platform's table of documents, if they are any."""
        return self.shape.tables.documents

    def line_of(self, place: Place) -> int:
        """Line of the file on which a place of the procedure stands."""
        return Document(None, self.path, self.lines).line_of(place)


def read(path: Path, pack: str, faults: Faults) -> ProcedureSpec | None:
    """Read a procedure and the forms and codes of its pack; None when it is faulty. Faults are added, not raised."""
    root = root_of(path)
    shared = tracks.read_all(root.parent, faults)
    written = yaml_strict.load_file(path, faults)
    shares = tuple(dict.fromkeys(shared[name].path.parent.parent.name for name in tracks.used_by(written) if name in shared))
    places = [*(root.parent / name for name in shares if name != pack), root]
    forms = {file.stem: yaml_strict.load_file(file, faults) for place in places for file in sorted((place / "forms").glob("*.yaml"))}
    codes = {name: codes for place in places for name, codes in read_codes(place, faults).items()}
    whole = anywhere.expand(tracks.expand(written, shared, faults), faults)
    return from_documents(whole, forms, pack, faults, codes=codes, shares=shares, places=places)


def root_of(path: Path) -> Path:
    """Give the folder of the pack in which a procedure lies."""
    return path.parent.parent if path.parent.name == "procedures" else path.parent


def read_codes(root: Path, faults: Faults) -> Mapping[str, Mapping[str, str]]:
    """Read the lists of codes that several forms of a pack share (`codes.yaml`), none where there is no such file."""
    path = root / "codes.yaml"
    if not path.is_file():
        return {}
    document = yaml_strict.load_file(path, faults)
    if not isinstance(document.value, dict):
        faults.add(path, 1, "代码表", "应是“名单: {代码: 名称}”的映射", "写成 名单: {代码: 名称}。")
        return {}
    for name, codes in document.value.items():
        if not isinstance(codes, dict):
            faults.add(path, document.line_of((name,)), f"代码表 {name}", "应是“代码: 名称”的映射", "写成 {代码: 名称}。")
    return {name: {str(code): str(zh) for code, zh in codes.items()} for name, codes in document.value.items() if isinstance(codes, dict)}


def from_content(content: Mapping[str, Any], pack: str) -> ProcedureSpec:
    """Rebuild a procedure from the content a case has pinned (already read once without fault)."""
    faults = Faults()
    path = Path(pack) / "procedure.yaml"
    pinned = content["procedure"]
    procedure = earlier_words.rewritten(pinned) if content.get("form") == CONTENT_FORM else _of_older_form(pinned)
    forms = {name: Document(value, path, {}) for name, value in content["forms"].items()}
    lists, shares = content.get("codes") or {}, tuple(content.get("shares") or ())
    spec = from_documents(
        Document(procedure, path, {}), forms, pack, faults, codes=lists, shares=shares, bounds=content.get("bounds") or {}
    )
    faults.raise_any()
    if spec is None:
        raise TypeError("a pinned procedure is a mapping")
    return spec if procedure is pinned else ProcedureSpec(spec.shape, pack, digest.of_value(content), path, spec.forms, content)


def _of_older_form(procedure: Mapping[str, Any]) -> dict[str, Any]:
    """A procedure pinned before its words were executed: names of rules, papers and free conditions had no effect and are left out."""
    steps = []
    for step in procedure["steps"]:
        kept = {key: value for key, value in step.items() if key not in {"assess", "documents"}}
        if isinstance(kept.get("extend"), dict):
            kept["extend"] = {key: value for key, value in kept["extend"].items() if key != "when"}
        steps.append(kept)
    return {**procedure, "steps": steps}


def from_documents(
    document: Document,
    forms: Mapping[str, Document],
    pack: str,
    faults: Faults,
    *,
    codes: Mapping[str, Mapping[str, str]] | None = None,
    shares: tuple[str, ...] = (),
    places: Iterable[Path] = (),
    bounds: Mapping[str, Mapping[str, Iterable[str]]] | None = None,
) -> ProcedureSpec | None:
    """Build the procedure out of read documents.

    shares   packs whose tracks it takes in
    places   folders in which the catalogues lie whose figures its blocks compare with; or those figures, as a case has pinned them
    """
    shape = declared.read(ProcedureShape, document, faults, "业务流程")
    if shape is None:
        return None
    lists = codes or {}
    used = [
        name for name in dict.fromkeys([shape.opens.form if shape.opens else "", *(step.form for step in shape.steps)]) if name in forms
    ]
    known = {name: read_form(name, forms[name], faults, lists) for name in used}
    named = sorted({item.codes for fields in known.values() for item in _deep(fields) if isinstance(item.codes, str)} & set(lists))
    figures = bounds or item_bounds.read(places, item_bounds.named_in(shape, (item for fields in known.values() for item in fields)))
    content = {
        "form": CONTENT_FORM,
        "procedure": document.value,
        "forms": {name: forms[name].value for name in used},
        "codes": {name: dict(lists[name]) for name in named},
        **({"shares": list(shares)} if shares else {}),
        **({"bounds": {name: {no: list(pair) for no, pair in of.items()} for name, of in figures.items()}} if figures else {}),
    }
    resolved = {name: tuple(_with_codes(item, lists) for item in fields) for name, fields in known.items()}
    return ProcedureSpec(shape, pack, digest.of_value(content), document.path, resolved, content, document.lines, shares, _paired(figures))


def _paired(figures: Mapping[str, Mapping[str, Iterable[str]]]) -> Mapping[str, item_bounds.Bounds]:
    return {name: {number: (least, most) for number, (least, most) in of.items()} for name, of in figures.items()}


def read_form(name: str, document: Document, faults: Faults, codes: Mapping[str, Mapping[str, str]]) -> Fields:
    """Read one form; lists of codes named in it must be known."""
    shape = declared.read(FormShape, document, faults, f"表单 {name}")
    for index, item in enumerate(shape.fields if shape else ()):
        for inner in _deep((item,)):
            if isinstance(inner.codes, str) and inner.codes not in codes:
                place = ("fields", index, "codes")
                faults.add(
                    document.path,
                    document.line_of(place),
                    f"表单 {name} 字段 {inner.id} codes",
                    f"没有名单 {inner.codes}",
                    did_you_mean(inner.codes, codes),
                )
    return shape.fields if shape else ()


def _deep(fields: Fields) -> Fields:
    return tuple(inner for item in fields for inner in (item, *_deep(item.rows)))


def _with_codes(item: FieldShape, lists: Mapping[str, Mapping[str, str]]) -> FieldShape:
    codes = lists.get(item.codes, {}) if isinstance(item.codes, str) else item.codes
    return item.model_copy(update={"codes": codes, "rows": tuple(_with_codes(inner, lists) for inner in item.rows)})
