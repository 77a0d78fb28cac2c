"""Entering, acting, correcting, confirming: the one way by which pages, the API, Excel and cases change a register."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone

from zhiheng.catalog.packs import Catalog
from zhiheng.catalog.register_caps import Cap, Gap
from zhiheng.catalog.registers import RegisterShape, RegisterSpec
from zhiheng.ledger import services as ledger
from zhiheng.ledger.core.actor import Actor
from zhiheng.register.core.acts import admit
from zhiheng.register.core.caps import Alike, Others
from zhiheng.register.core.entry import CORRECT, Act, EntryState
from zhiheng.register.core.errors import RegisterRefused
from zhiheng.register.core.ledgers import column_value
from zhiheng.register.models import COLUMNS, ActRow, Entry
from zhiheng.register.reading import state_of_entry
from zhiheng.register.selectors.closings import is_closed
from zhiheng.register.services.keeping import keep, keep_files, names_of
from zhiheng.register.services.permission import demand_act, demand_sight, ledger_of, no_entry, register_named
from zhiheng.registry.rows import Organ, Unit

Files = Mapping[str, Any]
"""Field → (name, content) of a file, or a list of them for a field that takes several."""


@dataclass(frozen=True)
class RegisterAct:
    """An act somebody wants done.

    values   of the fields it asks; files: field → (name, content)
    on       the day it happened (today where none is named)
    key      makes a repeated request the same act
    expected_acts   how many acts the entry had when the form was shown; a change meanwhile is told, not written over
    of_case  it follows from an act of a case, whose right was asked: the ledger asks for none of its own
    explained   why words stay that proofing asks about, of the papers of the act
    """

    act: str = ""
    values: Mapping[str, Any] = field(default_factory=dict)
    reason: str = ""
    on: date | None = None
    files: Files = field(default_factory=dict)
    corrects: int = 0
    key: str = ""
    expected_acts: int | None = None
    of_case: bool = False
    explained: str = ""


def enter(
    *, actor: Actor, now: datetime, catalog: Catalog, register: str, wanted: RegisterAct, organ: str = "", unit: Unit | None = None
) -> Entry:
    """Make an entry in the ledger of the organ (the actor's own unless named: an act by which another organ enters).

    raises   RegisterRefused with its code, PermissionDenied without the right
    """
    spec = register_named(catalog, register)
    again = _done_before(wanted.key, actor)
    if again is not None:
        return again
    name = wanted.act or spec.shape.entering[0]
    keeper = ledger_of(spec, organ or actor.organ, unit)
    try:
        return _entered(actor, now, catalog, spec, RegisterAct(**{**wanted.__dict__, "act": name}), keeper, unit)
    except IntegrityError as error:
        found = _done_before(wanted.key, actor)
        if found is None:
            raise RegisterRefused("DUPLICATE", spec.title, "", "同一编号的条目刚刚由他人登记", "请刷新后查看") from error
        return found


@transaction.atomic
def _entered(
    actor: Actor, now: datetime, catalog: Catalog, spec: RegisterSpec, wanted: RegisterAct, keeper: Organ, unit: Unit | None
) -> Entry:
    if wanted.act not in spec.shape.entering:
        named = "、".join(spec.shape.acts[one].title for one in spec.shape.entering)
        raise RegisterRefused("STATE", spec.title, wanted.act, "不是登记新条目的操作", f"可用：{named}")
    if not wanted.of_case:
        demand_act(actor, spec, EntryState(), wanted.act, keeper, unit, now)
    ledger.hold_head()
    entry = Entry(register=spec.id, organ=keeper, unit=unit, entered_at=now, changed_at=now, state="")
    return _admit(actor, now, catalog, spec, entry, EntryState(), wanted)


def act(*, actor: Actor, now: datetime, catalog: Catalog, entry_id: UUID, wanted: RegisterAct) -> Entry:
    """Do an act on an entry: one of its register, or `correct`, `confirm`, `dispute`.

    raises   RegisterRefused with its code, PermissionDenied without the right
    """
    again = _done_before(wanted.key, actor)
    if again is not None:
        return again
    try:
        return _acted(actor, now, catalog, entry_id, wanted)
    except IntegrityError as error:
        found = _done_before(wanted.key, actor)
        if found is None:
            raise RegisterRefused("DUPLICATE", "台账", str(entry_id), "同一编号的条目已经登记", "请核对编号") from error
        return found


@transaction.atomic
def _acted(actor: Actor, now: datetime, catalog: Catalog, entry_id: UUID, wanted: RegisterAct) -> Entry:
    ledger.hold_head()  # the head stands before entries: a case that acts on one comes with the head already held
    entry = Entry.objects.select_for_update(of=("self",)).select_related("organ", "unit").filter(pk=entry_id).first()
    if entry is None:
        raise no_entry(entry_id)
    spec = register_named(catalog, entry.register)
    state = state_of_entry(spec.shape, entry)
    if wanted.expected_acts is not None and wanted.expected_acts != len(state.acts):
        last = state.acts[-1]
        done = f"{last.actor_name}已办理“{last.title(spec.shape)}”"
        raise RegisterRefused("CHANGED", spec.title, str(entry), f"打开页面之后，{done}", "请刷新后再办理")
    if not wanted.of_case:
        demand_act(actor, spec, state, wanted.act, entry.organ, entry.unit, now)
        demand_sight(actor, spec, entry, now)
    return _admit(actor, now, catalog, spec, entry, state, wanted)


def _admit(
    actor: Actor, now: datetime, catalog: Catalog, spec: RegisterSpec, entry: Entry, state: EntryState, wanted: RegisterAct
) -> Entry:
    """Admit an act and keep it; the caller holds the entry's lock and has asked for the right."""
    files = keep_files(spec, entry, wanted.files, actor=actor, now=now)
    values = {**wanted.values, **{name: names_of(kept) for name, kept in files.items()}}
    given = Act(
        wanted.act, wanted.on or timezone.localdate(now), now, values, actor.id, actor.name, actor.organ, wanted.reason,
        len(state.acts) + 1, wanted.corrects,
    )  # fmt: skip
    closed = wanted.act != CORRECT and is_closed(spec, entry.organ, entry.unit, {**state.values, **values}, given.on)
    kept = admit(spec.shape, state, given, now=now, keeper=entry.organ.name, closed=closed, others=_others_of(entry, spec.shape))
    return keep(catalog, spec, entry, state, kept, files=files, key=wanted.key, explained=wanted.explained, actor=actor, now=now)


def _others_of(entry: Entry, shape: RegisterShape) -> Others:
    """Finds entries of the same ledger that may be alike; the ledger's head is held, so that none is made meanwhile."""

    def found(cap: Cap | Gap, after: Mapping[str, Any]) -> list[Alike]:
        rows = Entry.objects.filter(register=entry.register, organ=entry.organ, unit=entry.unit).exclude(pk=entry.pk)
        for column, name in zip(COLUMNS, shape.listed, strict=False):
            if name in cap.same:
                rows = rows.filter(**{column: column_value(shape.field[name], after[name])})
        return [(one.state, one.values) for one in rows if all(one.values.get(name) == after[name] for name in cap.same)]

    return found


def _done_before(key: str, actor: Actor) -> Entry | None:
    """The entry of an act that was done under this key; a key of somebody else's act is refused."""
    row = ActRow.objects.select_related("entry").filter(key=key).first() if key else None
    if row is None:
        return None
    if row.actor != actor.id:
        raise RegisterRefused("KEY", "请求编号", key, "已被他人使用", "请换一个编号重新提交")
    return row.entry
