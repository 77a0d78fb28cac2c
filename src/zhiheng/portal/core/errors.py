"""What the portal refuses."""

from __future__ import annotations

from zhiheng.schema.errors import UnusableInputError


class PortalRefused(UnusableInputError):
    """An act that may not be done: thing, place, reason, remedy."""
