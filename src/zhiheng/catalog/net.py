"""Markings as whole numbers: a bit for each open step and for each arrival, so that all of a long procedure are walked at once."""

from __future__ import annotations

from typing import NamedTuple

from zhiheng.catalog.procedure_parts import END, Outcome, Step
from zhiheng.catalog.procedures import ProcedureSpec

Marking = tuple[frozenset[str], frozenset[tuple[str, str]]]
"""Open steps, and which steps have arrived at those that wait for several."""


class Target(NamedTuple):
    """A step that an outcome leads to: its bit, the arrival, all arrivals there, and of which groups one each must have come."""

    opens: int
    arrives: int
    arrivals: int
    awaited: tuple[int, ...]


class Move(NamedTuple):
    """An outcome: the bits that stay, the steps that open at once, those that may wait for others, whether it may end the case."""

    stays: int
    opens: int
    waiting: tuple[Target, ...]
    ends: bool


class Net:
    """A procedure as bits; equal to another where the same moves are made, whatever the steps are called."""

    def __init__(self, spec: ProcedureSpec, first: Marking) -> None:
        self.spec = spec
        self.steps = {name: 1 << place for place, name in enumerate(spec.steps)}
        reached = {(to, step.id) for step in spec.steps.values() for outcome in step.outcomes for to in outcome.to if to != END}
        self.arrivals = {pair: 1 << place for place, pair in enumerate(sorted(reached | first[1]), start=len(self.steps))}
        self.keeping = sum(self.steps[name] for name, step in spec.steps.items() if step.keeps_open)
        self.moves = [(self.steps[name], self._moves(step)) for name, step in spec.steps.items()]
        self.first = sum(self.steps[name] for name in first[0]) | sum(self.arrivals[pair] for pair in first[1])

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Net) and self._alike() == other._alike()

    def __hash__(self) -> int:
        return hash(self._alike())

    def _alike(self) -> tuple[object, ...]:
        return self.first, self.keeping, tuple((step, tuple(moves)) for step, moves in self.moves)

    def _moves(self, step: Step) -> list[Move]:
        """What outcomes of a step do, each once: many differ in words and papers only."""
        return list(dict.fromkeys(self._move(step.id, outcome) for outcome in step.outcomes))

    def _move(self, step: str, outcome: Outcome) -> Move:
        closed = self.steps[step]
        for name in outcome.closes:
            closed |= self.steps.get(name, 0)
        targets = [self._target(to, step) for to in outcome.to if to != END]
        opens = 0
        for target in targets:
            opens |= 0 if target.awaited else target.opens
        return Move(~closed, opens, tuple(target for target in targets if target.awaited), ends(self.spec, step, outcome))

    def _target(self, name: str, source: str) -> Target:
        here = {came: bit for (step, came), bit in self.arrivals.items() if step == name}
        awaited = (sum(here.get(way, 0) for way in set(word.split("|"))) for word in self.spec.steps[name].waits_for)
        return Target(self.steps[name], here[source], sum(here.values()), tuple(awaited))

    def following(self, marking: int) -> set[int]:
        """Markings after each outcome of each open step; 0 is the ended case."""
        found = set()
        for step, moves in self.moves:
            if marking & step:
                others = self.keeping & ~step
                for stays, opens, waiting, ending in moves:
                    rest = marking & stays | opens
                    if waiting:
                        rest = entered(rest, waiting)
                    found.add(0 if ending and not rest & others else rest)
        return found

    def marking(self, bits: int) -> Marking:
        """The names behind the bits."""
        return (
            frozenset(name for name, bit in self.steps.items() if bits & bit),
            frozenset(pair for pair, bit in self.arrivals.items() if bits & bit),
        )


def entered(marking: int, targets: tuple[Target, ...]) -> int:
    """The marking after targets that wait for others were entered: one opens once all it waits for have arrived."""
    for target in targets:
        if not marking & target.opens:
            marking |= target.arrives
            if all(marking & group for group in target.awaited):
                marking = (marking | target.opens) & ~target.arrivals
    return marking


def ends(spec: ProcedureSpec, step: str, outcome: Outcome) -> bool:
    """Whether the case is over after the outcome when nothing else is open: it says so, or its step's periods are over."""
    repeats = spec.steps[step].repeats is not None and all(target == step for target in outcome.to)
    return outcome.ends or repeats
