"""Who may act on a register: an officer of the organ whose act it is, with the right, for the pack and the unit."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.utils import timezone

from zhiheng.catalog.errors import did_you_mean
from zhiheng.catalog.packs import Catalog
from zhiheng.catalog.registers import RegisterSpec
from zhiheng.ledger.core.actor import Actor
from zhiheng.register.core.acts import right_of
from zhiheng.register.core.entry import EntryState
from zhiheng.register.core.errors import RegisterRefused
from zhiheng.register.models import Entry
from zhiheng.register.selectors.entries import entries_seen_by
from zhiheng.register.selectors.sight import closed_entries
from zhiheng.registry import rights
from zhiheng.registry import selectors as registry
from zhiheng.registry.core.kinds import counts_as
from zhiheng.registry.rows import Organ, Unit

SYSTEM = "system:"
"""How ids of actors that are no officers begin: work done by the platform itself (a case that enters, a duty that runs)."""


def register_named(catalog: Catalog, name: str) -> RegisterSpec:
    """A register by its id."""
    if name not in catalog.registers:
        raise RegisterRefused("UNKNOWN_REGISTER", "台账", name, "没有这个台账", did_you_mean(name, catalog.registers))
    return catalog.registers[name]


def ledger_of(spec: RegisterSpec, organ: str, unit: Unit | None) -> Organ:
    """The organ whose ledger is meant; refused where its kind keeps none, or a unit is missing or another's."""
    keeper = registry.organ_named(organ)
    kept = spec.shape.kept_by
    if keeper is None or not counts_as(keeper.kind, kept.kinds):
        raise RegisterRefused("ORGAN", spec.title, organ, "这个机关不设本台账", "请以设立本台账的机关办理")
    if kept.unit and (unit is None or unit.organ_id != keeper.pk or (isinstance(kept.unit, str) and unit.kind != kept.unit)):
        raise RegisterRefused("UNIT", spec.title, organ, "本台账按内设机构设立，没有写明是哪一个", "请选择内设机构")
    if unit is not None and not kept.unit:
        raise RegisterRefused("UNIT", spec.title, organ, "本台账不按内设机构设立", "不写内设机构")
    return keeper


def demand_act(actor: Actor, spec: RegisterSpec, state: EntryState, name: str, keeper: Organ, unit: Unit | None, now: datetime) -> None:
    """Raise PermissionDenied where the actor may not do the act; whose organ it must be is asked by the core."""
    right = right_of(spec.shape, state, name)
    demand(actor, right, spec, unit if actor.organ == keeper.name else None, now)


def no_entry(entry_id: UUID) -> RegisterRefused:
    """What is said of an entry that is not there, or not there for the officer."""
    return RegisterRefused("UNKNOWN_ENTRY", "台账条目", str(entry_id), "没有这个条目", "请从台账列表进入")


def demand_sight(actor: Actor, spec: RegisterSpec, entry: Entry, now: datetime) -> None:
    """Refuse where the officer may not know of the entry: it names a closed person, or the ledger is confidential."""
    officer = registry.officer_named(actor.id)
    if officer is not None and entry.pk in closed_entries(officer):
        raise no_entry(entry.pk)
    if spec.shape.confidential and officer is not None and not entries_seen_by(officer, spec, now=now).filter(pk=entry.pk).exists():
        raise PermissionDenied(f"{spec.title}的这条记录只由记录人和督察（纪检）人员办理，涉及本人的应当回避")


def demand(actor: Actor, right: str, spec: RegisterSpec, unit: Unit | None, now: datetime) -> None:
    """Raise PermissionDenied unless the actor is an officer of their organ who holds the right on the day, or the platform itself."""
    if actor.id.startswith(SYSTEM) or actor == registry.COMMAND_LINE:
        return
    officer = registry.officer_named(actor.id)
    if officer is None or officer.organ.name != actor.organ:
        raise PermissionDenied(f"{actor.name}不是{actor.organ}的办案人员")
    rights.demand(officer, right, on=timezone.localdate(now), pack=spec.pack, unit=unit)
