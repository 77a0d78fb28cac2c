"""What the portal refuses."""

from __future__ import annotations

from zhiheng.schema.errors import UnusableInputError


class PortalRefused(UnusableInputError):  # noqa: N818 - a refusal, as in the other rooms
    """An act that may not be done: thing, place, reason, remedy."""
