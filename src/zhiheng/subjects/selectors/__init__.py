"""Readers of identities, matches and decisions: each asks who looks."""

from zhiheng.subjects.selectors.identities import SeenIdentity, bearing, person_timeline, persons_found
from zhiheng.subjects.selectors.matches import MatchView, NumberNote, in_state, match_view, matches_seen_by, note_on, state_of
from zhiheng.subjects.selectors.person import PersonView, person_view
from zhiheng.subjects.selectors.standing import identities_now, newest_decision

__all__ = [
    "MatchView",
    "NumberNote",
    "PersonView",
    "SeenIdentity",
    "bearing",
    "identities_now",
    "in_state",
    "match_view",
    "matches_seen_by",
    "newest_decision",
    "note_on",
    "person_timeline",
    "person_view",
    "persons_found",
    "state_of",
]
