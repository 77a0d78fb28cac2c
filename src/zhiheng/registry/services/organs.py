"""Writers of organs: register, describe, rename, set under another."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from zhiheng.ledger.core.actor import Actor
from zhiheng.ledger.services import append
from zhiheng.registry.core.errors import RegistryRefused
from zhiheng.registry.core.kinds import LEVELS, ORGAN_KINDS
from zhiheng.registry.core.organs import division_of, kind_of, level_of
from zhiheng.registry.models import FormerName, Organ
from zhiheng.registry.selectors import organ_named
from zhiheng.registry.selectors.relations import below
from zhiheng.schema import divisions
from zhiheng.schema.errors import UnusableInputError

LONGEST = 100


@transaction.atomic
def ensure_organ(*, actor: Actor, name: str, now: datetime, kind: str | None = None) -> Organ:
    """The organ of this name, registered when it is new (kind, level and division guessed from the name unless given)."""
    known = organ_named(name)
    if known:
        return known
    demand_name(name)
    of_kind = kind or kind_of(name)
    guessed = {"kind": of_kind, "division": division_of(name), "level": level_of(name, of_kind)}
    organ, made = Organ.objects.get_or_create(name=name, defaults=guessed)
    if made:
        append(actor=actor, act="organ.registered", thing=f"organ:{organ.pk}", details={"name": name, **guessed}, now=now)
    return organ


def demand_name(name: str) -> None:
    """Refuse a name nobody could find an organ by."""
    if not name.strip() or len(name) > LONGEST:
        raise UnusableInputError("机关名称", name[:40], "为空或超过一百字", "请写机关全称，如“金堂县司法局”")


@transaction.atomic
def register_organ(
    *, actor: Actor, now: datetime, name: str, kind: str, level: str = "", division: str = "", parent: Organ | None = None
) -> Organ:
    """Register a new organ with everything said about it; a name in use, or once in use, is refused."""
    demand_name(name)
    if organ_named(name):
        raise RegistryRefused("机关", name, "已经登记", "请在机关列表中查找该机关")
    demand_description(name, kind, level, division)
    organ = Organ.objects.create(name=name, kind=kind, level=level, division=division, parent=parent)
    details = {"name": name, "kind": kind, "level": level, "division": division, "parent": parent.name if parent else ""}
    append(actor=actor, act="organ.registered", thing=f"organ:{organ.pk}", details=details, now=now)
    return organ


def demand_description(name: str, kind: str, level: str, division: str) -> None:
    """Refuse a kind, level or division nobody knows, and a level at which organs of the kind do not exist."""
    if kind not in ORGAN_KINDS:
        raise RegistryRefused("机关类别", name, f"没有“{kind}”这一类", "可用：" + "、".join(one.title for one in ORGAN_KINDS.values()))
    if level and level not in LEVELS:
        raise RegistryRefused("机关层级", name, f"没有“{level}”这一级", "可用：" + "、".join(LEVELS.values()))
    if level and level not in ORGAN_KINDS[kind].levels:
        known = "、".join(LEVELS[one] for one in ORGAN_KINDS[kind].levels)
        raise RegistryRefused("机关层级", name, f"{ORGAN_KINDS[kind].title}没有{LEVELS[level]}机关", f"可用：{known}")
    if division and division not in divisions.table():
        raise RegistryRefused("行政区划代码", name, f"没有代码{division}", "请查 GB/T 2260 六位代码，不清楚的留空")


@transaction.atomic
def describe_organ(*, actor: Actor, now: datetime, organ: Organ, kind: str, level: str, division: str, parent: Organ | None) -> None:
    """Change what is said about an organ; the trace keeps what was changed from and to."""
    demand_description(organ.name, kind, level, division)
    held = Organ.objects.select_for_update().select_related(None).get(pk=organ.pk)
    if parent and parent.pk in below(held):
        raise RegistryRefused("上级机关", organ.name, f"{parent.name}就是本机关或其下级", "请选择别的机关")
    wanted = {"kind": kind, "level": level, "division": division, "parent_id": parent.pk if parent else None}
    changed = {name: [getattr(held, name), value] for name, value in wanted.items() if getattr(held, name) != value}
    if not changed:
        return
    Organ.objects.filter(pk=held.pk).update(**wanted)
    append(actor=actor, act="organ.described", thing=f"organ:{held.pk}", details=changed, now=now)


@transaction.atomic
def rename_organ(*, actor: Actor, now: datetime, organ: Organ, name: str, reason: str) -> None:
    """Give an organ another name; under the former one it is still found, and nobody else may take it."""
    demand_name(name)
    demand_reason("机关更名", organ.name, reason)
    held = Organ.objects.select_for_update().get(pk=organ.pk)
    known = organ_named(name)
    if known and known.pk != held.pk:
        raise RegistryRefused("机关名称", name, f"是{known.name}现在或以前的名称", "请核对名称；两个机关合并的，请逐一登记关系")
    if name == held.name:
        return
    FormerName.objects.filter(name=name).delete()
    FormerName.objects.create(organ=held, name=held.name, until_on=timezone.localdate(now))
    Organ.objects.filter(pk=held.pk).update(name=name)
    details = {"from": held.name, "to": name, "reason": reason}
    append(actor=actor, act="organ.renamed", thing=f"organ:{held.pk}", details=details, now=now)


def demand_reason(thing: str, place: str, reason: str) -> None:
    """Refuse an act without a recorded reason."""
    if not reason.strip():
        raise RegistryRefused(thing, place, "没有写明理由", "请写明理由")
