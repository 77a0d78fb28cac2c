"""Where a case can get to: markings of open steps, and whether each of them can end."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

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


def explore(spec: ProcedureSpec, first: Marking) -> tuple[dict[Marking, set[Marking]], bool]:
    """All markings from the first with what follows each; False when there are too many."""
    net = Net(spec, first)
    ways: dict[int, set[int]] = {}
    todo, complete = [net.first], True
    while todo and complete:
        marking = todo.pop()
        if marking not in ways:
            complete = len(ways) < MOST_MARKINGS
            ways[marking] = set(net.following(marking))
            todo += ways[marking]
    named = {bits: net.marking(bits) for bits in {*ways, *todo}}
    return {named[bits]: {named[one] for one in nexts} for bits, nexts in ways.items()}, complete


def can_end(ways: Mapping[Marking, set[Marking]]) -> set[Marking]:
    """Markings from which the ended one can be reached."""
    ended: Marking = (frozenset(), frozenset())
    before: dict[Marking, set[Marking]] = {}
    for marking, nexts in ways.items():
        for following_one in nexts:
            before.setdefault(following_one, set()).add(marking)
    found = {ended}
    todo = [ended]
    while todo:
        new = before.get(todo.pop(), set()) - found
        found |= new
        todo += new
    return found
