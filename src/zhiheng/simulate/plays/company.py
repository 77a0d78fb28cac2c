"""The organs of a demonstration and who of them plays which organ of a story; those that lack are named."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import Any

from zhiheng.catalog.procedure_parts import Role
from zhiheng.procedure.services.seating import fits
from zhiheng.registry import selectors as registry
from zhiheng.registry.core.kinds import ORGAN_KINDS, REST
from zhiheng.registry.core.organs import division_of, kind_of, level_of
from zhiheng.registry.selectors.relations import related, stands
from zhiheng.schema import divisions
from zhiheng.simulate.plays.scenes import Scene

Cast = dict[str, str]
"""Organ of the story → organ of the demonstration."""
FEW = 4
ANY_OFFICE = "统计局"
"""What an organ is called of whose kind no word of a name tells."""
_PROVINCE = "51"


@dataclass(frozen=True)
class Place:
    """An organ as far as a part asks for it."""

    name: str
    kind: str
    level: str
    division: str


@dataclass
class Company:
    """The organs at hand, how they are related, and how much work waits for each (organ, right)."""

    places: Sequence[Any]
    on: date
    load: Counter[tuple[str, str]] = field(default_factory=Counter)
    lacking: list[str] = field(default_factory=list)
    known: dict[tuple[str, str], frozenset[str]] = field(default_factory=dict)
    stationed: dict[str, bool] = field(default_factory=dict)
    makes: bool = False

    def is_for(self, organ: str, kind: str, other: str) -> bool:
        """Whether an organ stands in this relation to another."""
        asked = (kind, other)
        if asked not in self.known:
            found = registry.organ_named(other)
            self.known[asked] = frozenset(one.name for one in related(found, kind, on=self.on)) if found else frozenset()
        return organ in self.known[asked]

    def is_stationed(self, organ: str) -> bool:
        """Whether the organ is stationed at another (a prison, a detention house)."""
        if organ not in self.stationed:
            found = registry.organ_named(organ)
            self.stationed[organ] = bool(found and related(found, "stationed_at", on=self.on, back=True))
        return self.stationed[organ]

    def note(self, scene: Scene, cast: Mapping[str, str]) -> None:
        """Note the work that a scene leaves."""
        for organ, right in scene.waiting():
            self.load[cast[organ], right] += 1


def company_now(on: date) -> Company:
    """Every organ that is registered."""
    return Company(registry.all_organs(), on)


def parts_of(scene: Scene) -> dict[str, list[Role]]:
    """Organ of the story → the roles it has sat in; the opener's first."""
    spec = scene.story.spec
    found: dict[str, list[Role]] = {}
    for role, organ in sorted(scene.sat, key=lambda seat: seat[0] != spec.seat_of(spec.opener)):
        found.setdefault(organ, []).append(spec.roles[role])
    return found


def cast_for(scene: Scene, company: Company, *, fixed: Mapping[str, str] | None = None) -> Cast | None:
    """Who plays the scene: those for whom little work waits take the parts that are to do something next. None: an organ lacks."""
    if fixed is not None:
        return filled(scene, company, dict(fixed))
    parts = parts_of(scene)
    for organ, right in scene.waiting():
        able = sorted(_able(parts[organ], company), key=lambda one: (oddness(organ, one), company.load[one.name, right], one.name))
        for place in able[:FEW]:
            if found := filled(scene, company, {organ: place.name}):
                return found
    return filled(scene, company, {})


def recast(scene: Scene, company: Company, cast: Cast) -> Iterator[Cast]:
    """Other casts, in which the opener's part is another organ's; those most like the story's first."""
    organ, roles = next(iter(parts_of(scene).items()))
    able = [one for one in _able(roles, company) if one.name != cast[organ]]
    for place in sorted(able, key=lambda one: (*oddness(organ, one), one.name))[:FEW]:
        if found := filled(scene, company, {organ: place.name}):
            yield found


def filled(scene: Scene, company: Company, cast: Cast) -> Cast | None:
    """The cast completed, every part by another organ, by relation and nearness."""
    parts = parts_of(scene)
    for organ, roles in parts.items():
        if organ in cast:
            continue
        free = [one for one in _able(roles, company) if one.name not in cast.values()]
        best = min(free, key=lambda one: _farness(scene, company, cast, organ, one), default=None)
        name = best.name if best else lack(organ, roles, company)
        if not name:
            return None
        cast[organ] = name
    return cast


def _able(roles: Iterable[Role], company: Company) -> list[Any]:
    wanted = list(roles)
    return [place for place in company.places if all(fits(role, place) for role in wanted)]


def oddness(organ: str, place: Any) -> tuple[bool, bool]:
    """Whether kind and level differ from what the name in the story says."""
    said = place_named(organ)
    return (said.kind not in {REST, place.kind}, bool(said.level) and place.level != said.level)


def _farness(scene: Scene, company: Company, cast: Cast, organ: str, place: Any) -> tuple[Any, ...]:
    """The least is the best: related as the roles say, of the story's kind and level, near the others, with little to do."""
    near = min((-_shared(place.division, place_named(other).division) for other in cast.values()), default=0)
    work = sum(count for (name, _), count in company.load.items() if name == place.name)
    return (_unrelated(scene, company, {**cast, organ: place.name}), *oddness(organ, place), near, work, place.name)


def _shared(one: str, other: str) -> int:
    return next((digits for digits in (6, 4, 2) if one and one[:digits] == other[:digits]), 0)


def _unrelated(scene: Scene, company: Company, cast: Cast) -> int:
    """How many relations that roles ask for do not hold among those cast so far."""
    spec, seats, broken = scene.story.spec, scene.seats(), 0
    for role, organ in seats.items():
        kind, of = spec.roles[role].relation or ("", "")
        other = seats.get(spec.seat_of(of), "") if kind else ""
        if kind and organ in cast and other in cast:
            broken += not company.is_for(cast[organ], kind, cast[other])
    return broken + sum(1 for one in _standings(scene) if not _stands_so(scene, company, cast, one))


def _standings(scene: Scene) -> set[tuple[str, str]]:
    """The pairs of roles whose standing to each other the procedure asks about."""
    blocks = [block for step in scene.story.spec.steps.values() for block in step.blocks]
    return {(block.stands.of, block.stands.to) for block in blocks if block.stands}


def _stands_so(scene: Scene, company: Company, cast: Cast, roles: tuple[str, str]) -> bool:
    """Whether two organs of the cast stand to each other as the story says (its own, where it says nothing)."""
    spec, seats = scene.story.spec, scene.seats()
    names = [seats.get(spec.seat_of(role), "") for role in roles]
    one, other = (registry.organ_named(cast[name]) if name in cast else None for name in names)
    if one is None or other is None:
        return True
    return stands(one, other, on=company.on) in {"", scene.story.shape.given.standings.get(":".join(roles), "own")}


def lack(organ: str, roles: Sequence[Role], company: Company) -> str:
    """Name an organ that the demonstration lacks for a part; empty where none may be named any more."""
    if not company.makes:
        return ""
    names = [organ, *_invented(roles), *_invented_below(roles, company)]
    places = [place_named(name) for name in names if name not in {one.name for one in company.places}]
    made = next((one for one in places if one.division and all(fits(role, one) for role in roles)), None)
    if made is None:
        return ""
    company.places = [*company.places, made]
    company.lacking.append(made.name)
    return made.name


def _invented(roles: Sequence[Role]) -> list[str]:
    """Names of organs of the kinds asked for, in every division of the province."""
    kinds = [kind for role in roles for kind in role.kinds]
    titles = [*dict.fromkeys((*ORGAN_KINDS[kind].words, ANY_OFFICE)[0] for kind in kinds)]
    heads = [name for code, name in sorted(divisions.table().items()) if code.startswith(_PROVINCE)]
    return [f"{head}{title}" for title in titles for head in heads]


def _invented_below(roles: Sequence[Role], company: Company) -> list[str]:
    """Names of organs of a township (a police station), where the county has an organ of the kind already: it is the one above."""
    if not any(role.level == "township" for role in roles):
        return []
    kinds = {kind for role in roles for kind in role.kinds}
    above = {one.division for one in company.places if one.kind in kinds and one.level == "county"}
    heads = [name for code, name in sorted(divisions.table().items(), key=_far) if code in above]
    words = [word for kind in sorted(kinds) for word in ORGAN_KINDS[kind].words]
    return [f"{head}{word}" for head in heads for word in words]


def _far(place: tuple[str, str]) -> tuple[bool, str]:
    return (not place[0].startswith(_PROVINCE), place[0])


@lru_cache(maxsize=1 << 16)
def place_named(name: str) -> Place:
    """What the registry will read from a name."""
    kind = kind_of(name)
    return Place(name, kind, level_of(name, kind), division_of(name))
