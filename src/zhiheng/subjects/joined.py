"""Numbers decided to be one person's, asked by every page of who has somebody closed to them: a plain statement."""

from __future__ import annotations

from django.db import connection

from zhiheng.ledger.at_rest_fields import among
from zhiheng.ledger.core.at_rest_text import unseal

BESIDE = """SELECT other.number FROM subjects_identity one JOIN subjects_match m ON m.left_id = one.id
JOIN subjects_identity other ON other.id = m.right_id WHERE m.decision = 'same' AND {among}
UNION SELECT other.number FROM subjects_identity one JOIN subjects_match m ON m.right_id = one.id
JOIN subjects_identity other ON other.id = m.left_id WHERE m.decision = 'same' AND {among}"""


def joined_with(numbers: frozenset[str]) -> frozenset[str]:
    """These numbers and all that decisions in force make the same persons', through however many others."""
    known, asked = numbers, numbers
    while asked:
        asked = _beside(asked) - known
        known |= asked
    return known


def _beside(numbers: frozenset[str]) -> frozenset[str]:
    condition, given = among("one.number", numbers, connection.vendor)
    with connection.cursor() as cursor:
        cursor.execute(BESIDE.format(among=condition), [given, given])
        return frozenset(unseal(number) for (number,) in cursor.fetchall())
