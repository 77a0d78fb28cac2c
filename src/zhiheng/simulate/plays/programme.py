"""What a demonstration plays of the packs' stories, and the playing of it: cases of every procedure, entries of every register."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import partial
from itertools import chain

from django.core.exceptions import PermissionDenied
from django.utils import timezone

from zhiheng.catalog.packs import Catalog
from zhiheng.procedure.selectors import opened_under
from zhiheng.register.core.errors import RegisterRefused
from zhiheng.register.selectors import acts_under
from zhiheng.schema.errors import UnusableInputError
from zhiheng.simulate.plays import cases, choosing, ledgers
from zhiheng.simulate.plays.company import Cast, Company, cast_for, company_now, recast
from zhiheng.simulate.plays.idle import DESKS, Part, idle, part_for, parts_in
from zhiheng.simulate.plays.officers import Officers
from zhiheng.simulate.plays.persons import Somebody, persons
from zhiheng.simulate.plays.scenes import PlacedStory, Scene, scene_before, scenes_of, stories_of

KEYS = "story:"
EXTRA_AGO = (2, 9, 5)
REFUSALS = (UnusableInputError, PermissionDenied)


@dataclass
class Programme:
    """Scenes with their cast, pages of registers, and what cannot be played (with the reason).

    undecided   organs whose leaders no procedure asks for a decision: they handle cases themselves
    """

    scenes: list[tuple[Scene, Cast]] = field(default_factory=list)
    pages: list[tuple[ledgers.Page, int]] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)
    undecided: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Chosen:
    """What the packs offer for a day, before organs are known: scenes to be played, all scenes, stories that no day allows."""

    scenes: tuple[Scene, ...]
    every: tuple[Scene, ...]
    lost: tuple[PlacedStory, ...]


def choose(catalog: Catalog, day: date) -> Chosen:
    """Choose scenes of every procedure that an officer may open; those that only clues open are played where clues are handled."""
    scenes = {
        name: [scene for told in stories for scene in scenes_of(told) if not scene.rated]
        for name, stories in stories_of(catalog).items()
        if stories and set(stories[0].spec.opens.places) != {"clue"}
    }
    found, lost = choosing.chosen(scenes, day)
    return Chosen(tuple(found), tuple(chain.from_iterable(scenes.values())), tuple(lost))


def lacking(catalog: Catalog, chosen: Chosen, day: date) -> list[str]:
    """Names of the organs that the stories need and the demonstration has not."""
    company = company_now(day)
    company.makes = True
    for scene in chosen.scenes:
        if cast := cast_for(scene, company):
            company.note(scene, cast)
    for pages in ledgers.pages_of(catalog).values():
        for place, page in enumerate(ledgers.fits_apart(pages, company)):
            ledgers.organs_of(page, place, company)
    return company.lacking


def arrange(catalog: Catalog, chosen: Chosen, company: Company) -> Programme:
    """Give every scene its organs, and every account something to do."""
    made = Programme(failed=[f"{told}：没有一天的法律允许这样办理" for told in chosen.lost])
    for scene in chosen.scenes:
        _add(made, scene, cast_for(scene, company), company)
    _fill_desks(made, chosen, company)
    for pages in ledgers.pages_of(catalog).values():
        made.pages += [(page, place) for place, page in enumerate(ledgers.fits_apart(pages, company))]
    return made


def _add(made: Programme, scene: Scene, cast: Cast | None, company: Company) -> None:
    if cast is None:
        made.failed.append(f"{scene.story}：没有可以担任其中角色的机关")
        return
    company.note(scene, cast)
    made.scenes.append((scene, cast))


def _fill_desks(made: Programme, chosen: Chosen, company: Company) -> None:
    """One more case for every account on whose desk nothing lies."""
    parts = parts_in(chosen.every)
    used: dict[str, int] = {}
    for place, desk in list(idle(company)):
        if any(company.load[place.name, right] for right in desk):
            continue
        part = part_for(place, desk, parts, used)
        if part:
            _add_for(made, part, place.name, used, company)
        elif desk is DESKS[1]:
            made.undecided.append(place.name)


def _add_for(made: Programme, part: Part, organ: str, used: dict[str, int], company: Company) -> None:
    """A case that leaves this part to be done by the organ."""
    name = part.scene.story.spec.id
    used[name] = used.get(name, 0) + 1
    scene = replace(part.scene, copy=100 + len(made.scenes))
    moved = scene_before(scene, company.on, EXTRA_AGO[used[name] % len(EXTRA_AGO)])
    if moved is None:
        made.failed.append(f"{scene.story}：没有一天的法律允许这样办理")
    else:
        _add(made, moved, cast_for(moved, company, fixed={part.organ: organ}), company)


@dataclass
class Played:
    """What came of it: cases that wait, cases that ended, registers with entries, entries, what could not be played."""

    living: int = 0
    ended: int = 0
    registers: set[str] = field(default_factory=set)
    entries: int = 0
    failed: list[str] = field(default_factory=list)

    def lines(self) -> str:
        """For people."""
        told = f"  办件 {self.living + self.ended} 件（在办 {self.living}、办结 {self.ended}）；"
        told += f"台账 {len(self.registers)} 本 {self.entries} 条"
        return "\n".join([told, *(f"  不能演示：{one}" for one in self.failed)])


def play(catalog: Catalog, chosen: Chosen, *, now: datetime, since: date) -> Played:
    """Play the programme; what an earlier demonstration played is not played again."""
    programme = arrange(catalog, chosen, company := company_now(timezone.localdate(now)))
    outcome, people = Played(failed=programme.failed), persons()
    officers, done = Officers(now, since), opened_under(KEYS)
    for organ in programme.undecided:
        officers.let_handle(organ)
    for (scene, cast), person in zip(programme.scenes, people, strict=False):
        known = (scene.story.spec.id, scene.key) in done
        if known or tried(outcome, officers, str(scene.story), partial(play_scene, scene, cast, officers, person, company)):
            outcome.ended += bool(scene.state.ended_on)
            outcome.living += not scene.state.ended_on
    _play_pages(
        programme, outcome, officers, partial(ledgers.play_page, company=company, officers=officers, catalog=catalog, people=people)
    )
    return outcome


def _play_pages(programme: Programme, outcome: Played, officers: Officers, play_page: Callable[..., int]) -> None:
    """Play the pages of registers.

    A page of days to come that no earlier day allows follows law that is not in force yet: it is named only where nothing else of its
    register could be shown (whether it holds on its own days is what the check of packs says).
    """
    acts, ahead = acts_under(KEYS), defaultdict[str, Played](Played)
    for page, place in programme.pages:
        into = ahead[page.spec.id] if page.is_ahead(timezone.localdate(officers.now)) else outcome
        if f"{page.key}:0" in acts or tried(into, officers, str(page), partial(play_page, page, place)):
            outcome.registers.add(page.spec.id)
            outcome.entries += page.entries
    outcome.failed += chain.from_iterable(one.failed for name, one in ahead.items() if name not in outcome.registers)


def play_scene(scene: Scene, cast: Cast, officers: Officers, person: Somebody | None, company: Company) -> None:
    """Play the scene; where a ledger of its opener already holds what it enters, with another organ in that part."""
    refusal: RegisterRefused | None = None
    for organs in chain([cast], recast(scene, company, cast)):
        try:
            cases.play(scene, organs, officers, person)
        except RegisterRefused as refused:
            if refused.code != ledgers.TWICE:
                raise
            officers.known.clear()
            refusal = refused
        else:
            return
    if refusal:
        raise refusal


def tried(outcome: Played, officers: Officers, named: str, work: Callable[[], object]) -> bool:
    """Do it, and say whether it was done; what is refused is named, and colleagues enlisted for it are forgotten."""
    try:
        work()
    except REFUSALS as refusal:
        outcome.failed.append(f"{named}：{refusal}")
        officers.known.clear()
        return False
    return True
