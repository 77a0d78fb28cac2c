"""Desks on which nothing lies: for each a scene is found after which something waits there."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from zhiheng.catalog.procedure_parts import Role
from zhiheng.procedure.services.seating import fits
from zhiheng.simulate.plays.company import Company, oddness, parts_of
from zhiheng.simulate.plays.scenes import Scene

DESKS: tuple[frozenset[str], ...] = (frozenset({"case.handle"}), frozenset({"case.review", "case.decide"}))
"""Rights of the accounts an organ has: its handler's and its leader's."""


@dataclass(frozen=True)
class Part:
    """What a scene leaves to be done: whose, with which right, in which roles the organ sits."""

    scene: Scene
    organ: str
    right: str
    roles: tuple[Role, ...]

    @property
    def anybody(self) -> bool:
        """Whether the roles ask for no kind of organ."""
        return not any(role.kinds for role in self.roles)


def parts_in(scenes: Iterable[Scene]) -> list[Part]:
    """Everything that the scenes leave to be done, the shortest scene of each way first."""
    found: dict[tuple[str, str, frozenset[tuple[str, str]]], Part] = {}
    for scene in sorted(scenes, key=lambda one: len(one.acts)):
        seats = {} if scene.state.ended_on else parts_of(scene)
        for organ, right in scene.waiting() if seats else ():
            found.setdefault((scene.story.spec.id, organ, scene.waits), Part(scene, organ, right, tuple(seats[organ])))
    return list(found.values())


def idle(company: Company) -> Iterator[tuple[Any, frozenset[str]]]:
    """Organs with the rights of the account for whom no step waits."""
    for place in sorted(company.places, key=lambda one: str(one.name)):
        for desk in DESKS:
            if not any(company.load[place.name, right] for right in desk):
                yield place, desk


def part_for(place: Any, desk: frozenset[str], parts: Sequence[Part], used: dict[str, int]) -> Part | None:
    """The part that suits an idle desk best: of the organ's kind and level, of a procedure seldom played for this, soon reached."""
    able = [part for part in parts if part.right in desk and all(fits(role, place) for role in part.roles)]
    return min(
        able,
        key=lambda part: (
            part.anybody, *oddness(part.organ, place), used.get(part.scene.story.spec.id, 0), len(part.scene.acts), part.scene.key,
        ),
        default=None,
    )  # fmt: skip
