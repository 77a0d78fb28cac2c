"""From the command's options to a province on disk: part after part, then the truth."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from typing import Any

from zhiheng.simulate import plain, sending
from zhiheng.simulate.province import parts
from zhiheng.simulate.truth import Truth


def make(options: argparse.Namespace, tell: Callable[[int], None]) -> dict[str, Any]:
    """Write the files and the truth; the summary for the caller. `tell` hears how many persons are done."""
    truth = Truth(options.as_of, options.seed)
    for world in parts(persons=options.persons, seed=options.seed, as_of=options.as_of):
        files = plain.send(world, options) if options.plain else sending.send(world, options.out, seed=options.seed)
        for file in files:
            truth.add(file)
        truth.clues += world.clues
        truth.persons = world.register.persons
        tell(truth.persons)
    truth.write(options.out / "truth.json")
    return {
        "out": str(options.out),
        "persons": truth.persons,
        "files": len(truth.files),
        "rows": sum(file.rows for file in truth.files),
        "clues": len(truth.clues),
        "models": len({clue.model for clue in truth.clues}),
        "records": dict(sorted(truth.records.items())),
    }
