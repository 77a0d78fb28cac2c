"""A clue as a model finds it, with its digest: same data, same digest, on any machine and engine."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from zhiheng.catalog import digest
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


def digest_of(
    model: ModelSpec,
    identity: tuple[str, str],
    as_of: date,
    values: Mapping[str, Any],
    evidence: Sequence[Mapping[str, Any]],
    parameters: Mapping[str, Any],
) -> str:
    """Digest of what a clue says, on what, by which model text and parameters; all of them plain (`catalog.digest.plain`)."""
    subject, occurrence = identity
    return digest.of_plain(
        {
            "model": model.id,
            "subject": subject,
            "occurrence": occurrence,
            "as_of": as_of.isoformat(),
            "values": values,
            "evidence": evidence,
            "parameters": parameters,
            "model_digest": model.digest,
        }
    )
