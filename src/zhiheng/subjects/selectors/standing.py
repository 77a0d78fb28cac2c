"""Who is held to be one person now: a fold over the decisions in force, and the matches nobody has decided."""

from __future__ import annotations

from django.db.models import Max

from zhiheng.schema.identity import is_valid
from zhiheng.subjects.core.groups import InForce, Rank, aliases, known_by, ranks_of
from zhiheng.subjects.core.identities import Identities, Undecided
from zhiheng.subjects.core.states import UNDONE
from zhiheng.subjects.models import Decision, Identity, Match


def newest_decision() -> int:
    """Number of the newest decision on a match; 0 where there is none."""
    return Decision.objects.aggregate(last=Max("pk"))["last"] or 0


def identities_now() -> Identities:
    """Who is held to be one person now: aliases from decisions in force, and the pairs of numbers nobody has decided.

    A pair that other decisions already settle (both numbers one person's) is not undecided. Of an undecided pair the number that the
    joined person would be known by stands first.
    """
    decisions = in_force()
    known, ranks = aliases(decisions), ranks_of(decisions)
    undecided: list[Undecided] = []
    for match in Match.objects.filter(kind="pair", listed=True, decision="").select_related("left", "right").order_by("id"):
        sides = {one.number: (known.get(one.number, one.number), rank(one)) for one in (match.left, match.right)}
        standing = {shown: ranks.get(shown, own) for shown, own in sides.values()}
        if len(standing) > 1:
            first = known_by(standing, standing)
            undecided.append(Undecided(match.pk, (first, next(shown for shown in standing if shown != first))))
    return Identities(known, tuple(undecided))


def rank(identity: Identity) -> Rank:
    """What decides which number a person is known by: a resident's valid number first, then the number of organs that wrote it."""
    return int(identity.kind == "resident" and is_valid(identity.number)), identity.organs


def in_force() -> list[InForce]:
    """The decisions in force, the first of each match (later ones confirm it), in the order in which they were made."""
    kept = Decision.objects.exclude(kind=UNDONE).filter(undone_by=None).select_related("match__left", "match__right").order_by("id")
    first = {one.match_id: one for one in reversed(kept)}
    return [decision_in_force(one) for one in sorted(first.values(), key=lambda one: one.pk)]


def decision_in_force(one: Decision) -> InForce:
    """The decision as the groups are folded from it."""
    ranks = {number: (rank[0], rank[1]) for number, rank in one.ranks.items()}
    return InForce(one.pk, one.match_id, one.kind, one.match.left.number, one.match.right.number, ranks)
