"""Scenes: a story of a procedure as far as one of its acts, moved so that this act lies shortly before a day."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path

from zhiheng.catalog.packs import Catalog
from zhiheng.catalog.procedures import ProcedureSpec
from zhiheng.catalog.stories import StoryShape
from zhiheng.law.clocks import add_days
from zhiheng.procedure.core.errors import ActRefused
from zhiheng.procedure.core.fold import fold
from zhiheng.procedure.core.state import Event, State
from zhiheng.procedure.core.story import Walk, acts_of
from zhiheng.schema.errors import UnusableInputError
from zhiheng.simulate.plays.days import story_moved, story_timed, weeks_between

FURTHER = range(0, 420, 28)
"""How many days earlier still a scene is tried where the law of its day refuses what the story does."""


@dataclass(frozen=True)
class PlacedStory:
    """A story of a procedure with its place."""

    spec: ProcedureSpec
    path: Path
    number: int
    shape: StoryShape

    def __str__(self) -> str:
        return f"{self.path.name}“{self.shape.name}”"


@dataclass(frozen=True)
class Scene:
    """The story as far as its act of this number (0: only opened).

    opened   the opening as it happens; acts: each event as meant with the rights of which one is needed; state after the last
    copy     a further case that goes the same way has a number of its own
    sat      (role, organ of the story) of everybody who has had a seat so far: a case may go on to another organ
    """

    story: PlacedStory
    opened: Event
    acts: tuple[tuple[Event, tuple[str, ...]], ...]
    state: State
    copy: int = 0
    sat: tuple[tuple[str, str], ...] = ()

    @property
    def key(self) -> str:
        """The key under which its case is opened once."""
        return f"story:{self.story.path.stem}:{self.story.number}:{len(self.acts)}:{self.copy}"

    @property
    def rated(self) -> bool:
        """Whether a step of it is done that rates somebody: the points are given on the page, a story does not hold them."""
        return any(event.kind == "done" and self.story.spec.steps[event.step].rates for event, _ in self.acts)

    @property
    def last_on(self) -> date:
        """The day of its last act."""
        return self.acts[-1][0].on if self.acts else self.opened.on

    @property
    def waits(self) -> frozenset[tuple[str, str]]:
        """The steps that wait after it."""
        return frozenset((item.step, item.part) for item in self.state.open)

    def seats(self) -> dict[str, str]:
        """Role → organ of the story, for every seat of the procedure that the state knows (a story may name further organs)."""
        return {role: organ for role, organ in self.state.organs.items() if organ and role in self.story.spec.roles}

    def waiting(self) -> Iterator[tuple[str, str]]:
        """(organ of the story, right) for every step that waits."""
        spec = self.story.spec
        for item in self.state.open:
            step = spec.steps[item.step]
            role = item.part if step.by == "each" else step.by
            organ = self.state.organs.get(spec.seat_of(role))
            if organ:
                yield organ, step.right or spec.roles[role].right


def stories_of(catalog: Catalog) -> dict[str, list[PlacedStory]]:
    """Procedure → its stories of cases that are opened (those of an opening that is refused are no cases)."""
    found: dict[str, list[PlacedStory]] = {}
    for one in sorted(catalog.stories, key=lambda placed: (placed.of, placed.path.name)):
        if one.shape and one.of in catalog.procedures:
            spec = catalog.procedures[one.of]
            told = [PlacedStory(spec, one.path, number, shape) for number, shape in enumerate(one.shape.stories) if not shape.given.refused]
            found.setdefault(one.of, []).extend(told)
    return found


def scenes_of(placed: PlacedStory, days: int = 0) -> list[Scene]:
    """Every scene of a story; its last ones are missing where an act is refused, or leans on papers of another case."""
    story = story_timed(story_moved(placed.shape, days) if days else placed.shape)
    walk, found, done = Walk(placed.spec, story.given), [], []
    walking = acts_of(walk, story)
    try:
        for step, meant, possible in walking:
            if step.filed:
                break
            done.append((meant, tuple(dict.fromkeys(act.right for act in possible))))
            found.append(Scene(placed, walk.events[0], tuple(done), walk.state))
    except (ActRefused, UnusableInputError):
        pass
    return list(_with_seats([Scene(placed, walk.events[0], (), _state_of(walk, 1)), *found])) if walk.events else []


def _with_seats(scenes: Iterable[Scene]) -> Iterator[Scene]:
    """The scenes of one story with those who have sat so far."""
    sat: dict[tuple[str, str], None] = {}
    for scene in scenes:
        sat.update(dict.fromkeys(scene.seats().items()))
        yield replace(scene, sat=tuple(sat))


def _state_of(walk: Walk, events: int) -> State:
    return fold(walk.spec, walk.events[:events])


def scene_before(scene: Scene, day: date, least: int) -> Scene | None:
    """The scene moved so that its last act lies `least` days or a little more before `day`; None where the law of no such day allows it."""
    for further in FURTHER:
        wanted = add_days(day, -(least + further))
        moved = scenes_of(scene.story, weeks_between(scene.last_on, wanted))
        same = moved[len(scene.acts)] if len(moved) > len(scene.acts) else None
        if same and same.waits == scene.waits:
            return replace(same, copy=scene.copy)
    return None


def at_of(event: Event) -> datetime:
    """The instant of an event of a timed story."""
    if event.at is None:
        raise ValueError(f"{event.name}: no instant")
    return event.at
