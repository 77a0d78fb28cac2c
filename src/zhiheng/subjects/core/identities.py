"""Who is held to be one person, as screening is told it: small, plain, and kept in every run so that it can be repeated."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from zhiheng.catalog import digest


@dataclass(frozen=True)
class Undecided:
    """A match nobody has decided. match: its number in `subjects`; numbers: the two it would join, the one known by afterwards first."""

    match: int
    numbers: tuple[str, str]


@dataclass(frozen=True)
class Identities:
    """aliases: identity number → the number its person is known by, for numbers that differ from it only; undecided: matches open."""

    aliases: Mapping[str, str] = field(default_factory=dict)
    undecided: tuple[Undecided, ...] = ()

    @property
    def digest(self) -> str:
        """Digest of the whole."""
        return digest.of_value(self.to_json())

    def to_json(self) -> dict[str, Any]:
        """Plain JSON values; `{}` where nobody has two numbers."""
        told: dict[str, Any] = {}
        if self.aliases:
            told["aliases"] = dict(sorted(self.aliases.items()))
        if self.undecided:
            told["undecided"] = [{"match": one.match, "numbers": list(one.numbers)} for one in self.undecided]
        return told

    @classmethod
    def from_json(cls, value: Mapping[str, Any]) -> Identities:
        """Read what `to_json` gave."""
        undecided = tuple(Undecided(one["match"], (one["numbers"][0], one["numbers"][1])) for one in value.get("undecided", ()))
        return cls(dict(value.get("aliases", {})), undecided)
