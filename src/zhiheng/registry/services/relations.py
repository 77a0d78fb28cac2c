"""Writers of relations between organs and of the units within them."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.db.models import Q

from zhiheng.ledger.core.actor import Actor
from zhiheng.ledger.services import append
from zhiheng.registry.core.errors import RegistryRefused
from zhiheng.registry.core.kinds import RELATION_KINDS, UNIT_KINDS, unit_kind_of
from zhiheng.registry.models import Organ, Relation, Unit
from zhiheng.registry.selectors.relations import unit_named

LONGEST = 60


@transaction.atomic
def relate(*, actor: Actor, now: datetime, organ: Organ, kind: str, other: Organ, since_on: date, until_on: date | None = None) -> Relation:
    """Say that `organ` is the `kind` of `other` from a day on (`until_on`: the first day without)."""
    if kind not in RELATION_KINDS:
        raise RegistryRefused("机关关系", kind, "没有这种关系", "可用：" + "、".join(one.title for one in RELATION_KINDS.values()))
    if organ.pk == other.pk:
        raise RegistryRefused("机关关系", organ.name, "机关与自己没有关系", "请选择两个机关")
    if until_on and until_on <= since_on:
        raise RegistryRefused("机关关系", organ.name, "终止日不晚于起始日", "请核对日期")
    if _overlaps(organ, kind, other, since_on, until_on):
        raise RegistryRefused("机关关系", organ.name, f"与{other.name}的这一关系在该期间已有登记", "请先终止原来的一条，或核对日期")
    row = Relation.objects.create(organ=organ, kind=kind, other=other, since_on=since_on, until_on=until_on)
    details = {"kind": kind, "organ": organ.name, "other": other.name, "since_on": since_on, "until_on": until_on}
    append(actor=actor, act="organ.related", thing=f"organ:{other.pk}", details=details, now=now)
    return row


def _overlaps(organ: Organ, kind: str, other: Organ, since_on: date, until_on: date | None) -> bool:
    rows = Relation.objects.filter(organ=organ, kind=kind, other=other).filter(Q(until_on=None) | Q(until_on__gt=since_on))
    return (rows.filter(since_on__lt=until_on) if until_on else rows).exists()


@transaction.atomic
def end_relation(*, actor: Actor, now: datetime, relation: Relation, until_on: date) -> None:
    """End a relation: `until_on` is the first day without it."""
    held = Relation.objects.select_for_update().get(pk=relation.pk)
    if held.until_on and held.until_on <= until_on:
        raise RegistryRefused("机关关系", str(relation), f"已于{held.until_on}终止", "无须再次终止")
    if until_on < held.since_on:
        raise RegistryRefused("机关关系", str(relation), f"终止日早于起始日{held.since_on}", "请核对日期")
    Relation.objects.filter(pk=held.pk).update(until_on=until_on)
    details = {"kind": held.kind, "organ": relation.organ.name, "other": relation.other.name, "until_on": until_on}
    append(actor=actor, act="organ.unrelated", thing=f"organ:{held.other_id}", details=details, now=now)


@transaction.atomic
def open_unit(*, actor: Actor, now: datetime, organ: Organ, name: str, kind: str | None = None, parent: Unit | None = None) -> Unit:
    """Register a unit of an organ (kind guessed from the name unless given)."""
    of_kind = kind or unit_kind_of(name)
    if not name.strip() or len(name) > LONGEST:
        raise RegistryRefused("内设机构名称", name[:40], "为空或超过六十字", "请写名称，如“一监区”")
    if of_kind not in UNIT_KINDS:
        raise RegistryRefused(
            "内设机构类别", name, f"没有“{of_kind}”这一类", "可用：" + "、".join(one.title for one in UNIT_KINDS.values())
        )
    if parent and parent.organ_id != organ.pk:
        raise RegistryRefused("内设机构", name, f"{parent.name}不属于{organ.name}", "请选择本机关的内设机构")
    if unit_named(organ, name):
        raise RegistryRefused("内设机构", name, f"{organ.name}已有同名的内设机构", "请换一个名称")
    unit = Unit.objects.create(organ=organ, name=name, kind=of_kind, parent=parent)
    details = {"unit": name, "kind": of_kind, "within": parent.name if parent else ""}
    append(actor=actor, act="unit.opened", thing=f"organ:{organ.pk}", details=details, now=now)
    return unit


@transaction.atomic
def close_unit(*, actor: Actor, now: datetime, unit: Unit, reason: str) -> None:
    """Close a unit; posts held for it stay on record and reach nothing new."""
    if not reason.strip():
        raise RegistryRefused("撤销内设机构", unit.name, "没有写明理由", "请写明理由")
    if Unit.objects.filter(parent=unit, closed=False).exists():
        raise RegistryRefused("撤销内设机构", unit.name, "其下还有内设机构", "请先撤销下一级")
    if Unit.objects.filter(pk=unit.pk, closed=False).update(closed=True):
        append(actor=actor, act="unit.closed", thing=f"organ:{unit.organ_id}", details={"unit": unit.name, "reason": reason}, now=now)
