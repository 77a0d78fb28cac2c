"""What a candidate of a model finds otherwise than the version in force."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from zhiheng.analysis.clues import FoundClue

KINDS: Final[Mapping[str, str]] = {"only_old": "只有旧版查出", "only_new": "只有新版查出", "changed": "内容不同"}
TRUE_STATES: Final = ("verified", "documented", "closed")
Key = tuple[str, str]


@dataclass(frozen=True)
class KeptClue:
    """A clue that was kept for a subject and occurrence: its number and state."""

    number: int
    state: str


@dataclass(frozen=True)
class Difference:
    """One subject and occurrence which the two versions tell differently; what a version did not find is empty."""

    kind: str
    subject: str
    occurrence: str
    organ: str
    was: dict[str, Any]
    now_is: dict[str, Any]


def differences(old: Iterable[FoundClue], new: Iterable[FoundClue]) -> tuple[list[Difference], list[Key]]:
    """Differences in the order of subject and occurrence, and what both tell alike; the wording of the summary does not count."""
    was = {(clue.subject, clue.occurrence): clue for clue in old}
    now_is = {(clue.subject, clue.occurrence): clue for clue in new}
    found: list[Difference] = []
    same: list[Key] = []
    for key in sorted(was.keys() | now_is.keys()):
        one = _difference(key, was.get(key), now_is.get(key))
        if one is None:
            same.append(key)
        else:
            found.append(one)
    return found, same


def _difference(key: Key, old: FoundClue | None, new: FoundClue | None) -> Difference | None:
    said_old, said_new = clue_content(old), clue_content(new)
    if old and new and {**said_old, "summary": ""} == {**said_new, "summary": ""}:
        return None
    kind = "changed" if old and new else "only_old" if old else "only_new"
    organ = (new or old).organ  # type: ignore[union-attr]  # one of them is there
    return Difference(kind, *key, organ, said_old, said_new)


def clue_content(clue: FoundClue | None) -> dict[str, Any]:
    """What a clue says, in plain JSON; empty for none."""
    if clue is None:
        return {}
    return {"summary": clue.summary, "level": clue.level, "organ": clue.organ, "values": clue.values, "evidence": clue.evidence}


def counts(found: Iterable[Difference], same: Iterable[Key], states: Mapping[Key, str]) -> dict[str, int]:
    """How many of each kind, and how clues that were decided move.

    states   subject and occurrence → state of the clue that is kept
    returns  only_old, only_new, changed, same; lost_verified, dropped_refuted (found by the old version only), kept_verified, kept_refuted
    """
    told = list(found)
    kinds = Counter(one.kind for one in told)
    lost = Counter(word(states.get((one.subject, one.occurrence), "")) for one in told if one.kind == "only_old")
    both = [*same, *((one.subject, one.occurrence) for one in told if one.kind == "changed")]
    kept = Counter(word(states.get(key, "")) for key in both)
    return {
        **{kind: kinds[kind] for kind in KINDS},
        "same": len(list(same)),
        "lost_verified": lost["verified"],
        "dropped_refuted": lost["refuted"],
        "kept_verified": kept["verified"],
        "kept_refuted": kept["refuted"],
    }


def word(state: str) -> str:
    """A state as it matters here: verified, refuted or neither."""
    return "verified" if state in TRUE_STATES else "refuted" if state == "refuted" else ""
