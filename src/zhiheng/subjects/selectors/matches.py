"""The list of matches and one match, as far as the viewer may see both sides."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from zhiheng.registry.selectors import organ_ids_seen_by, sees_everything, without_barred
from zhiheng.subjects.core.groups import InForce, aliases, contradiction
from zhiheng.subjects.core.states import SAME
from zhiheng.subjects.models import Decision, Identity, Match, MatchOrgan
from zhiheng.subjects.selectors.identities import SeenIdentity, organ_names_seen_by, seen_of
from zhiheng.subjects.selectors.standing import in_force


@dataclass(frozen=True)
class MatchView:
    """A match on one screen.

    left, right   each side, narrowed to what the viewer may see
    decisions     on this match, oldest first; undone ones too
    implied       what other decisions make of it: same, different, or empty
    """

    match: Match
    left: SeenIdentity
    right: SeenIdentity
    decisions: list[Decision]
    implied: str


@dataclass(frozen=True)
class NumberNote:
    """What is to be known of a number wherever it is shown.

    identity    its id, None where it is not gathered
    known_by    the number its person is known by; shared: the match that says that two persons use it; undecided: its open matches
    """

    identity: int | None
    known_by: str
    shared: int | None
    undecided: tuple[int, ...]


def matches_seen_by(viewer: Any) -> QuerySet[Match]:
    """Matches of which the viewer may see an organ on either side."""
    matches = Match.objects.select_related("left", "right").prefetch_related("organs__organ")
    matches = without_barred(matches, viewer, "left__number", "right__number")
    if sees_everything(viewer):
        return matches
    visible = MatchOrgan.objects.filter(match=OuterRef("pk"), organ_id__in=organ_ids_seen_by(viewer))
    return matches.filter(Exists(visible.filter(side="left")), Exists(visible.filter(side="right")))


def in_state(matches: QuerySet[Match], state: str) -> QuerySet[Match]:
    """Matches in a state of `core.states.STATES`; all that are listed or decided where none is named."""
    narrowed = {
        "open": Q(decision="", listed=True),
        "changed": Q(listed=True) & ~Q(decision="") & ~Q(decided_digest=F("evidence_digest")),
        "same": Q(decision="same"),
        "different": Q(decision="different"),
        "gone": Q(decision="", listed=False),
    }
    return matches.filter(narrowed.get(state, Q(listed=True) | ~Q(decision="")))


def state_of(match: Match) -> str:
    """The state of a match, a key of `core.states.STATES`."""
    if match.decision:
        return "changed" if match.listed and match.is_changed else match.decision
    return "open" if match.listed else "gone"


def match_view(match_id: int, viewer: Any) -> MatchView | None:
    """The match on one screen; None where the viewer may not see both sides."""
    match = matches_seen_by(viewer).filter(pk=match_id).first()
    if match is None:
        return None
    organs = organ_names_seen_by(viewer)
    return MatchView(
        match=match,
        left=seen_of(match.left, organs, match.left_name),
        right=seen_of(match.right, organs, match.right_name),
        decisions=list(match.decisions.select_related("undoes")),
        implied=_implied(match),
    )


def _implied(match: Match) -> str:
    """What other decisions in force make of an undecided match."""
    if match.decision or match.kind != "pair":
        return ""
    standing = in_force()
    known = aliases(standing)
    left, right = match.left.number, match.right.number
    if known.get(left, left) == known.get(right, right):
        return "same"
    return "different" if contradiction(standing, InForce(0, match.pk, SAME, left, right)) else ""


def note_on(number: str) -> NumberNote:
    """Whether a number is shared by two persons, held to be another number's person, or in an open match."""
    identity = Identity.objects.filter(number=number).values_list("pk", flat=True).first()
    standing = in_force()
    touching = Match.objects.filter(Q(left__number=number) | Q(right__number=number), listed=True, decision="")
    return NumberNote(
        identity=identity,
        known_by=aliases(standing).get(number, number),
        shared=next((one.match for one in standing if one.shares and one.left == number), None),
        undecided=tuple(touching.order_by("pk").values_list("pk", flat=True)),
    )
