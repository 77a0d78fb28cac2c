"""Which entries of a register a viewer may know of."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.utils import timezone

from zhiheng.catalog.registers import RegisterSpec
from zhiheng.ledger.core.actor import Actor
from zhiheng.ledger.core.once import once
from zhiheng.register.core.ledgers import is_named, sight_of
from zhiheng.register.models import Entry, NamedPerson, WrittenName
from zhiheng.registry import selectors as registry
from zhiheng.registry.core.kinds import counts_as
from zhiheng.registry.core.roles import ROLES
from zhiheng.registry.core.scopes import WIDEST
from zhiheng.registry.rights import covers, posts_of, scope_of
from zhiheng.registry.rows import Officer, Organ
from zhiheng.registry.selectors.relations import units_within
from zhiheng.subjects.selectors import bearing

READ = "register.read"
UPPER, STATIONED = "upper", "stationed_at"
Viewer = Officer | Actor


def sight(viewer: Viewer, spec: RegisterSpec, now: datetime, alike: Sequence[str] = ()) -> Q:
    """The entries a viewer may know of: his organ's (his units'), and what the register shows organs of his kind.

    alike   registers that are seen as this one is, and are asked about with it
    """
    if isinstance(viewer, Actor):
        return Q() if viewer == registry.COMMAND_LINE else Q(pk=None)
    today = timezone.localdate(now)
    posts = [post for post in posts_of(viewer, on=today) if covers(post, spec.pack, None) and _reads(post)]
    if not posts:
        return Q(pk=None)
    seen = (_own_ledgers(viewer, posts) | _others(viewer, spec, today, alike or [spec.id])) & _not_closed(viewer)
    return seen & _open_to(viewer, spec, posts) if spec.shape.confidential else seen


def is_inside(viewer: Viewer, organ: Organ) -> bool:
    """Whether the viewer is of the organ that keeps the ledger."""
    return viewer == registry.COMMAND_LINE if isinstance(viewer, Actor) else viewer.organ_id == organ.pk


def sight_key(viewer: Viewer, spec: RegisterSpec, now: datetime) -> Any:
    """What `sight` rests on: registers with one key are seen alike; a confidential one is like no other."""
    if isinstance(viewer, Actor):
        return None
    if spec.shape.confidential:
        return spec.id
    posts = [post.pk for post in posts_of(viewer, on=timezone.localdate(now)) if covers(post, spec.pack, None) and _reads(post)]
    return tuple(posts), _names_others(spec), UPPER in spec.shape.seen_by, frozenset(_sights(viewer, spec))


def closed_entries(viewer: Viewer) -> frozenset[UUID]:
    """Ids of the entries of every ledger that name, or may name, a person whose records are closed to the viewer."""
    numbers = registry.barred_numbers(viewer)
    return once(("entries closed", getattr(viewer, "pk", None)), lambda: _naming(numbers)) if numbers else frozenset()


def _naming(numbers: frozenset[str]) -> frozenset[UUID]:
    """By number; by name alone where nobody who bears it stands in the entry by number: it may be any of them."""
    by_number = frozenset(NamedPerson.objects.filter(number__in=numbers).values_list("entry", flat=True))
    names = bearing(numbers)
    held = set(WrittenName.objects.filter(name__in=names).values_list("entry", "name")) if names else set()
    known = _known_by_number({entry for entry, _name in held})
    return by_number | {entry for entry, name in held if name not in known.get(entry, ())}


def _known_by_number(entries: set[UUID]) -> dict[UUID, set[str]]:
    """Names that those bear whom an entry names by number."""
    named: dict[UUID, set[str]] = {}
    for entry, number in NamedPerson.objects.filter(entry__in=entries).values_list("entry", "number"):
        named.setdefault(entry, set()).add(number)
    return {entry: {*bearing(frozenset(numbers))} for entry, numbers in named.items()}


def _not_closed(viewer: Officer) -> Q:
    """Without entries that name, or may name, a person whose records are closed to the viewer."""
    closed = closed_entries(viewer)
    return ~Q(pk__in=closed) if closed else Q()


def _open_to(viewer: Officer, spec: RegisterSpec, posts: Sequence[Any]) -> Q:
    """Of a confidential ledger: what the viewer recorded, all of it with its right, never what names him."""
    closed = spec.shape.confidential
    if closed is None:
        return Q()
    who, entries = (viewer.username, viewer.name), Entry.objects.filter(register=spec.id)
    held = any(closed.read in ROLES[post.role].rights for post in posts)
    own = Q(pk__in=entries.filter(acts__seq=1, acts__actor=viewer.username).values("pk"))
    named = [entry.pk for entry in entries.only("id", "values") if is_named(spec.shape, entry.values, who)] if closed.named else []
    return (Q() if held else own) & ~Q(pk__in=named)


def _reads(post: Any) -> bool:
    return READ in ROLES[post.role].rights


def _own_ledgers(viewer: Officer, posts: Sequence[Any]) -> Q:
    if any(post.unit_id is None for post in posts):
        return Q(organ_id=viewer.organ_id)
    units = units_within(post.unit_id for post in posts)
    return Q(organ_id=viewer.organ_id, unit_id__in=units)


def _sights(viewer: Officer, spec: RegisterSpec) -> set[str]:
    kinds = [kind for kind in spec.shape.seen_by if kind != UPPER and counts_as(viewer.organ.kind, [kind])]
    return {sight_of(spec.shape, kind) for kind in kinds}


def _others(viewer: Officer, spec: RegisterSpec, today: date, registers: Sequence[str]) -> Q:
    named, sights = Q(namings__organ_id=viewer.organ_id), _sights(viewer, spec)
    seen = "own" in sights or _names_others(spec)
    found = Q(pk__in=Entry.objects.filter(named, register__in=registers).values("pk")) if seen else Q(pk=None)
    if "all" in sights:
        return Q(organ__in=registry.organs_seen_by(viewer)) | Q(organ__in=_stationed(viewer, today)) | found
    if UPPER in spec.shape.seen_by:
        below = once(("below", viewer.organ_id, today), lambda: registry.related(viewer.organ, UPPER, on=today, back=True))
        found |= Q(organ__in=[organ.pk for organ in below])
    return found


def _stationed(viewer: Officer, today: date) -> list[Any]:
    """Places in which the viewer's procuratorate has a stationed office: a prison of the province lies in no division of its own."""
    if scope_of(viewer) != WIDEST:
        return []
    there = once(("stationed", viewer.organ_id, today), lambda: registry.related(viewer.organ, STATIONED, on=today, back=True))
    return [organ.pk for organ in there]


def _names_others(spec: RegisterSpec) -> bool:
    """Whether an act of the register is done or confirmed by an organ that a field names: such an organ must see its entries."""
    return any(act.confirmed_by or act.by != "keeper" for act in spec.shape.acts.values())
