"""Keeping the list of matches: what is found anew, what was decided on other evidence, what is no longer found."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from zhiheng.catalog import digest
from zhiheng.registry.selectors import COMMAND_LINE, organs_seen_by
from zhiheng.subjects.core.linking import Found
from zhiheng.subjects.core.weights import BY_NAME, Thresholds
from zhiheng.subjects.models import Identity, Match, MatchOrgan

AT_ONCE = 500
CHANGING = ("weight", "probability", "suggestion", "evidence", "evidence_digest", "listed", "refreshed_at")
SEXES = {"male": "男", "female": "女"}
LONGEST_NAME = 200
Key = tuple[int, int, str, str]


@dataclass(frozen=True)
class MatchOutcome:
    """What a run did.

    identities   numbers in the library; written: of them new or changed; gone: no longer there; left_out: longer than any number
    listed       matches that nobody has decided, of them join, unsure; found, changed, dropped: new, decided on other evidence,
                 no longer listed
    overtaken    a later run was done meanwhile and this one wrote nothing
    """

    identities: int = 0
    written: int = 0
    gone: int = 0
    left_out: int = 0
    listed: int = 0
    join: int = 0
    unsure: int = 0
    found: int = 0
    changed: int = 0
    dropped: int = 0
    overtaken: bool = False

    def to_json(self) -> dict[str, Any]:
        """Plain JSON values."""
        return asdict(self)


def list_matches(found: Iterable[Found], limits: Thresholds, now: datetime) -> MatchOutcome:
    """Bring the list up to date; the outcome counts matches only."""
    kept = {_key_of(match): match for match in Match.objects.all()}
    shown = {match.pk for match in kept.values() if match.listed}
    suggested = [(one, limits.suggestion(one.probability)) for one in found]
    sides = _identities({number for one, _ in suggested for number in (one.left, one.right)})
    fresh: list[Match] = []
    again: list[Match] = []
    for one, suggestion in suggested:
        made = _made(one, suggestion or ("unsure" if one.kind == "name" else ""), sides, now)
        before = kept.pop(_key_of(made), None)
        if before is not None:
            again.append(_refreshed(before, made))
        elif made.suggestion:
            fresh.append(made)
    dropped = _drop(kept.values(), now) + sum(match.pk in shown and not match.listed for match in again)
    Match.objects.bulk_create(fresh, AT_ONCE)
    Match.objects.bulk_update(again, CHANGING, AT_ONCE)
    listed = [match for match in (*fresh, *again) if match.listed]
    _link_organs(listed, sides)
    return _counts(listed, fresh, dropped)


def _counts(listed: list[Match], fresh: list[Match], dropped: int) -> MatchOutcome:
    waiting = [match for match in listed if not match.decision]
    return MatchOutcome(
        listed=len(waiting),
        join=sum(match.suggestion == "join" for match in waiting),
        unsure=sum(match.suggestion == "unsure" for match in waiting),
        found=len(fresh),
        changed=sum(match.is_changed for match in listed),
        dropped=dropped,
    )


def _identities(numbers: set[str]) -> dict[str, Identity]:
    ordered = sorted(numbers)
    chunks = (ordered[start : start + AT_ONCE] for start in range(0, len(ordered), AT_ONCE))
    return {one.number: one for chunk in chunks for one in Identity.objects.filter(number__in=chunk)}


def _key_of(match: Match) -> Key:
    return (match.left_id, match.right_id, match.left_name, match.right_name)


def _made(one: Found, suggestion: str, identities: Mapping[str, Identity], now: datetime) -> Match:
    """The match as it would be kept were it new."""
    left, right = identities[one.left], identities[one.right]
    evidence = evidence_of(one, left, right)
    told = [[item["comparison"], item["level"], item["left"], item["right"]] for item in evidence]
    return Match(
        kind=one.kind,
        left=left,
        right=right,
        left_name=one.left_name[:LONGEST_NAME],
        right_name=one.right_name[:LONGEST_NAME],
        weight=one.weight,
        probability=one.probability,
        suggestion=suggestion,
        evidence=evidence,
        evidence_digest=digest.of_value(told),
        listed=bool(suggestion),
        found_at=now,
        refreshed_at=now,
    )


def _refreshed(before: Match, made: Match) -> Match:
    """The kept match with the evidence of now; a decided one stays on the list, for its decision may rest on what is no longer so."""
    for name in CHANGING:
        setattr(before, name, getattr(made, name))
    before.listed = made.listed or bool(before.decision)
    return before


def _drop(matches: Iterable[Match], now: datetime) -> int:
    """Matches no longer found leave the list; decisions on them stay in force."""
    numbers = [match.pk for match in matches if match.listed]
    for start in range(0, len(numbers), AT_ONCE):
        Match.objects.filter(pk__in=numbers[start : start + AT_ONCE]).update(listed=False, refreshed_at=now)
    return len(numbers)


def evidence_of(one: Found, left: Identity, right: Identity) -> list[dict[str, Any]]:
    """Each comparison with its level, its weight and what stands on either side."""
    return [
        {
            "comparison": name,
            "level": level,
            "weight": round(BY_NAME[name].named(level).weight, 2),
            "left": VALUES[name](left, one.left_name),
            "right": VALUES[name](right, one.right_name),
        }
        for name, level in one.evidence.items()
    ]


def _name(identity: Identity, name: str) -> str:
    former = "、".join(one for one in identity.former_names if one != name)
    shown = name or identity.name
    return f"{shown}（曾用名 {former}）" if former else shown


VALUES: Mapping[str, Callable[[Identity, str], str]] = {
    "name": _name,
    "number": lambda identity, _: identity.number,
    "birth": lambda identity, _: "、".join(identity.births) or identity.number[6:14],
    "sex": lambda identity, _: "、".join(SEXES.get(one, one) for one in identity.sexes),
    "area": lambda identity, _: identity.number[:6] if identity.kind == "resident" else "",
    "order": lambda identity, _: identity.number[14:17] if identity.kind == "resident" else "",
}


def _link_organs(matches: list[Match], identities: Mapping[str, Identity]) -> None:
    """Note anew which organs wrote either side."""
    known = dict(organs_seen_by(COMMAND_LINE).values_list("name", "pk"))
    numbers = [match.pk for match in matches]
    for start in range(0, len(numbers), AT_ONCE):
        MatchOrgan.objects.filter(match_id__in=numbers[start : start + AT_ONCE]).delete()
    made = [
        MatchOrgan(match=match, organ_id=known[organ], side=side)
        for match in matches
        for side in ("left", "right")
        for organ in organs_of(match, side, identities)
        if organ in known
    ]
    MatchOrgan.objects.bulk_create(made, AT_ONCE)


def organs_of(match: Match, side: str, identities: Mapping[str, Identity]) -> list[str]:
    """Names of the organs that wrote one side of a match."""
    identity: Identity = getattr(match, side)
    name = getattr(match, f"{side}_name")
    mentions = identities[identity.number].said
    return sorted({one["organ"] for one in mentions if not name or one["name"][:LONGEST_NAME] == name})
