"""What an act of a story leads to, tried without a database: its papers must be printable, its records and entries must be taken."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import datetime, time
from typing import Any

from zhiheng.catalog.document_parts import BY_LAW
from zhiheng.catalog.packs import Catalog
from zhiheng.catalog.procedures import ProcedureSpec
from zhiheng.dossier.core.values import faults_in
from zhiheng.law.moments import SHANGHAI
from zhiheng.procedure.core.effects import Drawing, Effects, Entering, Opening, Recording, draws_values, effects_of
from zhiheng.procedure.core.fold import follow
from zhiheng.procedure.core.recorded import checked_record
from zhiheng.procedure.core.state import Event, State
from zhiheng.procedure.core.story import Walk
from zhiheng.register.core.acts import admit
from zhiheng.register.core.entry import Act, EntryState
from zhiheng.register.core.errors import RegisterRefused
from zhiheng.schema import DATASETS

SUBJECT = {"name": "王甲", "number": "510107199001012910"}
"""Whom a case is about whose story names nobody, or one under a number that cannot be."""
OF_CASE = {
    "case_number": "（2026）1号",
    "case_title": "案件",
    "document_number": "1",
    "document_title": "文书",
    "signed_on": "2026年1月1日",
}
"""What the case and its dossier give a paper themselves."""
REASON = "依案件办理"


def tried_with(catalog: Catalog) -> Callable[[Walk, Event], Iterator[str]]:
    """What tries the effects of an event; it yields in words what could not be carried out."""

    def tried(walk: Walk, event: Event) -> Iterator[str]:
        state = replace(walk.state, subject={**walk.state.subject, **SUBJECT}) if walk.spec.about == "person" else walk.state
        effects = effects_of(walk.spec, state, event)
        for drawing in effects.draws:
            yield from _document_faults(catalog, walk.spec, state, event, drawing)
        for opening in effects.opens:
            yield from _opening_faults(catalog, state, event, opening)
        yield from _kept(catalog, event, effects)

    return tried


def _opening_faults(catalog: Catalog, state: State, event: Event, opening: Opening) -> Iterator[str]:
    """A case opened from this one draws its papers from what it is given."""
    spec = catalog.procedures.get(opening.procedure)
    if spec is None:
        yield f"另立案件 {opening.procedure}：业务包里没有这个流程"
        return
    organs = {spec.seat_of(spec.opener): opening.by, **opening.organs}
    values = {"organs": organs, "values": dict(opening.values), "subject": dict(state.subject)}
    began = Event("opened", event.on, organ=opening.by, actor=event.actor, values=values, at=event.at)
    after = follow(spec, State(), began)
    for drawing in effects_of(spec, after, began).draws:
        yield from (f"另立{spec.title}：{fault}" for fault in _document_faults(catalog, spec, after, began, drawing))


def _document_faults(catalog: Catalog, spec: ProcedureSpec, state: State, event: Event, drawing: Drawing) -> Iterator[str]:
    document = catalog.document_for(spec, drawing.document)
    if document is None:
        yield f"制作文书 {drawing.document}：业务包里没有这种文书"
        return
    values = {**OF_CASE, "organ": event.organ or "本机关", "number": OF_CASE["case_number"]}
    told = draws_values(spec, state, drawing, event, document.placeholders, catalog.items)
    places = {name: place for name, place in document.placeholders.items() if name not in BY_LAW}
    faults = [fault for place in places.values() for fault in faults_in(place, {**values, **told}.get(place.id))]
    if faults:
        yield f"不能制作{document.title}（{drawing.document}）：{'；'.join(faults)}"


def _kept(catalog: Catalog, event: Event, effects: Effects) -> Iterator[str]:
    for recording in effects.records:
        yield from _record_faults(recording)
    for entering in effects.enters:
        yield from _entry_faults(catalog, event, entering)


def _record_faults(recording: Recording) -> Iterator[str]:
    """What a record lacks is known where it takes nothing over from an earlier one."""
    for fault in checked_record(DATASETS[recording.dataset], recording.row).rejected:
        if not recording.base or recording.row.get(fault.column):
            yield f"记录 {recording.dataset} 不合标准：{fault.reason}"


def _entry_faults(catalog: Catalog, event: Event, entering: Entering) -> Iterator[str]:
    register = catalog.registers.get(entering.register)
    if register is None:
        yield f"登记台账 {entering.register}：业务包里没有这个台账"
        return
    name = entering.act or register.shape.entering[0]
    if name not in register.shape.entering:
        return
    now = event.at or datetime.combine(event.on, time(20), tzinfo=SHANGHAI)
    values = given_values(entering.values)
    made = Act(name, event.on, now, values, "某人", "某人", "", REASON, 1, 0)
    try:
        admit(register.shape, EntryState(), made, now=now, keeper=event.organ or "本机关")
    except RegisterRefused as refusal:
        yield f"登记台账 {entering.register}：{refusal}"


def given_values(values: Mapping[str, Any]) -> dict[str, Any]:
    """Values that a case gives an entry: what is empty there is not given."""
    return {name: value for name, value in values.items() if value not in (None, "")}
