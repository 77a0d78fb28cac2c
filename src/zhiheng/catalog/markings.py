"""Where a case can get to: markings of open steps, and whether each of them can end."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

from zhiheng.catalog.net import Marking, Net
from zhiheng.catalog.procedure_parts import END
from zhiheng.catalog.procedures import ProcedureSpec

MOST_MARKINGS = 20_000


def reachable_from(spec: ProcedureSpec, start: str) -> set[str]:
    """Steps that can come after a step (itself only through a loop)."""
    found: set[str] = set()
    todo = [start]
    while todo:
        new = {target for outcome in spec.steps[todo.pop()].outcomes for target in outcome.to if target != END} - found
        found |= new
        todo += new
    return found


def enter(spec: ProcedureSpec, marking: Marking, targets: Iterable[str], came_from: str) -> Marking:
    """The marking after an outcome's targets were entered."""
    opened, arrived = set(marking[0]), set(marking[1])
    for target in targets:
        if target == END or target in opened:
            continue
        arrived.add((target, came_from))
        here = {source for step, source in arrived if step == target}
        if spec.steps[target].may_open(here):
            opened.add(target)
            arrived -= {(target, source) for source in here}
    return frozenset(opened), frozenset(arrived)


class Walked(NamedTuple):
    """What a walk found, as bits of a net: steps that are open in some marking, markings that cannot end, whether it came to all."""

    net: Net
    opened: int
    stuck: tuple[int, ...]
    complete: bool

    def steps(self) -> set[str]:
        """Steps that are open in some marking."""
        return set(self.net.marking(self.opened)[0])

    def without_end(self) -> list[Marking]:
        """Markings from which the ended one cannot be reached."""
        return [self.net.marking(bits) for bits in self.stuck]


def explore(spec: ProcedureSpec, first: Marking) -> Walked:
    """Walk all markings from the first, as long as there are not too many."""
    net = Net(spec, first)
    return Walked(net, *_walked(net))


@lru_cache(maxsize=512)
def _walked(net: Net) -> tuple[int, tuple[int, ...], bool]:
    """Tracks that packs share make nets that are alike but for their names: one walk serves them all."""
    ways, complete = ways_of(net)
    opened = 0
    for marking in ways:
        opened |= marking
    ending = can_end(ways) if complete else ways.keys()
    return opened, tuple(bits for bits in ways if bits not in ending), complete


def ways_of(net: Net) -> tuple[dict[int, set[int]], bool]:
    """Each marking with what follows it, and whether these are all."""
    ways: dict[int, set[int]] = {}
    todo, complete = [net.first], True
    while todo and complete:
        marking = todo.pop()
        if marking not in ways:
            complete = len(ways) < MOST_MARKINGS
            ways[marking] = net.following(marking)
            todo += ways[marking]
    return ways, complete


def can_end(ways: dict[int, set[int]]) -> set[int]:
    """Markings from which the ended one, which is 0, can be reached.

    The later ones of a walk are looked at first, again and again while that settles many.
    """
    ending, left = {0}, [marking for marking in reversed(ways) if marking]
    while left:
        unsettled = []
        for marking in left:
            if ending.isdisjoint(ways[marking]):
                unsettled.append(marking)
            else:
                ending.add(marking)
        if len(unsettled) > 0.9 * len(left):
            return _can_end_by_any_way(ways)
        left = unsettled
    return ending


def _can_end_by_any_way(ways: dict[int, set[int]]) -> set[int]:
    """The same, backwards from the ended one over every way."""
    before: dict[int, list[int]] = {}
    for marking, nexts in ways.items():
        for following_one in nexts:
            before.setdefault(following_one, []).append(marking)
    found, todo = {0}, [0]
    while todo:
        for marking in before.get(todo.pop(), ()):
            if marking not in found:
                found.add(marking)
                todo.append(marking)
    return found
