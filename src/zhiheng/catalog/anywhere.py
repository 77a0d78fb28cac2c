"""Ends that a case can come to at many of its steps (the person dies, is released), written once: `anywhere` of a procedure.

`anywhere: {dead: {title: 罪犯死亡，终结办理, by: [prison, court], except: [filing], reason: true}}` gives every step (or those of `during`,
without those of `except`) that has no outcome of that name one of its own. It ends the case and closes all other steps where it says
nothing else and leaves the step's own work undone; it is an act of the roles of `by` and of who does a step for their organ.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from zhiheng.catalog.errors import Faults, did_you_mean
from zhiheng.catalog.yaml_strict import Document

KEY = "anywhere"
OWN = ("during", "except")


def expand(document: Document, faults: Faults) -> Document:
    """The procedure with these outcomes written out at its steps."""
    value = document.value
    ends = value.get(KEY) if isinstance(value, dict) else None
    steps = value.get("steps") if isinstance(value, dict) else None
    if not isinstance(ends, dict) or not isinstance(steps, list):
        return document
    names = [str(step.get("id")) for step in steps if isinstance(step, dict)]
    _known(document, ends, names, faults)
    written = [_with_ends(step, ends, names) if isinstance(step, dict) else step for step in steps]
    return Document({key: part for key, part in {**value, "steps": written}.items() if key != KEY}, document.path, document.lines)


def _known(document: Document, ends: Mapping[str, Any], names: list[str], faults: Faults) -> None:
    for end, given in ends.items():
        for key in OWN if isinstance(given, dict) else ():
            for name in given.get(key) or ():
                if name not in names:
                    line = document.line_of((KEY, end, key))
                    faults.add(document.path, line, f"{KEY}.{end}.{key}", f"没有节点 {name}", did_you_mean(str(name), names))


def _with_ends(step: Mapping[str, Any], ends: Mapping[str, Any], names: list[str]) -> dict[str, Any]:
    """The step with the outcomes it lacks; its own of the same name prevail."""
    outcomes = dict(step.get("outcomes") or {})
    for end, given in ends.items():
        if isinstance(given, dict) and end not in outcomes and _reaches(given, str(step.get("id"))):
            kept = {key: part for key, part in given.items() if key not in OWN}
            outcomes[end] = {"to": "end", "bare": True, "closes": names, **kept, "anywhere": True}
    return {**step, "outcomes": outcomes}


def _reaches(given: Mapping[str, Any], step: str) -> bool:
    return step not in (given.get("except") or ()) and step in (given.get("during") or (step,))
