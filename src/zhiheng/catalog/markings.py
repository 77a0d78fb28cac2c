"""Where a case can get to: markings of open steps, and whether each of them can end."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from zhiheng.catalog.procedure_parts import END, Outcome
from zhiheng.catalog.procedures import ProcedureSpec

Marking = tuple[frozenset[str], frozenset[tuple[str, str]]]
"""Open steps, and which steps have arrived at those that wait for several."""
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


def following(spec: ProcedureSpec, marking: Marking) -> Iterator[Marking]:
    """Markings after each outcome of each open step; an ended case is the marking with nothing open and nothing arrived."""
    for step in marking[0]:
        for outcome in spec.steps[step].outcomes:
            rest = enter(spec, (marking[0] - {step} - set(outcome.closes), marking[1]), outcome.to, step)
            yield (frozenset(), frozenset()) if ends(spec, step, outcome) and not _kept_open(spec, rest[0] - {step}) else rest


def ends(spec: ProcedureSpec, step: str, outcome: Outcome) -> bool:
    """Whether the case is over after the outcome when nothing else is open: it says so, or its step's periods are over."""
    repeats = spec.steps[step].repeats is not None and all(target == step for target in outcome.to)
    return outcome.ends or repeats


def _kept_open(spec: ProcedureSpec, steps: frozenset[str]) -> bool:
    """Whether open steps keep a case open: those that repeat without an end of their own do not."""
    return any(spec.steps[step].keeps_open for step in steps)


def explore(spec: ProcedureSpec, first: Marking) -> tuple[dict[Marking, set[Marking]], bool]:
    """All markings from the first with what follows each; False when there are too many."""
    ways: dict[Marking, set[Marking]] = {}
    todo = [first]
    while todo:
        marking = todo.pop()
        if marking in ways:
            continue
        if len(ways) >= MOST_MARKINGS:
            return ways, False
        ways[marking] = set(following(spec, marking))
        todo += ways[marking]
    return ways, True


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
