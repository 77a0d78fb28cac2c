"""What the procedure room refuses."""

from __future__ import annotations

from zhiheng.schema.errors import UnusableInputError


class ActRefused(UnusableInputError):  # noqa: N818 - the term used on the pages
    """An act that the state of the case, the form or the rights do not allow; nothing was changed."""
