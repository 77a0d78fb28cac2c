"""What the room of work refuses."""

from __future__ import annotations

from zhiheng.schema.errors import UnusableInputError


class WorkRefused(UnusableInputError):  # noqa: N818 - the term used on the pages
    """A report or rating that may not be made; nothing was changed."""
