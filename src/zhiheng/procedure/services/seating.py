"""Which organ sits in which role: named by the officer, the opener's own, or found by a relation of another role's organ."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from zhiheng.catalog.procedure_parts import Role
from zhiheng.catalog.procedures import ProcedureSpec
from zhiheng.procedure.core.errors import ActRefused
from zhiheng.registry import selectors as registry
from zhiheng.registry.core.kinds import ORGAN_KINDS, counts_as
from zhiheng.registry.selectors.relations import related


def seated(spec: ProcedureSpec, named: Mapping[str, str], opener: str, on: date) -> dict[str, str]:
    """Role → organ: what was named, the opener where it is the opener's seat, and what relations give."""
    found = {role: organ for role, organ in named.items() if organ}
    for role in spec.roles.values():
        if role.seat == "opener" and not role.of:
            found.setdefault(role.id, opener)
    found.setdefault(spec.seat_of(spec.opener), opener)
    return by_relation(spec, found, on)


def by_relation(spec: ProcedureSpec, known: Mapping[str, str], on: date) -> dict[str, str]:
    """Add the roles that exactly one organ of the right kind and level fills by its relation."""
    found = dict(known)
    for _ in spec.roles:
        added = False
        for role in spec.roles.values():
            organ = None if role.of or found.get(role.id) else _related(spec, role, found, on)
            if organ:
                found[role.id], added = organ, True
        if not added:
            break
    return found


def _related(spec: ProcedureSpec, role: Role, known: Mapping[str, str], on: date) -> str | None:
    if role.relation is None:
        return None
    kind, of = role.relation
    organ = registry.organ_named(known.get(spec.seat_of(of), ""))
    candidates = [one for one in related(organ, kind, on=on) if fits(role, one)] if organ else []
    return candidates[0].name if len(candidates) == 1 else None


def fits(role: Role, organ: object) -> bool:
    """Whether an organ is of the kind and level a role asks for."""
    kind, level = getattr(organ, "kind", ""), getattr(organ, "level", "")
    return (not role.kinds or kind in role.kinds or (kind in ORGAN_KINDS and counts_as(kind, role.kinds))) and (
        not role.level or level == role.level
    )


def demand_seats(spec: ProcedureSpec, organs: Mapping[str, str]) -> None:
    """Refuse organs that are missing, not registered or not of the kind their role asks for."""
    for role in spec.roles.values():
        needed = not role.of and not role.optional and not role.relation and not role.person
        if needed and not organs.get(role.id):
            raise ActRefused("不能建案", spec.title, f"没有指定{role.title}", "请选择机关")
    demand_known(spec, organs, "不能建案")


def demand_first(spec: ProcedureSpec, organs: Mapping[str, str], at: Sequence[str] = ()) -> None:
    """Refuse a case opened from another that nobody could begin; the organs of later steps are named by the act that leads to them."""
    first = [spec.steps[name] for name in at or spec.start]
    for role in [role for step in first for role in (step.each if step.by == "each" else [step.by])]:
        seat = spec.roles[spec.seat_of(role)]
        if not seat.person and not organs.get(seat.id):
            raise ActRefused("不能建案", spec.title, f"没有指定{seat.title}", "请选择机关")


def demand_known(spec: ProcedureSpec, organs: Mapping[str, str], what: str) -> None:
    """Refuse organs that are not registered or not of the kind their role asks for."""
    for role_id, name in organs.items():
        part, organ = spec.roles.get(role_id), registry.organ_named(name)
        if part is None or organ is None:
            raise ActRefused(what, spec.title, f"没有登记的机关“{name}”（{role_id}）", "请先登记该机关")
        if not fits(part, organ):
            raise ActRefused(what, spec.title, f"{name}不能担任{part.title}", "请选择相应类别和级别的机关")
