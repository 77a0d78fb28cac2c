"""The table of planted situations: violations that a model must find, and lawful look-alikes that it must not.

A situation is a function of a `World`; the decorators enter it in the table with the model, and the trap of the model it stands for.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from itertools import zip_longest
from pkgutil import iter_modules

from zhiheng.simulate.world import World

Make = Callable[[World], None]


@dataclass(frozen=True)
class Scenario:
    """One planted situation; `trap` is None for a violation; `persons` is how many people it makes."""

    make: Make
    model: str
    trap: str | None
    persons: int


VIOLATIONS: list[Scenario] = []
LOOKALIKES: list[Scenario] = []

#: Traps that no record of the exchange standard can show, with the reason.
NOT_SHOWN = {
    ("unlawful_parole", "special circumstances approved by the Supreme People's Court are out of scope"): "no field states the approval",
}

#: Models without a planted situation, with the reason (those that read a ledger of the platform need none: no organ sends it).
NOT_PLANTED: dict[str, str] = {}


def violation(model: str, *, persons: int = 1) -> Callable[[Make], Make]:
    """Enter a situation that the model must find."""

    def enter(make: Make) -> Make:
        VIOLATIONS.append(Scenario(make, model, None, persons))
        return make

    return enter


def lookalike(model: str, trap: str, *, persons: int = 1) -> Callable[[Make], Make]:
    """Enter a lawful situation that the model must not find; `trap` in the words of the model's definition."""

    def enter(make: Make) -> Make:
        LOOKALIKES.append(Scenario(make, model, trap, persons))
        return make

    return enter


def programme() -> list[Scenario]:
    """Every situation in the order of importance: one violation of each model, one look-alike of each trap, then the variants."""
    load()
    first_violations, more_violations = _first_of(VIOLATIONS, lambda one: one.model)
    first_lookalikes, more_lookalikes = _first_of(LOOKALIKES, lambda one: f"{one.model}|{one.trap}")
    variants = [one for pair in zip_longest(more_violations, more_lookalikes) for one in pair if one]
    return first_violations + first_lookalikes + variants


def load() -> None:
    """Import every module of situations, in the order of their names, once."""
    for package in ("violations", "lookalikes"):
        home = import_module(f"zhiheng.simulate.{package}")
        for module in sorted(iter_modules(home.__path__), key=lambda found: found.name):
            import_module(f"{home.__name__}.{module.name}")


def _first_of(scenarios: list[Scenario], key: Callable[[Scenario], str]) -> tuple[list[Scenario], list[Scenario]]:
    """The first of each kind, and the others, both in their order."""
    seen: set[str] = set()
    firsts: list[Scenario] = []
    others: list[Scenario] = []
    for one in scenarios:
        (others if key(one) in seen else firsts).append(one)
        seen.add(key(one))
    return firsts, others
