"""To whom a paper goes: organs of the own level and place stand first, and where one is of another level the page says through whom."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import compress
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from zhiheng.registry.core.standing import standing
from zhiheng.registry.selectors import organ_named
from zhiheng.registry.selectors.relations import PROCURATORATE, counterparts, stands, supervisors_of


def nearest_first(organs: Iterable[Any], own: Any) -> list[tuple[str, Any]]:
    """Organs to choose from: those in a relation to the own organ or of its level and place, then, in a group of their own, the others."""
    offered = list(organs)
    related = counterparts(own, on=timezone.localdate())
    beside = [one.pk in related or is_beside(one, own) for one in offered]
    if all(beside) or not any(beside):
        return named(offered)
    near, far = compress(offered, beside), (one for one, is_near in zip(offered, beside, strict=True) if not is_near)
    return [(_("同级和对应机关"), named(near)), (_("其他机关"), named(far))]


def named(organs: Iterable[Any]) -> list[tuple[str, Any]]:
    """Each organ as a choice."""
    return [(one.name, one.name) for one in organs]


def is_beside(organ: Any, own: Any) -> bool:
    """Whether an organ is of the level and place of the own one."""
    return standing(organ.kind, organ.level, organ.division, own.level, own.division) == "own"


def way_to(own: Any, name: str) -> str:
    """What a procuratorate is told before it addresses an organ that another one supervises; empty where nothing is to be said."""
    organ, today = organ_named(name), timezone.localdate()
    if organ is None or own.kind != PROCURATORATE:
        return ""
    answer = stands(organ, own, on=today)
    who = "、".join(one.name for one in supervisors_of(organ, on=today)) or _("其同级人民检察院")
    said = {"organ": organ.name, "who": who}
    if answer == "lower":
        return _("按登记的机关层级，%(organ)s由%(who)s对应监督：宜将线索交其办理，检察建议应当指令其提出。") % said
    if answer == "higher":
        return _("按登记的机关层级，%(organ)s高于本院：应当层报%(who)s，由其制发。") % said
    if answer == "elsewhere":
        return _("按登记的机关层级，%(organ)s不在本院辖区：应当通报%(who)s，由其制发；提出检察建议的，先征求其意见。") % said
    return ""
