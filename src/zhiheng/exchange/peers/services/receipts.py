"""Receipts of many messages written at once."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

from django.db import connection

from zhiheng.exchange.models import Incoming, MessageHop

COLUMNS = ("incoming_id", "outgoing_id", "step", "words", "noted_at")
INSERT = f"INSERT INTO {MessageHop._meta.db_table} ({', '.join(COLUMNS)}) VALUES (%s, NULL, %s, %s, %s)"  # noqa: S608, SLF001 - names of our own columns
"""Three of four rows that a message brings are receipts; the model would spend longer on them than on the message."""


class Receipt(NamedTuple):
    """One hop of a message: which, in words, when."""

    step: str
    words: str
    noted_at: datetime


def note_receipts(given: Iterable[tuple[Incoming, Receipt]]) -> None:
    """Write the receipts of messages that came, in this order."""
    adapt = connection.ops.adapt_datetimefield_value
    with connection.cursor() as cursor:
        cursor.executemany(INSERT, [(row.pk, one.step, one.words, adapt(one.noted_at)) for row, one in given])
