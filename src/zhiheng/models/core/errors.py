"""What the room of models refuses."""

from __future__ import annotations

from zhiheng.schema.errors import UnusableInputError


class ModelRefused(UnusableInputError):  # noqa: N818 - the term used on the pages
    """A parameter, version or exchange file of a model that cannot be taken; nothing was changed."""
