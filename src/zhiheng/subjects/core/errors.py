"""What this room refuses."""

from __future__ import annotations

from zhiheng.schema.errors import UnusableInputError


class MatchRefused(UnusableInputError):  # noqa: N818 - a refusal is said, not an accident
    """A decision on a match that is not possible: thing, place, reason and remedy are for people."""
