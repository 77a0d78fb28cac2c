"""One person: the numbers held to be theirs, the matches of these and every decision on them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet

from zhiheng.registry.selectors import barred_numbers, without_barred
from zhiheng.subjects.core.groups import aliases, groups
from zhiheng.subjects.models import Decision, Identity, Match
from zhiheng.subjects.selectors.identities import SeenIdentity, organ_names_seen_by, seen_of
from zhiheng.subjects.selectors.matches import matches_seen_by
from zhiheng.subjects.selectors.standing import in_force


@dataclass(frozen=True)
class PersonView:
    """A person. known_by: the number the person is known by; identities: with it; decisions: on matches of these numbers, oldest first;

    matches: of these numbers, in sight; shared: numbers decided to be used by two persons, with the match that says so
    """

    known_by: str
    identities: list[SeenIdentity]
    matches: list[Match]
    decisions: list[Decision]
    shared: dict[str, int]

    @property
    def numbers(self) -> list[str]:
        """All numbers of the person, the one known by first."""
        return [one.identity.number for one in self.identities]

    @property
    def name(self) -> str:
        """The name under the number the person is known by."""
        return self.identities[0].identity.name


def person_view(viewer: Any, identity_id: int) -> PersonView | None:
    """The person this identity belongs to; None where no organ in the viewer's sight wrote of it."""
    asked = without_barred(Identity.objects.filter(pk=identity_id), viewer, "number").first()
    organs = organ_names_seen_by(viewer)
    if asked is None or not seen_of(asked, organs).mentions:
        return None
    standing = in_force()
    numbers = next((group for group in groups(standing) if asked.number in group), frozenset({asked.number}))
    if not numbers.isdisjoint(barred_numbers(viewer)):
        return None
    known_by = aliases(standing).get(asked.number, asked.number)
    identities = [seen for one in Identity.objects.filter(number__in=numbers) if (seen := seen_of(one, organs)).mentions]
    ordered = sorted(identities, key=lambda one: (one.identity.number != known_by, one.identity.number))
    matches = list(matches_of(viewer, numbers))
    return PersonView(
        known_by=known_by,
        identities=ordered,
        matches=matches,
        decisions=list(Decision.objects.filter(match__in=matches).select_related("match__left", "match__right", "undoes")),
        shared={one.left: one.match for one in standing if one.shares and one.left in numbers},
    )


def matches_of(viewer: Any, numbers: Iterable[str]) -> QuerySet[Match]:
    """Matches that name one of these numbers, in the viewer's sight, listed or decided."""
    named = Q(left__number__in=list(numbers)) | Q(right__number__in=list(numbers))
    return matches_seen_by(viewer).filter(named).exclude(Q(listed=False) & Q(decision="")).order_by("-weight", "id")
