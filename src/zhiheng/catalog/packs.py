"""The packs: one directory a business domain, text only; loaded whole, with every fault of every file shown together."""

from __future__ import annotations

import gc
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Protocol, TypeVar

from zhiheng.catalog import (
    catalogues,
    centre,
    cross_checks,
    digest,
    documents,
    duties,
    facts,
    indicators,
    items,
    models,
    procedures,
    registers,
    reports,
    sheets,
    soundness,
    stories,
)
from zhiheng.catalog.catalogues import CatalogueSpec
from zhiheng.catalog.centre import CentreLine
from zhiheng.catalog.documents import DocumentSpec
from zhiheng.catalog.duties import DutySpec
from zhiheng.catalog.errors import Faults, did_you_mean
from zhiheng.catalog.facts import FactsSpec
from zhiheng.catalog.fields import Fields
from zhiheng.catalog.indicators import IndicatorSpec
from zhiheng.catalog.items import ItemsSpec
from zhiheng.catalog.models import ModelSpec
from zhiheng.catalog.procedures import ProcedureSpec
from zhiheng.catalog.registers import RegisterSpec
from zhiheng.catalog.reports import ReportSpec
from zhiheng.catalog.sheets import SheetSpec
from zhiheng.catalog.soundness import Known
from zhiheng.catalog.stories import Stories
from zhiheng.catalog.yaml_strict import load as load_yaml
from zhiheng.catalog.yaml_strict import read_text
from zhiheng.law import limits
from zhiheng.law.check import rules
from zhiheng.schema import DATASETS
from zhiheng.schema.errors import UnusableInputError

WORK_RIGHTS = frozenset(
    {
        "case.read", "case.open", "case.handle", "case.review", "case.decide",
        "document.read", "document.draft", "document.approve", "document.serve", "document.reply", "document.close",
    }
)  # fmt: skip
"""Rights a procedure may ask for (a test holds them to those of the registry); those of papers are the older ones."""


@dataclass(frozen=True)
class PackSpec:
    """A pack's own card, `pack.yaml`: `pack` (the directory's name), `title`, `purpose`, `source`; `menu` is where pages show it.

    liberty   its models and procedures in which somebody may be held too long: their work comes first in every queue
    centre    what it puts on the screen of the command centre
    """

    id: str
    title: str
    purpose: str
    source: tuple[str, ...]
    path: Path
    digest: str
    menu: str = ""
    worked_by: tuple[str, ...] = ()
    liberty: tuple[str, ...] = ()
    centre: tuple[CentreLine, ...] = ()


@dataclass(frozen=True)
class Catalog:
    """Everything the packs say. `procedures` by id, `documents` by (pack, id), `catalogues` of dossiers by the procedure's id."""

    packs: Mapping[str, PackSpec]
    models: Mapping[str, ModelSpec]
    indicators: Mapping[str, IndicatorSpec]
    procedures: Mapping[str, ProcedureSpec] = field(default_factory=dict)
    documents: Mapping[tuple[str, str], DocumentSpec] = field(default_factory=dict)
    registers: Mapping[str, RegisterSpec] = field(default_factory=dict)
    items: Mapping[str, ItemsSpec] = field(default_factory=dict)
    sheets: Mapping[str, SheetSpec] = field(default_factory=dict)
    duties: Mapping[str, DutySpec] = field(default_factory=dict)
    facts: Mapping[tuple[str, str], FactsSpec] = field(default_factory=dict)
    reports: Mapping[str, ReportSpec] = field(default_factory=dict)
    catalogues: Mapping[str, CatalogueSpec] = field(default_factory=dict)

    @cached_property
    def stories(self) -> tuple[Stories, ...]:
        """Stories of every pack, read when somebody asks: whoever does daily work never does."""
        faults = Faults()
        found = tuple(stories.of_packs(self.packs.values(), self.procedures, faults))
        faults.raise_any()
        return found

    @cached_property
    def liberty(self) -> frozenset[str]:
        """Models and procedures in which somebody's liberty is at stake, by what the packs say."""
        return frozenset(name for card in self.packs.values() for name in card.liberty)

    def document_for(self, spec: ProcedureSpec, name: str) -> DocumentSpec | None:
        """A paper that a procedure draws: of its own pack, else of one whose track it takes in."""
        return next((self.documents[pack, name] for pack in (spec.pack, *spec.shares) if (pack, name) in self.documents), None)

    def model(self, name: str) -> ModelSpec:
        """Give a model by its id; an unknown one says which was probably meant."""
        if name not in self.models:
            raise UnusableInputError(f"模型 {name}", "", "没有这个模型", did_you_mean(name, self.models))
        return self.models[name]


def load(root: Path, *, with_stories: bool = True) -> Catalog:
    """Load all packs under a directory; their stories are looked at too, unless that is left to whoever asks for them.

    raises   `catalog.errors.PackError` with all faults; `UnusableInputError` when the directory is not there
    """
    if not root.is_dir():
        raise UnusableInputError("业务包", str(root), "没有这个文件夹", "指定含有业务包的文件夹。")
    faults = Faults()
    cards = [_card(directory, faults) for directory in _directories(root)]
    found = Catalog(
        packs={card.id: card for card in cards},
        models=_by_id((models.read(path, card.id, faults) for card, path in _files(cards, "models")), "模型", faults),
        indicators=_by_id((indicators.read(path, card.id, faults) for card, path in _files(cards, "indicators")), "指标", faults),
        procedures=_by_id(_procedures(cards, faults), "业务流程", faults),
        documents=_documents(cards, faults),
        registers=_by_id(_read(cards, "registers/*.yaml", registers.read, faults), "台账", faults),
        items=_by_id(_read(cards, "items/*.csv", items.read, faults), "目录", faults),
        sheets=_by_id(_read(cards, "sheets/*.yaml", sheets.read, faults), "评定", faults),
        duties=_by_id(_read(cards, "duties/*.yaml", duties.read, faults), "职责", faults),
        facts={(spec.pack, spec.id): spec for spec in _read(cards, "facts/*.sql", facts.read, faults)},
        reports=_by_id(_read(cards, "reports/*.md", reports.read, faults), "报告", faults),
        catalogues=_by_id(_read(cards, "catalogues/*.csv", catalogues.read, faults), "卷宗目录", faults),
    )
    if with_stories:
        deque(stories.of_packs(cards, found.procedures, faults), maxlen=0)
    for spec in found.catalogues.values():
        catalogues.check_documents(spec, {name for pack, name in found.documents if pack == spec.pack}, faults)
    cross_checks.check(found, faults)
    _check_liberty(found, faults)
    centre.check(found, faults)
    if not faults:
        check_procedures(found, faults)
    faults.raise_any()
    return found


@lru_cache(maxsize=8)
def loaded(root: Path) -> Catalog:
    """Give the packs under a directory, read once a process, without looking for garbage meanwhile: none of what is made is any."""
    collecting = gc.isenabled()
    gc.disable()
    try:
        return load(root, with_stories=False)
    finally:
        if collecting:
            gc.enable()


def check_procedures(found: Catalog, faults: Faults) -> None:
    """Whether every procedure is sound and every form is asked by one."""
    for spec in found.procedures.values():
        soundness.check(spec, known_to(spec, found), faults)
    for card in found.packs.values():
        asked = {name for spec in found.procedures.values() if card.id in {spec.pack, *spec.shares} for name in spec.forms}
        for file in sorted((card.path.parent / "forms").glob("*.yaml")):
            if file.stem not in asked:
                faults.add(file, 1, f"表单 {file.stem}", "没有节点使用", "在节点写 form，或删去该文件。")
    _check_executing(found, faults)


def _check_executing(found: Catalog, faults: Faults) -> None:
    """Whether the role that a paper compares the executing organ with sits in a procedure that can draw it up."""
    for (pack, name), paper in found.documents.items():
        roles = {role for spec in found.procedures.values() if pack in {spec.pack, *spec.shares} for role in spec.roles}
        if paper.proofed.executing and paper.proofed.executing not in roles:
            faults.add(
                paper.path,
                1,
                f"文书 {name} proof.executing",
                f"没有角色 {paper.proofed.executing}",
                did_you_mean(paper.proofed.executing, roles),
            )


def known_to(spec: ProcedureSpec, found: Catalog) -> Known:
    """The names of other rooms and of its pack that a procedure may use."""
    root = found.packs[spec.pack].path.parent if spec.pack in found.packs else procedures.root_of(spec.path)
    return Known(
        limits={limit.id for family in limits.families().values() for limit in family.values()},
        rules=rules(),
        rights=WORK_RIGHTS,
        documents={name: set(paper.placeholders) for (pack, name), paper in found.documents.items() if pack in {spec.pack, *spec.shares}},
        every_document={name for _pack, name in found.documents},
        on_issue={
            name for (pack, name), paper in found.documents.items() if pack in {spec.pack, *spec.shares} and paper.numbered == "on_issue"
        },
        datasets={name: set(dataset.fields) for name, dataset in DATASETS.items()},
        procedures=found.procedures,
        registers=_registers_beside(root, found),
        sheets=found.sheets if found.packs else None,
        facts={file.stem for file in (root / "facts").glob("*.sql")},
    )


def _registers_beside(root: Path, found: Catalog) -> set[str]:
    """Registers of all packs read; where only procedures were read, of the packs that lie beside theirs."""
    if found.packs:
        return set(found.registers)
    roots = [root, *(path.parent for path in root.parent.glob("*/pack.yaml"))]
    return {file.stem for place in roots for file in (place / "registers").glob("*.yaml")}


def _directories(root: Path) -> list[Path]:
    return sorted(directory for directory in root.iterdir() if directory.is_dir() and not directory.name.startswith((".", "_")))


def _files(cards: Iterable[PackSpec], directory: str) -> Iterator[tuple[PackSpec, Path]]:
    for card in cards:
        for path in sorted((card.path.parent / directory).glob("*.sql")):
            yield card, path


def _read(cards: Iterable[PackSpec], pattern: str, read: Callable[[Path, str, Faults], S | None], faults: Faults) -> Iterator[S]:
    for card in cards:
        for path in sorted(card.path.parent.glob(pattern)):
            spec = read(path, card.id, faults)
            if spec is not None:
                yield spec


def _procedures(cards: list[PackSpec], faults: Faults) -> Iterator[ProcedureSpec]:
    """Every `procedures/<id>.yaml`, and the `procedure.yaml` of packs written before there could be several."""
    yield from _read(cards, "procedure.yaml", procedures.read, faults)
    for spec in _read(cards, "procedures/*.yaml", procedures.read, faults):
        if spec.id != spec.path.stem:
            faults.add(
                spec.path, spec.line_of(("procedure",)), f"业务流程 {spec.id}", "名称与文件名不同", f"写 procedure: {spec.path.stem}。"
            )
        yield spec


def _documents(cards: Iterable[PackSpec], faults: Faults) -> dict[tuple[str, str], DocumentSpec]:
    """Letters and forms of all packs, by (pack, id)."""
    found: dict[tuple[str, str], DocumentSpec] = {}
    for pattern in ("documents/*.md", "documents/*.yaml"):
        for spec in _read(cards, pattern, documents.read, faults):
            if (spec.pack, spec.id) in found:
                faults.add(spec.path, 1, f"文书 {spec.id}", f"与 {found[spec.pack, spec.id].path.name} 同名", "给其中一个改名。")
            found[spec.pack, spec.id] = spec
    return found


def _card(directory: Path, faults: Faults) -> PackSpec:
    path = directory / "pack.yaml"
    text = read_text(path, faults)
    fields = Fields(load_yaml(text, path=path, faults=faults), faults, f"业务包 {directory.name}")
    if fields.text("pack") not in {directory.name, ""}:
        fields.fault("pack", f"与文件夹名 {directory.name} 不符", f"写 pack: {directory.name}。")
    card = PackSpec(
        directory.name, fields.text("title"), fields.text("purpose"), fields.texts("source"), path, digest.of_text(text),
        fields.text("menu", default=""), fields.texts("users"), fields.texts("liberty"),
        centre.lines(fields),
    )  # fmt: skip
    fields.only()
    return card


def _check_liberty(found: Catalog, faults: Faults) -> None:
    """What a card says of liberty are models and procedures of that pack."""
    for card in found.packs.values():
        own = {spec.id for specs in (found.models, found.procedures) for spec in specs.values() if spec.pack == card.id}
        for name in card.liberty:
            if name not in own:
                faults.add(card.path, 1, f"业务包 {card.id}", f"liberty 所列的 {name} 不是本包的模型或业务流程", did_you_mean(name, own))


class _Spec(Protocol):
    @property
    def id(self) -> str: ...
    @property
    def path(self) -> Path: ...


S = TypeVar("S", bound=_Spec)


def _by_id(specs: Iterable[S], kind: str, faults: Faults) -> dict[str, S]:
    found: dict[str, S] = {}
    for spec in specs:
        if spec.id in found:
            faults.add(spec.path, 1, f"{kind} {spec.id}", f"与 {found[spec.id].path} 同名", "给其中一个改名。")
        found[spec.id] = spec
    return found
