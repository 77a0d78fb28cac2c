"""What compares a face or a voice with the one on record: an answer an officer reads, never a decision."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256
from typing import Any, Protocol

FACE, VOICE = "face", "voice"
ENDINGS = {FACE: (".jpg", ".jpeg", ".png"), VOICE: (".mp3", ".m4a", ".wav", ".amr")}
"""Kind of sample → endings of the files it comes as."""


def kind_of(name: str) -> str:
    """Of what kind a file is a sample; nothing for one that is none."""
    return next((kind for kind, endings in ENDINGS.items() if name.lower().endswith(endings)), "")


@dataclass(frozen=True)
class Sample:
    """What is compared: face or voice, its content and the one on record (None where there is none)."""

    kind: str
    content: bytes
    known: bytes | None = None

    @property
    def digest(self) -> str:
        """SHA-256 of the content, which stays when a provider has deleted it."""
        return sha256(self.content).hexdigest()


@dataclass(frozen=True)
class Verdict:
    """How alike the two are from 0 to 1 (None: not compared), whether a living person was before the lens, and by what."""

    match: float | None
    live: bool | None
    provider: str
    version: str

    def to_json(self, sample: Sample) -> dict[str, Any]:
        """As it stands with the check-in; a figure that is none is not known."""
        sound = isinstance(self.match, (int, float)) and not isinstance(self.match, bool) and 0 <= self.match <= 1
        return {
            "match": round(float(self.match), 4) if sound and self.match is not None else None,
            "live": self.live if isinstance(self.live, bool) else None,
            "provider": str(self.provider)[:60], "version": str(self.version)[:40], "kind": sample.kind, "sample": sample.digest,
        }  # fmt: skip


class Verifier(Protocol):
    """A provider: `verify(person_ref, sample)`. It is told a reference of the person, never a name or a number, and keeps nothing."""

    def verify(self, person_ref: str, sample: Sample) -> Verdict:
        """Compare the sample with what is known under the reference."""
        ...


class Officer:
    """The built-in provider: nothing is compared by a program, an officer looks at both."""

    def verify(self, person_ref: str, sample: Sample) -> Verdict:  # noqa: ARG002 - what every provider is asked
        """No answer: the officer gives it."""
        return Verdict(None, None, "工作人员比对", "1")
