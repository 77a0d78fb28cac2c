"""A row of every table of the database, made from what its fields ask for, whatever rooms there are."""

from __future__ import annotations

import itertools
import uuid
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from decimal import Decimal

from django.apps import apps
from django.db import models

NUMBERS = itertools.count(1000)


def one_of_each(now: datetime, *, there: Iterable[models.Model] = ()) -> dict[str, models.Model]:
    """A fresh row of each managed table, by the table's name; `there`: rows that stand for their tables."""
    made: dict[str, models.Model] = {row._meta.db_table: row for row in there}
    for model in apps.get_models(include_auto_created=True):
        row_of(model, made, now)
    return made


def row_of(model, made, now):
    """The row of this table, with the rows that it refers to."""
    table = model._meta.db_table
    if table not in made:
        row = model()
        for field in model._meta.concrete_fields:
            if not (field.auto_created and field.primary_key):
                setattr(row, field.attname, value_of(field, made, now))
        model._base_manager.bulk_create([row])
        made[table] = row
    return made[table]


def value_of(field, made, now):
    """A value that the field takes and that no other row has."""
    if isinstance(field, models.ForeignKey):
        if field.remote_field.model is field.model:
            return None
        return getattr(row_of(field.remote_field.model, made, now), field.target_field.attname)
    if field.db_column and field.null:  # the number of a row of a room above, which only the database knows as such
        return None
    number = next(NUMBERS)
    if isinstance(field, models.CharField | models.TextField | models.BinaryField):
        return text_of(field, number)
    kinds = {
        models.BooleanField: True,
        models.DateTimeField: now + timedelta(seconds=number),
        models.DateField: date(2026, 1, 1) + timedelta(days=number),
        models.UUIDField: uuid.UUID(int=number),
        models.JSONField: {"n": number},
        models.DecimalField: Decimal("0.5"),
        models.FloatField: float(number),
        models.GenericIPAddressField: "10.0.0.1",
    }
    return next((value for kind, value in kinds.items() if isinstance(field, kind)), number % 900)


def text_of(field, number):
    """A text short enough for the field; binary where it asks for bytes."""
    if isinstance(field, models.BinaryField):
        return str(number).encode()
    return str(number)[-(field.max_length or 9) :]


def another(field, value):
    """Another value for the same field, as SQL takes it."""
    if isinstance(value, bool):
        return not value
    if isinstance(value, datetime | date):
        return value + timedelta(days=1)
    if isinstance(value, uuid.UUID):
        return uuid.UUID(int=value.int + 1)
    if isinstance(value, int | float | Decimal):
        return value + 1
    return {"n": 0} if isinstance(field, models.JSONField) else "改"[: field.max_length or 1]
