"""Which scenes a demonstration plays: living cases of every pack in different steps, some of each procedure, and one that has ended."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from itertools import chain

from zhiheng.simulate.plays.scenes import PlacedStory, Scene, scene_before

OF_PACK, OF_PROCEDURE = 5, 2
"""How many living cases a pack shows at least, and each of its procedures."""
AGO = (1, 16, 3, 40, 8)
"""How many days before the demonstration's day the last acts lie, one case after another: some clocks run, some are near, some are past."""
ENDED_AGO = 12
SPARE = 50
"""From this number on copies of a scene count that stands in for one which no day allows."""


def shares(scenes: Mapping[str, Sequence[Scene]]) -> dict[str, int]:
    """Procedure → how many of its cases live, given the scenes of every procedure; one of whose scenes nobody awaits has none."""
    packs: dict[str, list[str]] = {}
    for name, found in scenes.items():
        if any(_lives(scene) for scene in found):
            packs.setdefault(found[0].story.spec.pack, []).append(name)
    return {name: max(OF_PROCEDURE, -(-OF_PACK // len(names))) for names in packs.values() for name in names}


def chosen(scenes: Mapping[str, Sequence[Scene]], day: date) -> tuple[list[Scene], list[PlacedStory]]:
    """Scenes of procedures, moved to their days, and the stories that no day allows."""
    wanted: list[tuple[Scene, int]] = []
    many, alive = shares(scenes), 0
    for name, found in scenes.items():
        for scene in living(found, many.get(name, 0)):
            wanted.append((scene, AGO[alive % len(AGO)]))
            alive += 1
        wanted += [(scene, ENDED_AGO) for scene in ended(found)]
    placed = [(scene, _placed(scene, scenes[scene.story.spec.id], day, ago)) for scene, ago in wanted]
    return [moved for _, moved in placed if moved], [scene.story for scene, moved in placed if moved is None]


def _placed(scene: Scene, neighbours: Iterable[Scene], day: date, ago: int) -> Scene | None:
    """The scene moved to its day; where the law of no day allows it, one of another story after which the same waits."""
    others = (
        one
        for one in neighbours
        if one.waits == scene.waits and one.story is not scene.story and bool(one.state.ended_on) is bool(scene.state.ended_on)
    )
    ways = chain([scene], (replace(one, copy=scene.copy + SPARE) for one in others if one.acts))
    return next((moved for one in ways if (moved := scene_before(one, day, ago))), None)


def _lives(scene: Scene) -> bool:
    """Whether its case goes on and waits for somebody."""
    return not scene.state.ended_on and any(scene.waiting())


def living(scenes: Sequence[Scene], most: int) -> list[Scene]:
    """So many scenes that live, spread over the steps of the procedure; where there are few, some go the same way."""
    by_steps: dict[frozenset[tuple[str, str]], list[Scene]] = {}
    for scene in filter(_lives, scenes):
        by_steps.setdefault(scene.waits, []).append(scene)
    groups = spread(sorted(by_steps.values(), key=_place), most)
    found: list[Scene] = []
    while groups and len(found) < most:
        found += [_fresh(group, found) for group in groups[: most - len(found)]]
    return found


def _place(group: Sequence[Scene]) -> tuple[int, ...]:
    """Where the steps that wait stand in the procedure."""
    order = list(group[0].story.spec.steps)
    return tuple(sorted(order.index(step) for step, _ in group[0].waits))


def spread(groups: Sequence[list[Scene]], most: int) -> list[list[Scene]]:
    """So many of the groups, from the first to the last at equal distances."""
    if len(groups) <= most:
        return list(groups)
    return [groups[place * (len(groups) - 1) // (most - 1)] for place in range(most)]


def _fresh(group: Sequence[Scene], played: Iterable[Scene]) -> Scene:
    """The shortest scene of a story that is not played yet; else one that is played again as a case of its own."""
    used = list(played)
    stories = {id(scene.story) for scene in used}
    ways = {scene.key for scene in used}
    ordered = sorted(group, key=lambda scene: (scene.key in ways, id(scene.story) in stories, len(scene.acts), scene.story.number))
    best = ordered[0]
    return replace(best, copy=sum(scene.key.rpartition(":")[0] == best.key.rpartition(":")[0] for scene in used))


def ended(scenes: Sequence[Scene]) -> list[Scene]:
    """The shortest scene after which the case has ended."""
    over = [scene for scene in scenes if scene.state.ended_on and scene.acts]
    return [min(over, key=lambda scene: (len(scene.acts), scene.story.path.name, scene.story.number))] if over else []
