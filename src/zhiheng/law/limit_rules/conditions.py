"""A condition whose state is fixed where it is said: met, or not met."""

from __future__ import annotations

from zhiheng.law.rule import Condition


def met(name: str, detail: str, cites: tuple[str, ...] = (), mark: str = "T") -> Condition:
    """A condition that is satisfied."""
    return Condition(name, satisfied=True, detail=detail, cites=cites, mark=mark)


def unmet(name: str, detail: str, cites: tuple[str, ...] = (), mark: str = "T") -> Condition:
    """A condition that is not."""
    return Condition(name, satisfied=False, detail=detail, cites=cites, mark=mark)
