"""Writers of this room: gathering and matching, and decisions on matches."""

from zhiheng.subjects.services.deciding import decide_match, undo_decision

__all__ = ["decide_match", "undo_decision"]
