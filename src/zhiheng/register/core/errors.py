"""What the register room refuses."""

from __future__ import annotations

from zhiheng.schema.errors import UnusableInputError


class RegisterRefused(UnusableInputError):  # noqa: N818 - the term used on the pages
    """An act that the entry, its fields or the ledger do not allow; nothing was changed. `code` names the rule for programs and stories."""

    def __init__(self, code: str, thing: str, place: str, reason: str, remedy: str) -> None:
        super().__init__(thing, place, reason, remedy)
        self.code = code
