"""The packs: one directory a business domain, text only; loaded whole, with every fault of every file shown together."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol, TypeVar

from zhiheng.catalog import (
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
)
from zhiheng.catalog.documents import DocumentSpec
from zhiheng.catalog.duties import DutySpec
from zhiheng.catalog.errors import Faults, did_you_mean
from zhiheng.catalog.facts import FactsSpec
from zhiheng.catalog.fields import Fields
from zhiheng.catalog.indicators import IndicatorSpec
from zhiheng.catalog.items import ItemsSpec
from zhiheng.catalog.models import ModelSpec
from zhiheng.catalog.procedure_parts import ProcedureSpec
from zhiheng.catalog.registers import RegisterSpec
from zhiheng.catalog.reports import ReportSpec
from zhiheng.catalog.sheets import SheetSpec
from zhiheng.catalog.yaml_strict import load as load_yaml
from zhiheng.catalog.yaml_strict import read_text
from zhiheng.schema.errors import UnusableInputError


@dataclass(frozen=True)
class PackSpec:
    """A pack's own card, `pack.yaml`: `pack` (the directory's name), `title`, `purpose`, `source`."""

    id: str
    title: str
    purpose: str
    source: tuple[str, ...]
    path: Path
    digest: str


@dataclass(frozen=True)
class Catalog:
    """Everything the packs say. `procedures` by id, `documents` by (pack, id)."""

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

    def model(self, name: str) -> ModelSpec:
        """Give a model by its id; an unknown one says which was probably meant."""
        if name not in self.models:
            raise UnusableInputError(f"模型 {name}", "", "没有这个模型", did_you_mean(name, self.models))
        return self.models[name]


def load(root: Path) -> Catalog:
    """Load all packs under a directory.

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
        procedures=_by_id(_read(cards, "procedure.yaml", procedures.read, faults), "业务流程", faults),
        documents=_documents(cards, faults),
        registers=_by_id(_read(cards, "registers/*.yaml", registers.read, faults), "台账", faults),
        items=_by_id(_read(cards, "items/*.csv", items.read, faults), "目录", faults),
        sheets=_by_id(_read(cards, "sheets/*.yaml", sheets.read, faults), "评定", faults),
        duties=_by_id(_read(cards, "duties/*.yaml", duties.read, faults), "职责", faults),
        facts={(spec.pack, spec.id): spec for spec in _read(cards, "facts/*.sql", facts.read, faults)},
        reports=_by_id(_read(cards, "reports/*.md", reports.read, faults), "报告", faults),
    )
    cross_checks.check(found, faults)
    faults.raise_any()
    return found


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
    card = PackSpec(directory.name, fields.text("title"), fields.text("purpose"), fields.texts("source"), path, digest.of_text(text))
    fields.only()
    return card


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
