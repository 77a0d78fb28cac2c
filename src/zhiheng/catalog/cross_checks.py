"""What files of different kinds say of each other: every register, catalogue, sheet, duty, model, document or dataset named is there."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from zhiheng.catalog import kept_tables
from zhiheng.catalog.declared_files import check_names, note
from zhiheng.catalog.duties import DutySpec
from zhiheng.catalog.errors import Faults, did_you_mean
from zhiheng.catalog.field_shapes import AROUND
from zhiheng.catalog.items import COVERS, ItemsSpec
from zhiheng.catalog.procedure_follows import Enters
from zhiheng.catalog.procedures import ProcedureSpec
from zhiheng.catalog.registers import RegisterSpec
from zhiheng.catalog.reports import check_names as check_report
from zhiheng.catalog.sheets import SheetSpec, figures_of
from zhiheng.schema import DATASETS

if TYPE_CHECKING:
    from zhiheng.catalog.packs import Catalog


def check(found: Catalog, faults: Faults) -> None:
    """Note every name that leads nowhere."""
    for register in found.registers.values():
        _register(register, found, faults)
    for sheet in found.sheets.values():
        _sheet(sheet, found, faults)
    for duty in found.duties.values():
        _duty(duty, found, faults)
    for procedure in found.procedures.values():
        _enters(procedure, found, faults)
        _numbers(procedure, found, faults)
    for catalogue in found.items.values():
        _items(catalogue, found, faults)
    _moves(found, faults)
    _begins(found, faults)
    for report in found.reports.values():
        check_report(report, {"indicator": found.indicators, "register": found.registers}, faults)
    _reads(found, faults)


def _reads(found: Catalog, faults: Faults) -> None:
    """Note every table of what the platform keeps that no procedure or register gives."""
    queries = [spec.query for spec in found.duties.values() if spec.query]
    selects: list[Any] = [*found.models.values(), *found.indicators.values(), *found.facts.values(), *queries]
    kept = set(kept_tables.names_in(found))
    for spec in selects:
        for table in filter(kept_tables.is_kept, spec.reads):
            if table not in kept:
                faults.add(spec.path, 1, f"{spec.id} reads", f"没有数据表 {table}", did_you_mean(table, [*DATASETS, *kept]))


def _moves(found: Catalog, faults: Faults) -> None:
    """An act done on a case of another procedure is one of that procedure's own."""
    for spec, step, outcome, move in _all_moves(found):
        other = found.procedures.get(move.procedure)
        known = [*_ends_anywhere(other), *(event for one in other.steps.values() for event in one.events)] if other else [move.act]
        if move.act not in known:
            thing = f'节点 "{step}": outcomes.{outcome}.moves'
            faults.add(spec.path, 1, thing, f"{move.procedure} 没有 {move.act}", did_you_mean(move.act, known))


def _ends_anywhere(spec: ProcedureSpec) -> list[str]:
    """The ends that the procedure writes once for many steps."""
    return [*dict.fromkeys(outcome.id for step in spec.steps.values() for outcome in step.outcomes if outcome.anywhere)]


def _begins(found: Catalog, faults: Faults) -> None:
    """A case opened from another begins with steps, and seats organs in roles, of its own procedure."""
    for spec in found.procedures.values():
        for step in spec.steps.values():
            for sub in [sub for outcome in step.outcomes for sub in outcome.opens if sub.procedure in found.procedures]:
                other = found.procedures[sub.procedure]
                for word, names, known in (("at", sub.at, [*other.steps]), ("roles", tuple(sub.roles), [*other.roles])):
                    for name in [name for name in names if name not in known]:
                        thing = f'节点 "{step.id}": opens.{word}'
                        faults.add(spec.path, 1, thing, f"{sub.procedure} 没有 {name}", did_you_mean(name, known))


def _all_moves(found: Catalog) -> Iterator[tuple[Any, str, str, Any]]:
    for spec in found.procedures.values():
        for step in spec.steps.values():
            for outcome in step.outcomes:
                yield from ((spec, step.id, outcome.id, move) for move in outcome.moves)


def _register(spec: RegisterSpec, found: Catalog, faults: Faults) -> None:
    shape, thing = spec.shape, f"台账 {spec.id}"
    for index, item in enumerate(shape.fields):
        if item.fills:
            check_names(spec, faults, ("fields", index, "fills"), f"{thing} {item.id} fills", [item.fills], sorted(AROUND))
        if item.of and item.type in {"item", "items"}:
            check_names(spec, faults, ("fields", index, "of"), f"{thing} {item.id}", [item.of], found.items)
    if shape.feeds:
        check_names(spec, faults, ("feeds",), f"{thing} feeds", [shape.feeds], DATASETS)
        _columns(spec, faults)
    check_names(spec, faults, ("warns",), f"{thing} warns", [one.model for one in shape.warns], found.models)
    check_names(spec, faults, ("opens",), f"{thing} opens", [one.procedure for one in shape.opens], found.procedures)
    own = [name for pack, name in found.documents if pack == spec.pack]
    for name, act in shape.acts.items():
        check_names(spec, faults, ("acts", name, "draws"), f"{thing} {name} draws", act.draws, own)
    if shape.view:
        check_names(spec, faults, ("view", "of"), f"{thing} view", [shape.view.of], found.registers)
        _view(spec, found, faults)


def _numbers(spec: ProcedureSpec, found: Catalog, faults: Faults) -> None:
    """Every indicator shown above the register of papers is there."""
    table = spec.documents_table
    for name in table.indicators if table else ():
        if name not in found.indicators:
            line = spec.line_of(("tables", "documents", "indicators"))
            faults.add(spec.path, line, "tables.documents.indicators", f"没有指标 {name}", did_you_mean(name, found.indicators))


def _enters(spec: ProcedureSpec, found: Catalog, faults: Faults) -> None:
    """Every act that an outcome does in a register is one of it, with fields of it, on an entry where it needs one."""
    for index, step in enumerate(spec.steps.values()):
        for outcome in step.outcomes:
            for one in outcome.enters:
                line = spec.line_of(("steps", index, "outcomes", outcome.id, "enters"))
                for thing, reason, remedy in _not_entered(one, found.registers.get(one.register_id)):
                    faults.add(spec.path, line, f'节点 "{step.id}": outcomes.{outcome.id}.enters {thing}', reason, remedy)


def _not_entered(one: Enters, register: RegisterSpec | None) -> Iterator[tuple[str, str, str]]:
    if register is None:
        return
    act = register.shape.acts.get(one.act)
    if act is None:
        yield one.act, f"台账 {register.id} 没有这个操作", did_you_mean(one.act, register.shape.acts)
    elif bool(act.from_) != bool(one.entry):
        said = ("须写明条目", "写 entry: 字段名。") if act.from_ else ("登记新条目，不写条目", "去掉 entry。")
        yield one.act, *said
    for name in one.given:
        if name not in register.shape.field:
            yield f"with.{name}", f"台账 {register.id} 没有这个字段", did_you_mean(name, register.shape.field)


def _columns(spec: RegisterSpec, faults: Faults) -> None:
    dataset = DATASETS.get(spec.shape.feeds)
    if dataset is None:
        return
    check_names(spec, faults, ("columns",), f"台账 {spec.id} columns", tuple(spec.shape.columns), dataset.fields)
    for name, field in dataset.fields.items():
        if field.required and name not in spec.shape.columns and name not in spec.shape.field:
            reason = f"数据集 {dataset.name} 必填的 {name} 没有来处"
            note(spec, faults, ("feeds",), f"台账 {spec.id} feeds", reason, f"写 columns: {{{name}: 字段}}。")


def _view(spec: RegisterSpec, found: Catalog, faults: Faults) -> None:
    view = spec.shape.view
    base = found.registers.get(view.of) if view else None
    if view is None or base is None:
        return
    group = base.shape.field.get(view.rows)
    if view.rows and (group is None or group.type != "rows"):
        note(spec, faults, ("view", "rows"), f"台账 {spec.id}", f"{view.of} 没有成组字段 {view.rows}", "写那个台账里 type: rows 的字段。")
        return
    inner = {item.id for item in group.rows} if group else set()
    known = sorted(inner | set(base.shape.field) | {"number", "state", "organ"})
    check_names(spec, faults, ("fields",), f"台账 {spec.id}", [item.id for item in spec.shape.fields], known)
    check_names(spec, faults, ("view", "when"), f"台账 {spec.id}", tuple(view.when), known)


def _sheet(spec: SheetSpec, found: Catalog, faults: Faults) -> None:
    for name, source in figures_of(spec.shape).items():
        for kind in ("indicator", "register_", "items", "model", "covered_by"):
            named = getattr(source, kind)
            words = list(named) if isinstance(named, tuple) else [named]
            known: Mapping[str, Any] = found.registers if kind == "covered_by" else getattr(found, KINDS[kind])
            if any(words):
                check_names(spec, faults, ("criteria",), f"评定 {spec.id} {name}", words, known)
    if spec.shape.rated_in:
        check_names(spec, faults, ("rated_in",), f"评定 {spec.id}", [spec.shape.rated_in], found.procedures)
        rates = (
            [step.rates.sheet for step in found.procedures[spec.shape.rated_in].steps.values() if step.rates]
            if spec.shape.rated_in in found.procedures
            else [spec.id]
        )
        if spec.id not in rates:
            reason = f"流程 {spec.shape.rated_in} 没有节点按它评定"
            note(spec, faults, ("rated_in",), f"评定 {spec.id}", reason, f"在节点写 rates: {{sheet: {spec.id}, of: 角色}}。")


KINDS: Mapping[str, str] = {"indicator": "indicators", "register_": "registers", "items": "items", "model": "models"}


def _duty(spec: DutySpec, found: Catalog, faults: Faults) -> None:
    done, thing = spec.shape.does, f"职责 {spec.id}"
    for word, known in ((done.register_, found.registers), (done.procedure, found.procedures), (done.sheet, found.sheets)):
        if word:
            check_names(spec, faults, ("does",), thing, [word], known)
    register = found.registers.get(done.register_)
    if register is not None and done.act and not (done.act == "close" and register.shape.close):
        check_names(spec, faults, ("does", "act"), thing, [done.act, *done.also], register.shape.acts)
    if register is not None:
        own = [name for name in (done.field, done.rows) if name]
        check_names(spec, faults, ("does", "field"), thing, own, register.shape.field)


def _items(spec: ItemsSpec, found: Catalog, faults: Faults) -> None:
    known: Mapping[str, Iterable[str]] = {
        "model": found.models, "register": found.registers, "duty": found.duties, "sheet": found.sheets, "indicator": found.indicators,
        "document": [name for _, name in found.documents],
        "step": [f"{name}.{step}" for name, procedure in found.procedures.items() for step in procedure.steps],
    }  # fmt: skip
    for item in spec.items:
        for kind, names in item.covers.items():
            for name in names:
                if name not in known[kind]:
                    thing = f"目录 {spec.id} {item.id}"
                    faults.add(Path(spec.path), item.line, thing, f"没有{COVERS[kind]} {name}", did_you_mean(name, known[kind]))
