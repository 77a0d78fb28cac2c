"""What the oversight room refuses."""

from __future__ import annotations

from zhiheng.schema.errors import UnusableInputError


class ClueRefused(UnusableInputError):  # noqa: N818 - the term used on the pages
    """An act that the state of a clue does not allow; nothing was changed."""
