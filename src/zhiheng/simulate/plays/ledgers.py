"""Play stories of registers: entries made and acted on by officers of the organs that keep them, about persons of the province."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils import timezone

from zhiheng.catalog.field_shapes import WITH_CODES
from zhiheng.catalog.packs import Catalog
from zhiheng.catalog.procedure_parts import Role
from zhiheng.catalog.registers import RegisterSpec
from zhiheng.law.clocks import add_days
from zhiheng.register import services
from zhiheng.register.core.errors import RegisterRefused
from zhiheng.register.core.story import Played, acts_of
from zhiheng.register.services import RegisterAct
from zhiheng.registry import selectors as registry
from zhiheng.registry.core.kinds import RELATION_KINDS, UNIT_KINDS, counts_as
from zhiheng.registry.core.organs import kind_of
from zhiheng.registry.rows import Organ, Unit
from zhiheng.registry.services import open_unit
from zhiheng.simulate.plays.cases import AS_TOLD
from zhiheng.simulate.plays.company import Company, lack, oddness
from zhiheng.simulate.plays.days import clock, instant, moved, weeks_between, with_month_ends
from zhiheng.simulate.plays.officers import Officers, Troupe
from zhiheng.simulate.plays.persons import Somebody, renamed

NAMES = frozenset({"subject_name", "person_name"})
NUMBERS = frozenset({"id_number", "person_number", "subject_number"})
AGO, APART = 2, 7
EARLIER = (7, 14, 21)
YEAR = 365
ORGANS = 3
TWICE = "DUPLICATE"
"""The refusal of an entry whose key the ledger already holds."""


@dataclass(frozen=True)
class Page:
    """A story of a register, whole or only as far as its first act (an entry that is still to be dealt with)."""

    spec: RegisterSpec
    path: Path
    number: int
    story: Mapping[str, Any]
    first_only: bool = False

    def __str__(self) -> str:
        return f"{self.path.name}“{self.story.get('name', '')}”"

    @property
    def acts(self) -> list[Played]:
        """The acts that are played."""
        found = list(acts_of(self.spec, self.story))
        return found[:1] if self.first_only else found

    @property
    def entries(self) -> int:
        """How many entries it makes."""
        return len({one.entry for one in self.acts})

    @property
    def key(self) -> str:
        """What makes its acts acts of their own."""
        return f"story:{self.spec.id}:{self.number}:{'first' if self.first_only else 'whole'}"

    def is_ahead(self, on: date) -> bool:
        """Whether it ends after a day: it may follow law that is not in force yet."""
        return timezone.localdate(self.acts[-1].now) > on


def pages_of(catalog: Catalog) -> dict[str, list[Page]]:
    """Register → its stories, each whole and each begun."""
    found: dict[str, list[Page]] = {}
    for one in sorted(catalog.stories, key=lambda placed: (placed.of, placed.path.name)):
        spec = catalog.registers.get(one.of)
        stories = (one.document.value.get("stories") or []) if spec and spec.shape.view is None else []
        for first_only in (False, True):
            pages = [Page(spec, one.path, number, story, first_only) for number, story in enumerate(stories) if spec]
            found.setdefault(one.of, []).extend(page for page in pages if page.acts)
    return {name: pages for name, pages in found.items() if pages}


def keepers(spec: RegisterSpec, company: Company, named: str) -> list[Any]:
    """The organs that may keep the register, those like the one of the story first."""
    able = [place for place in company.places if counts_as(place.kind, spec.shape.kept_by.kinds)]
    return sorted(able, key=lambda place: (*oddness(named, place), not company.is_stationed(place.name), place.name))


@dataclass
class Desk:
    """A page with those who play it: the days by which it is moved, its organs, persons and officers."""

    page: Page
    days: int
    organs: Mapping[str, str]
    people: Iterator[Somebody]
    troupe: Troupe
    names: dict[str, Somebody] = field(default_factory=dict)

    def person(self, name: str) -> Somebody:
        """Who plays a person of the story."""
        if name not in self.names:
            self.names[name] = next(self.people)
        return self.names[name]

    def values(self, given: Mapping[str, Any]) -> dict[str, Any]:
        """Values of the story on the demonstration's days, with its persons and organs."""
        placed = with_month_ends(dict(given), moved(dict(given), self.days))
        told = {name: self._value(name, value, given) for name, value in placed.items()}
        field = self.page.spec.shape.field
        chosen = {name for name in told if name in field and field[name].type in WITH_CODES}
        return {name: value if name in chosen else renamed(value, self.organs, {}) for name, value in told.items()}

    def _value(self, name: str, value: Any, given: Mapping[str, Any]) -> Any:
        if name in NAMES and isinstance(value, str):
            return self.person(value).name
        if name in NUMBERS and isinstance(value, str):
            said = next((str(given[one]) for one in NAMES if given.get(one)), value)
            return self.person(said).number
        if isinstance(value, Mapping) and "name" in value and self.page.spec.shape.field[name].type == "person":
            return {**value, "name": self.person(str(value["name"])).name}
        return value


def play_page(page: Page, place: int, company: Company, officers: Officers, catalog: Catalog, people: Iterator[Somebody]) -> int:
    """Play the page as the one of this place among those of its register; gives how many entries were made.

    Where a ledger already holds the key of an entry (a case has entered it), the ledger of the next organ is taken; where all hold it,
    nothing is entered twice.
    """
    for further in range(ORGANS):
        try:
            return _on_time(_desk(page, place + further, company, officers, people), company, officers, catalog)
        except RegisterRefused as refused:
            if refused.code != TWICE:
                raise
    return 0


def _on_time(desk: Desk, company: Company, officers: Officers, catalog: Catalog) -> int:
    """Play it, on other days where it has to be.

    Where holidays, ends and firsts of months or a change of law make an act refused that the story lets pass, the page is played some
    weeks earlier, at last on the story's own days in a year that has passed.
    """
    same_days = -YEAR * max(1, -(desk.days // YEAR))
    for days in (desk.days, *(desk.days - earlier for earlier in EARLIER)):
        try:
            return _played(_anew(desk, days, officers), company, officers, catalog)
        except RegisterRefused as refused:
            if refused.code == TWICE:
                raise
            officers.known.clear()
    return _played(_anew(desk, same_days, officers), company, officers, catalog)


def _anew(desk: Desk, days: int, officers: Officers) -> Desk:
    """The desk on other days, with nobody cast yet: whoever was enlisted for acts that were taken back is gone."""
    return replace(desk, days=days, troupe=Troupe(officers, desk.page.spec.pack))


@transaction.atomic
def _played(desk: Desk, company: Company, officers: Officers, catalog: Catalog) -> int:
    """Enter and act as the desk says; gives how many entries were made, and keeps nothing where one act is refused."""
    page, entries = desk.page, dict[str, Any]()
    unit, last = _unit(page.spec, desk.organs["keeper"], company, officers.now), None
    for number, one in enumerate(page.acts):
        last = clock(moved(_time_in_story(one, page.story), desk.days), last, desk.values(one.values))
        organ = desk.organs[_role(page.story, one.organ)]
        actor = desk.troupe.actor(one.by, organ, [one.right])
        wanted = RegisterAct(
            one.act, desk.values(one.values) | _themselves(desk, one, organ), one.reason, key=f"{page.key}:{number}", explained=AS_TOLD
        )
        if one.entry in entries:
            services.act(actor=actor, now=last, catalog=catalog, entry_id=entries[one.entry], wanted=wanted)
        else:
            made = services.enter(
                actor=actor, now=last, catalog=catalog, register=page.spec.id, wanted=wanted, organ=desk.organs["keeper"], unit=unit
            )
            entries[one.entry] = made.pk
    return len(entries)


def _themselves(desk: Desk, one: Played, organ: str) -> dict[str, str]:
    """Officers who do acts themselves, by the names of those who play them."""
    own = {act.whose for act in desk.page.spec.shape.acts.values()} & one.values.keys()
    return {name: desk.troupe.actor(str(one.values[name]), organ, ["register.keep"]).name for name in own}


def _time_in_story(one: Played, story: Mapping[str, Any]) -> str:
    """When the act happens in the story: an instant where it names one, else the day."""
    written = [str(line.get("at")) for line in [story.get("given") or {}, *(story.get("then") or [])] if line.get("at")]
    exact = any(found == one.now for text in written if (found := instant(text)))
    return one.now.isoformat() if exact else timezone.localdate(one.now).isoformat()


def _desk(page: Page, place: int, company: Company, officers: Officers, people: Iterator[Somebody]) -> Desk:
    last = timezone.localdate(page.acts[-1].now)
    wanted = add_days(company.on, -(AGO + APART * place))
    return Desk(page, weeks_between(last, wanted), organs_of(page, place, company), people, Troupe(officers, page.spec.pack))


def _organs(spec: RegisterSpec, given: Mapping[str, Any], place: int, company: Company) -> dict[str, str]:
    """Role of the story, and name of its organ → organ of the demonstration."""
    said = {"keeper": "", **{role: str(name) for role, name in (given.get("organs") or {}).items()}}
    found = {"keeper": _keeper(spec, said["keeper"], place, company)}
    kinds: Mapping[str, str] = given.get("kinds") or {}
    for role, name in said.items():
        if role != "keeper":
            found[role] = _other_organ(name, str(kinds.get(role) or kind_of(name)), company, found)
    return {**{said[role]: organ for role, organ in found.items() if said[role]}, **found}


def _keeper(spec: RegisterSpec, named: str, place: int, company: Company) -> str:
    """The organ that keeps the page of this place: those like the one of the story take turns."""
    able = keepers(spec, company, named)
    like = [one for one in able if oddness(named, one) == oddness(named, able[0])]
    return str(like[place % len(like)].name)


def _other_organ(name: str, kind: str, company: Company, found: Mapping[str, str]) -> str:
    """Another organ of the kind or in this relation to the keeper, the nearest by name; one that lacks is named, else the name stays."""
    free = [one for one in company.places if one.name not in found.values()]
    if kind in RELATION_KINDS:
        related = min((one.name for one in free if company.is_for(one.name, kind, found["keeper"])), default="")
        return related or _other_organ(name, kind_of(name), company, found)
    near = min((one.name for one in free if one.kind == kind), key=lambda one: (_strange(one, found["keeper"]), one), default="")
    return near or lack(name, [Role(title=name, kinds=(kind,))], company) or name


def _strange(one: str, other: str) -> int:
    """How little the beginnings of two names share: organs of one place begin alike."""
    return -next((count for count in range(6, 0, -1) if one[:count] == other[:count]), 0)


def _role(story: Mapping[str, Any], organ: str) -> str:
    organs = {str(name): str(role) for role, name in ((story.get("given") or {}).get("organs") or {}).items()}
    return organs.get(organ, "keeper")


def _unit(spec: RegisterSpec, keeper: str, company: Company, now: datetime) -> Unit | None:
    """The unit that keeps the register, opened where the organ has none of its kind."""
    kept, organ = spec.shape.kept_by, registry.organ_named(keeper)
    if not kept.unit or organ is None:
        return None
    known = list(registry.units_of(organ))
    own = next((unit for unit in known if not isinstance(kept.unit, str) or unit.kind == kept.unit), None)
    if own or not isinstance(kept.unit, str):
        return own
    return open_unit(actor=registry.COMMAND_LINE, now=now, organ=organ, name=_unit_name(kept.unit, organ, company.on), kind=kept.unit)


def _unit_name(kind: str, organ: Organ, on: date) -> str:
    places = registry.related(organ, "stationed_at", on=on, back=True)
    title = UNIT_KINDS[kind].title
    return title.replace("派驻", f"派驻{places[0].name}") if places else title


def organs_of(page: Page, place: int, company: Company) -> dict[str, str]:
    """The organs of a page (see `_organs`): asked before, so that those that lack are known."""
    return _organs(page.spec, page.story.get("given") or {}, place, company)


def fits_apart(pages: Sequence[Page], company: Company) -> list[Page]:
    """The pages that can stand beside each other: one begun only is left out where the ledger that keeps it already holds its key,
    or where entries alike must lie apart (who was posted in the whole story cannot be posted again)."""
    spec = pages[0].spec
    told = {*NAMES, *NUMBERS}
    free = not spec.shape.key or any(name in told or spec.shape.field[name].type == "date" for name in spec.shape.key)
    kept: list[Page] = []
    used: set[tuple[str, int]] = set()
    for page in pages:
        organs = (page.story.get("given") or {}).get("organs") or {}
        if page.first_only and any(act.gaps for act in spec.shape.acts.values()):
            continue
        place = (_keeper(spec, str(organs.get("keeper") or ""), len(kept), company), page.number)
        if free or not page.first_only or place not in used:
            kept.append(page)
            used.add(place)
    return kept
