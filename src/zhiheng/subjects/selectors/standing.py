"""Who is held to be one person now: a fold over the decisions in force, and the matches nobody has decided."""

from __future__ import annotations

from collections.abc import Iterable

from zhiheng.subjects.core.groups import InForce, aliases
from zhiheng.subjects.core.identities import Identities, Undecided
from zhiheng.subjects.core.states import UNDONE
from zhiheng.subjects.models import Decision, Match


def identities_now() -> Identities:
    """Who is held to be one person now: aliases from decisions in force, and the pairs of numbers nobody has decided.

    A pair that other decisions already settle (both numbers one person's) is not undecided.
    """
    known = aliases(in_force())
    open_pairs = Match.objects.filter(kind="pair", listed=True, decision="").order_by("id")
    pairs = open_pairs.values_list("id", "left__number", "right__number")
    undecided = (Undecided(match, (left, right)) for match, left, right in pairs if known.get(left, left) != known.get(right, right))
    return Identities(known, tuple(undecided))


def in_force(matches: Iterable[int] | None = None) -> list[InForce]:
    """The decisions in force (of these matches), the newest of each match, in the order in which they were made."""
    kept = Decision.objects.exclude(kind=UNDONE).filter(undone_by=None).select_related("match__left", "match__right").order_by("id")
    if matches is not None:
        kept = kept.filter(match_id__in=list(matches))
    newest = {one.match_id: one for one in kept}
    return [told(one) for one in sorted(newest.values(), key=lambda one: one.pk)]


def told(one: Decision) -> InForce:
    """The decision as the groups are folded from it."""
    ranks = {number: (rank[0], rank[1]) for number, rank in one.ranks.items()}
    return InForce(one.pk, one.match_id, one.kind, one.match.left.number, one.match.right.number, ranks)
