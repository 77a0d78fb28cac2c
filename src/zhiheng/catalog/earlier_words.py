"""Words that procedures pinned by running cases still use: what they said before, in the words of today."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from zhiheng.catalog.procedure_parts import LAW


def rewritten(procedure: Mapping[str, Any]) -> Mapping[str, Any]:
    """The procedure with `assess.finds` and `assess.answers` as conditions and values of its outcomes; itself where it has neither."""
    steps = procedure["steps"]
    if not any(_asks_otherwise(step) for step in steps):
        return procedure
    return {**procedure, "steps": [_step(step) if _asks_otherwise(step) else step for step in steps]}


def _asks_otherwise(step: Mapping[str, Any]) -> bool:
    asked = step.get("assess")
    return isinstance(asked, dict) and bool({"finds", "answers"} & asked.keys())


def _step(step: Mapping[str, Any]) -> dict[str, Any]:
    asked = dict(step["assess"])
    finds, answers = asked.pop("finds", None) or {}, asked.pop("answers", None) or {}
    outcomes = {name: _outcome(name, given, finds, answers) for name, given in step["outcomes"].items()}
    return {**step, "assess": asked, "outcomes": outcomes}


def _outcome(name: str, given: Any, finds: Mapping[str, str], answers: Mapping[str, Any]) -> dict[str, Any]:
    outcome = dict(given) if isinstance(given, dict) else {"to": given}
    when = {f"{LAW}{finds[word]}" if word in finds else word: wanted for word, wanted in (outcome.get("when") or {}).items()}
    when |= {f"{LAW}{word}": wanted for word, wanted in (answers.get(name) or {}).items()}
    sets = {**{own: f"{LAW}{word}" for own, word in finds.items()}, **(outcome.get("sets") or {})}
    return {**outcome, **({"when": when} if when else {}), **({"sets": sets} if sets else {})}
