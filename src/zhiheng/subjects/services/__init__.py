"""Writers of this room: gathering and matching, and decisions on matches."""

from zhiheng.subjects.services.deciding import decide_match, undo_decision
from zhiheng.subjects.services.listing import MatchOutcome
from zhiheng.subjects.services.matching import find_matches

__all__ = ["MatchOutcome", "decide_match", "find_matches", "undo_decision"]
