"""Readers of the relations between organs, of their units, and of who holds which seat."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db.models import Q, QuerySet

from zhiheng.registry.core.kinds import RELATION_KINDS
from zhiheng.registry.core.standing import BY_RELATION, Standing, standing
from zhiheng.registry.models import FormerName, Organ, Relation, Unit

UPPER = "upper"
SUPERVISING = ("supervised_by", "stationed_at")
PROCURATORATE = "procuratorate"


def related(organ: Organ, kind: str, *, on: date, back: bool = False) -> list[Organ]:
    """The organs that are `kind` for this organ on the day, by name: `related(prison, "court_of")` is the prison's court.

    back  the other way: the organs for which this one is it (the prisons of a court)
    The parent of an organ counts as its `upper` where no row says otherwise.
    """
    if kind not in RELATION_KINDS:
        raise ValueError(f"no such relation: {kind}")
    rows = relations_on(on).filter(kind=kind)
    if back:
        found = {row.other for row in rows.filter(organ=organ).select_related("other")}
        found |= _children(organ, on) if kind == UPPER else set()
    else:
        found = {row.organ for row in rows.filter(other=organ).select_related("organ")}
        found |= {organ.parent} if kind == UPPER and not found and organ.parent else set()
    return sorted(found, key=lambda one: one.name)


def _children(organ: Organ, on: date) -> set[Organ]:
    """Organs whose parent this is and whose upper no row names."""
    told = relations_on(on).filter(kind=UPPER).values("other_id")
    return set(Organ.objects.filter(parent=organ).exclude(pk__in=told))


def relations_on(day: date) -> QuerySet[Relation]:
    """Relations that hold on the day."""
    return Relation.objects.filter(since_on__lte=day).filter(Q(until_on=None) | Q(until_on__gt=day))


def relations_of(organ: Organ) -> list[Relation]:
    """Every relation the organ has or had, either way."""
    return list(Relation.objects.filter(Q(organ=organ) | Q(other=organ)).select_related("organ", "other"))


def relation_numbered(number: int) -> Relation | None:
    """The relation of this number."""
    return Relation.objects.select_related("organ", "other").filter(pk=number).first()


def units_of(organ: Organ) -> QuerySet[Unit]:
    """Units of the organ that are not closed."""
    return Unit.objects.filter(organ=organ, closed=False).select_related("parent")


def unit_named(organ: Organ, name: str) -> Unit | None:
    """The organ's unit of this name."""
    return Unit.objects.filter(organ=organ, name=name).first()


def unit_numbered(organ: Organ, number: int) -> Unit | None:
    """The organ's unit of this number."""
    return Unit.objects.filter(organ=organ, pk=number).select_related("parent").first()


def below(organ: Organ) -> frozenset[int]:
    """Ids of the organ and of all below it by parent."""
    found, ring = {organ.pk}, {organ.pk}
    while ring:
        ring = set(Organ.objects.filter(parent_id__in=ring).values_list("pk", flat=True)) - found
        found |= ring
    return frozenset(found)


def former_names_of(organ: Organ) -> list[FormerName]:
    """Names the organ bore before, the earliest first."""
    return list(FormerName.objects.filter(organ=organ))


def units_within(units: Iterable[int]) -> frozenset[int]:
    """Ids of these units and of all that lie in them."""
    found = ring = set(units)
    while ring:
        ring = set(Unit.objects.filter(parent_id__in=ring).values_list("pk", flat=True)) - found
        found = found | ring
    return frozenset(found)


def organs_of_kinds(kinds: Iterable[str]) -> QuerySet[Organ]:
    """Organs of these kinds, by name."""
    return Organ.objects.filter(kind__in=list(kinds))


def organs_numbered(numbers: Iterable[int]) -> QuerySet[Organ]:
    """Organs of these numbers, by name."""
    return Organ.objects.filter(pk__in=list(numbers))


def stands(organ: Organ, to: Organ, *, on: date) -> Standing:
    """How an organ stands to a procuratorate on the day: by who supervises it or is stationed there, else by levels and places."""
    found = {one for kind in SUPERVISING for one in related(organ, kind, on=on)}
    if to in found:
        return "own"
    answers = {standing("", by.level, by.division, to.level, to.division) for by in found}
    if answers:
        answer = answers.pop() if len(answers) == 1 else ""
        return "elsewhere" if answer == "own" else answer
    return standing(organ.kind, organ.level, organ.division, to.level, to.division)


def counterparts(organ: Organ, *, on: date) -> frozenset[int]:
    """Ids of the organs that stand in some relation to this one on the day, either way: its prisons, its court, who supervises it."""
    rows = relations_on(on).filter(Q(organ=organ) | Q(other=organ)).values_list("organ_id", "other_id")
    return frozenset(one for pair in rows for one in pair) - {organ.pk}


def supervisors_of(organ: Organ, *, on: date) -> list[Organ]:
    """The procuratorates that supervise an organ on the day: by relation, else those of its own level and place."""
    found = {one.pk: one for kind in SUPERVISING for one in related(organ, kind, on=on)}
    if not found and organ.kind not in BY_RELATION:
        procuratorates = Organ.objects.filter(kind=PROCURATORATE, level=organ.level, division=organ.division)
        found = {one.pk: one for one in procuratorates if organ.level and organ.division}
    return sorted(found.values(), key=lambda one: one.name)
