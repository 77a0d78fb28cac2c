"""A clue as a model finds it, with its digest: same data, same digest, on any machine and engine."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from zhiheng.catalog.digest import json_of_plain, of_json, quoted
from zhiheng.catalog.models import ModelSpec


@dataclass(frozen=True)
class FoundClue:
    """One clue. `values` and `evidence` hold what JSON knows only (dates in ISO form, decimals as text).

    occurrence   the model's occurrence columns joined by "|"
    evidence     records it rests on: dataset, key, batch, received_at, sorted
    organ        name of the organ that must answer
    rests_on     undecided matches of persons the clue depends on: match, effect (only_if_same, gone_if_same), the two numbers;
                 no part of what the digest says
    """

    model: str
    subject: str
    occurrence: str
    as_of: date
    level: str
    summary: str
    values: dict[str, Any]
    evidence: list[dict[str, Any]]
    cites: list[str]
    organ: str
    digest: str
    rests_on: tuple[Mapping[str, Any], ...] = ()

    @property
    def identity(self) -> tuple[str, str, str]:
        """Model, subject, occurrence: what makes it the same clue in a later run."""
        return (self.model, self.subject, self.occurrence)

    def to_json(self) -> dict[str, Any]:
        """Give the line of `zhiheng screen --json`; `rests_on` stands in it only where the clue rests on something."""
        line = {
            "model": self.model,
            "subject": self.subject,
            "occurrence": self.occurrence,
            "as_of": self.as_of.isoformat(),
            "level": self.level,
            "summary": self.summary,
            "values": self.values,
            "evidence": self.evidence,
            "cites": self.cites,
            "organ": self.organ,
            "digest": self.digest,
        }
        return {**line, "rests_on": list(self.rests_on)} if self.rests_on else line


class ClueDigests:
    """Digests of what a clue says, on what, by which model text and parameters; what is the same for all clues of a run is written once.

    parameters   plain (`catalog.digest.plain`); values and evidence of each clue are given as canonical JSON
    """

    def __init__(self, model: ModelSpec, as_of: date, parameters: Mapping[str, Any]) -> None:
        named = f'"model":{quoted(model.id)},"model_digest":{quoted(model.digest)}'
        self._evidence = f'{{"as_of":{quoted(as_of.isoformat())},"evidence":'
        self._occurrence = f',{named},"occurrence":'
        self._subject = f',"parameters":{json_of_plain(parameters)},"subject":'

    def of(self, subject: str, occurrence: str, values_json: str, evidence_json: str) -> str:
        """The digest of the canonical JSON of all of it, names sorted."""
        occasion = f"{self._evidence}{evidence_json}{self._occurrence}{quoted(occurrence)}"
        return of_json(f'{occasion}{self._subject}{quoted(subject)},"values":{values_json}}}')
