"""Readers of organs and officers, and what each viewer may see of the other rooms' rows."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from django.db.models import Q, QuerySet

from zhiheng.ledger.core.actor import Actor
from zhiheng.ledger.core.once import once
from zhiheng.registry.core.organs import region_of
from zhiheng.registry.core.roles import ROLES
from zhiheng.registry.core.scopes import WIDEST
from zhiheng.registry.models import Delegation, FormerName, Officer, Organ, Post
from zhiheng.registry.rights import may, roles_of, scope_of
from zhiheng.registry.selectors.barriers import (
    avoidances_within,
    barred_numbers,
    barriers_of,
    colleagues_of,
    delegations_of,
    without_barred,
)
from zhiheng.registry.selectors.relations import related, unit_named, units_of

__all__ = [
    "COMMAND_LINE",
    "actor_of",
    "avoidances_within",
    "barred_numbers",
    "barriers_of",
    "colleagues_of",
    "delegations_of",
    "former_names",
    "officer_named",
    "officers_having",
    "officers_seen_by",
    "organ_ids_seen_by",
    "organ_named",
    "organs_called",
    "organs_mark",
    "organs_seen_by",
    "related",
    "sees_everything",
    "unit_named",
    "units_of",
    "without_barred",
]  # fmt: skip

COMMAND_LINE = Actor(id="system:command", name="命令行", organ="", via="cli")
MUNICIPAL = 4  # digits of a city's code that count
_WHOLE_PROVINCE = frozenset({"prosecutor", "chief_prosecutor", "data_steward", "leader"})


def organ_named(name: str) -> Organ | None:
    """The organ of this exact name, or that bore it formerly."""
    return Organ.objects.filter(name=name).first() or Organ.objects.filter(former_names__name=name).first()


def organs_called(names: Collection[str]) -> dict[str, Organ]:
    """Name → organ of this exact name, or that bore it formerly; without those that are not known."""
    found = {organ.name: organ for organ in Organ.objects.filter(name__in=names)}
    before = FormerName.objects.filter(name__in=[name for name in names if name not in found]).select_related("organ")
    return {**{one.name: one.organ for one in before}, **found}


def former_names() -> dict[str, str]:
    """Every name an organ bore formerly → its name today; few, as organs are seldom renamed."""
    return dict(FormerName.objects.values_list("name", "organ__name"))


def organ_names() -> list[str]:
    """The names of all registered organs."""
    return list(Organ.objects.order_by("name").values_list("name", flat=True))


def all_organs() -> list[Organ]:
    """The directory of organs, by name, to choose from."""
    return list(Organ.objects.order_by("name"))


def kinds_of_organs(names: Sequence[str]) -> dict[str, str]:
    """Name to kind of those of these names that are registered."""
    return dict(Organ.objects.filter(name__in=list(names)).values_list("name", "kind"))


def actor_of(officer: Officer, via: str) -> Actor:
    """The officer as the trace remembers them."""
    return Actor(id=officer.username, name=officer.name, organ=officer.organ.name, via=via)


def officer_named(username: str) -> Officer | None:
    """The officer with this sign-in name."""
    return Officer.objects.select_related("organ").filter(username=username).first()


def sees_everything(viewer: Officer | Actor) -> bool:
    """Procurators, stewards and leaders of a procuratorate of the province see every organ; so does this machine's command line."""
    if isinstance(viewer, Actor):
        return viewer == COMMAND_LINE
    seat = viewer.organ.kind == "procuratorate" and viewer.organ.provincial and bool(roles_of(viewer) & _WHOLE_PROVINCE)
    return seat and scope_of(viewer) == WIDEST


def organ_ids_seen_by(viewer: Officer) -> frozenset[int]:
    """Ids of the organs whose rows the viewer may see: their own and those below it; for a procuratorate also those of its division."""
    return once(("organs seen", viewer), lambda: frozenset(organs_seen_by(viewer).order_by().values_list("id", flat=True)))


def organs_seen_by(viewer: Officer | Actor) -> QuerySet[Organ]:
    """The organs whose rows the viewer may see; nobody's for posts without business."""
    if sees_everything(viewer):
        return Organ.objects.all()
    if isinstance(viewer, Actor) or not roles_of(viewer):
        return Organ.objects.none()
    scope = scope_of(viewer)
    if scope not in {WIDEST, "below"}:
        return Organ.objects.filter(id=viewer.organ_id)
    own = Organ.objects.filter(id=viewer.organ_id) | Organ.objects.filter(parent_id=viewer.organ_id)
    region = region_of(viewer.organ.division)
    if scope == WIDEST and viewer.organ.kind == "procuratorate" and len(region) >= MUNICIPAL:
        return own | Organ.objects.filter(division__startswith=region)
    return own


def organs_mark() -> list[tuple[object, ...]]:
    """What rows of organs say, as it is now: who sees whose rows rests on it."""
    return list(Organ.objects.order_by("pk").values_list("pk", "name", "kind", "division", "parent_id"))


def officers_having(viewer: Officer, right: str) -> list[Officer]:
    """Officers of the organs the viewer may see whose posts carry the right today, by sign-in name."""
    roles = [code for code, role in ROLES.items() if right in role.rights]
    holding = Q(pk__in=Post.objects.filter(role__in=roles).values("officer"))
    lent = Q(pk__in=Delegation.objects.filter(post__role__in=roles).values("to"))
    return [one for one in officers_seen_by(viewer).filter(holding | lent) if may(one, right)]


def officers_seen_by(viewer: Officer) -> QuerySet[Officer]:
    """Officers of the organs the viewer may see."""
    return (
        Officer.objects.filter(organ__in=organs_seen_by(viewer))
        .select_related("organ")
        .prefetch_related("posts", "delegations__post__officer")
        .order_by("username")
    )
