"""Columns that lie enciphered in the database where the installation has a data key; the program sees them as they are."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models.lookups import Contains, IContains, Lookup

from zhiheng.ledger.core import at_rest_text

APART, APART_SQL = "\x1f", "chr(31)"
"""A sign that no value has."""
LONGER = 4
"""A value of so many bytes a sign, and 16 of its proof, becomes at most so many signs."""


if TYPE_CHECKING:
    Text = models.CharField[str, str]
    Line = models.CharField[Any, Any]
    Words = models.TextField[Any, Any]
    Number = models.FloatField[float, float]
else:
    Text, Line, Words, Number = models.CharField, models.CharField, models.TextField, models.FloatField


class KeyedNumber(Text):
    """A number that is found by equality alone (`exact`, `in`): enciphered alike for alike; a part of it is never found."""

    def db_type(self, connection: Any) -> str | None:  # noqa: ARG002 - Django's
        """Wide enough for the number enciphered."""
        return f"varchar({(self.max_length or 0) * LONGER + 64})"

    def get_db_prep_value(self, value: Any, connection: Any, prepared: bool = False) -> Any:
        """As it lies in the database, and as it is looked for."""
        told = super().get_db_prep_value(value, connection, prepared)
        return at_rest_text.seal_alike(told) if isinstance(told, str) else told

    def from_db_value(self, value: Any, *_more: Any) -> Any:
        """As the program sees it."""
        return at_rest_text.unseal(value) if isinstance(value, str) else value


@KeyedNumber.register_lookup
class Among(Lookup):
    """`among`: as `in` for any number of values, which go as one: a statement with hundreds of parts costs more to write than to answer."""

    lookup_name = "among"
    prepare_rhs = False

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        """The condition as one more part of a statement."""
        column, params = self.process_lhs(compiler, connection)
        condition, given = among(column, frozenset(self.rhs), connection.vendor)
        return condition, (*params, given)


def among(column: str, values: frozenset[str], vendor: str) -> tuple[str, str]:
    """The condition that a keyed number is one of these, and what goes with it: one text, for a driver looks at each part of a list."""
    lying = at_rest_text.sealed_alike(values)
    if vendor == "postgresql":
        return f"{column} = ANY(string_to_array(%s, {APART_SQL}))", APART.join(lying)
    return f"{column} IN (SELECT value FROM json_each(%s))", json.dumps(lying)  # noqa: S608 - our own column


def parts_of(joined: str) -> list[str]:
    """Keyed numbers that were read as one text, as the program sees them: hundreds of rows cost more to read than to find."""
    return [at_rest_text.unseal(one) for one in joined.split(APART)]


def seal(model: type[models.Model], text: str) -> str:
    """The text enciphered anew, in a table that is only added to for good."""
    return at_rest_text.seal_kept(text) if getattr(model, "ADDED_ONLY", False) else at_rest_text.seal_anew(text)


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
            sealed = seal(self.model, text)
            value = sealed if at_rest_text.is_sealed(sealed) else value
        return super().get_db_prep_value(value, connection, prepared)

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> Any:
        """As the program sees it."""
        told = super().from_db_value(value, expression, connection)
        return json.loads(at_rest_text.unseal(told), cls=self.decoder) if isinstance(told, str) and at_rest_text.is_sealed(told) else told


class EncipheredText(Words):
    """Words that are never asked for in the database: enciphered anew each time; empty ones stay empty."""

    def deconstruct(self) -> tuple[str, str, list[Any], dict[str, Any]]:
        """In the database it is a column of text as before."""
        name, _, given, options = super().deconstruct()
        return name, "django.db.models.TextField", list(given), options

    def get_db_prep_value(self, value: Any, connection: Any, prepared: bool = False) -> Any:
        """As it lies in the database."""
        told = super().get_db_prep_value(value, connection, prepared)
        return seal(self.model, told) if isinstance(told, str) else told

    def from_db_value(self, value: Any, *_more: Any) -> Any:
        """As the program sees it."""
        return at_rest_text.unseal(value) if isinstance(value, str) else value


class EncipheredFloat(Number):
    """A number with decimals that is never compared in the database: enciphered anew each time."""

    def db_type(self, connection: Any) -> str:
        """SQLite keeps any text in a column of numbers."""
        return "real" if connection.vendor == "sqlite" else "text"

    def get_db_prep_value(self, value: Any, connection: Any, prepared: bool = False) -> Any:
        """As it lies in the database."""
        told = super().get_db_prep_value(value, connection, prepared)
        return seal(self.model, repr(told)) if isinstance(told, float) else told

    def from_db_value(self, value: Any, *_more: Any) -> Any:
        """As the program sees it."""
        return None if value is None else float(at_rest_text.unseal(value) if isinstance(value, str) else value)


class CoveredText(Words):
    """Words that are searched: whole identity numbers in them lie enciphered alike, all else as it is."""

    def deconstruct(self) -> tuple[str, str, list[Any], dict[str, Any]]:
        """In the database it is a column of text as before."""
        name, _, given, options = super().deconstruct()
        return name, "django.db.models.TextField", list(given), options

    def get_db_prep_value(self, value: Any, connection: Any, prepared: bool = False) -> Any:
        """As it lies in the database, and as it is searched for."""
        told = super().get_db_prep_value(value, connection, prepared)
        return at_rest_text.cover(told) if isinstance(told, str) else told

    def from_db_value(self, value: Any, *_more: Any) -> Any:
        """As the program sees it."""
        return at_rest_text.uncover(value) if isinstance(value, str) else value


class CoveredName(Line):
    """The same of a line with a greatest length."""

    def db_type(self, connection: Any) -> str | None:  # noqa: ARG002 - Django's
        """Wide enough for the line with its numbers enciphered."""
        return f"varchar({(self.max_length or 0) * LONGER + 64})"

    def get_db_prep_value(self, value: Any, connection: Any, prepared: bool = False) -> Any:
        """As it lies in the database, and as it is searched for."""
        told = super().get_db_prep_value(value, connection, prepared)
        return at_rest_text.cover(told) if isinstance(told, str) else told

    def from_db_value(self, value: Any, *_more: Any) -> Any:
        """As the program sees it."""
        return at_rest_text.uncover(value) if isinstance(value, str) else value


class Held(IContains):
    """What is looked for within a text; words without capitals are compared as they stand, which takes a third of the time.

    lying   what the words are turned into as they lie in the database
    """

    plain = False
    lying: Callable[[str], str]

    def get_prep_lookup(self) -> Any:
        """The words as they lie in the database."""
        self.plain = isinstance(self.rhs, str) and self.rhs.upper() == self.rhs.lower()
        return self.lying(self.rhs) if isinstance(self.rhs, str) else self.rhs

    def as_postgresql(self, compiler: Any, connection: Any) -> tuple[str, Any]:
        """Only capitals need both sides turned into capitals."""
        return compiler.compile(Contains(self.lhs, self.rhs)) if self.plain else self.as_sql(compiler, connection)


class WordsContain(Held):
    """Words that are searched for: whole numbers in them as they lie."""

    lying = staticmethod(at_rest_text.cover)


class NumberContains(Held):
    """A number that is searched for: found as a whole where it lies enciphered."""

    lying = staticmethod(at_rest_text.seal_alike)


CoveredText.register_lookup(WordsContain)
CoveredName.register_lookup(WordsContain)
KeyedNumber.register_lookup(NumberContains)
WHOLE = KeyedNumber | EncipheredJSON | EncipheredText | EncipheredFloat
PARTLY = CoveredText | CoveredName


def fields_of(model: type[models.Model]) -> Iterable[models.Field[Any, Any]]:
    """Columns of a table that lie enciphered, as a whole or the numbers in them."""
    return (one for one in model._meta.concrete_fields if isinstance(one, WHOLE | PARTLY))  # noqa: SLF001 - Django's own word
