"""Columns that lie enciphered in the database where the installation has a data key; the program sees them as they are."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django.db import models

from zhiheng.ledger.core import at_rest_text

LONGER = 4
"""A value of so many bytes a sign, and 16 of its proof, becomes at most so many signs."""


if TYPE_CHECKING:
    Text = models.CharField[str, str]
else:
    Text = models.CharField


class KeyedNumber(Text):
    """A number that is found by equality alone (`exact`, `in`): enciphered alike for alike; a part of it is never found."""

    def db_type(self, connection: Any) -> str | None:  # noqa: ARG002 - Django's
        """Wide enough for the number enciphered."""
        return f"varchar({(self.max_length or 0) * LONGER + 64})"

    def get_prep_value(self, value: Any) -> Any:
        """As it lies in the database."""
        told = super().get_prep_value(value)
        return at_rest_text.seal_alike(told) if isinstance(told, str) else told

    def from_db_value(self, value: Any, *_more: Any) -> Any:
        """As the program sees it."""
        return at_rest_text.unseal(value) if isinstance(value, str) else value


class EncipheredJSON(models.JSONField):
    """A JSON value that is never asked for by what is in it: enciphered anew each time, as one JSON text."""

    def deconstruct(self) -> tuple[str, str, list[Any], dict[str, Any]]:
        """In the database it is a JSON column as before."""
        name, _, given, options = super().deconstruct()
        return name, "django.db.models.JSONField", list(given), options

    def get_db_prep_value(self, value: Any, connection: Any, prepared: bool = False) -> Any:
        """As it lies in the database."""
        if value is not None and at_rest_text.enciphers() and not hasattr(value, "resolve_expression"):
            text = json.dumps(value, cls=self.encoder, ensure_ascii=False)
            sealed = at_rest_text.seal_anew(text)
            value = value if sealed == text else sealed
        return super().get_db_prep_value(value, connection, prepared)

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> Any:
        """As the program sees it."""
        told = super().from_db_value(value, expression, connection)
        return json.loads(at_rest_text.unseal(told), cls=self.decoder) if isinstance(told, str) and at_rest_text.is_sealed(told) else told


def fields_of(model: type[models.Model]) -> Iterable[models.Field[Any, Any]]:
    """Columns of a table that lie enciphered."""
    return (one for one in model._meta.concrete_fields if isinstance(one, KeyedNumber | EncipheredJSON))  # noqa: SLF001 - Django's own word
