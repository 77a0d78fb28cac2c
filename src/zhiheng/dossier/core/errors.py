"""What the dossier room refuses."""

from __future__ import annotations

from zhiheng.schema.errors import UnusableInputError


class DocumentRefused(UnusableInputError):  # noqa: N818 - the term used on the pages
    """A document that cannot be drawn up or read; nothing was kept."""


class PaperMustWait(DocumentRefused):
    """A paper that would go out at once with words that must be mended, its officer says they are right: a second person lets it go."""


class PaperUnexplained(DocumentRefused):
    """A paper that would go out at once with words that proofing asks about, and nobody said yet why they stay; nothing was kept."""
