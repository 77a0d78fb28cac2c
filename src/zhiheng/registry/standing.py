"""What decides an officer's rights, read with one plain statement: posts with how far they reach, and whose records are closed to them.

Every page asks for it; the models would take longer to put the question into words than the database takes to answer it.
"""

from __future__ import annotations

import json
from datetime import date
from functools import cache
from typing import Any

from django.db import connection

from zhiheng.ledger.at_rest_fields import parts_of
from zhiheng.ledger.coverage import meta_of
from zhiheng.registry.models import Officer, Post, PostScope

GROUPS, PARTS = "\x1d", "\x1e"
"""Between what is closed to different officers, and between kind, who is admitted, and numbers: signs that none of these has."""
CLOSED = """(SELECT {joined}(kind || {sign}(30) || CAST(admitted AS text) || {sign}(30) || numbers, {sign}(29)) FROM (
  SELECT kind, admitted, {joined}(number, {sign}(31)) AS numbers FROM registry_barrier
  WHERE since_on <= %s AND (until_on IS NULL OR until_on > %s) AND (kind <> 'avoidance' OR officer_id = %s)
  GROUP BY kind, admitted) AS alike)"""
"""Persons whose records are closed to some, those that are closed to the same together, as one text."""
HELD = """SELECT {post}, {scope}, EXISTS(SELECT 1 FROM registry_delegation WHERE to_id = %s), {closed}
FROM registry_post p LEFT JOIN registry_postscope s ON s.post_id = p.id WHERE p.officer_id = %s ORDER BY p.from_on, p.id"""


def read_posts(officer: Officer, today: date) -> frozenset[str] | None:
    """Read an officer's posts, own and lent, each with how far its records reach, and keep them with the officer.

    Gives the numbers of persons closed to the officer today, which come along; None where no post brought them.
    """
    with connection.cursor() as cursor:
        cursor.execute(_statements(connection.vendor)[0], [officer.pk, *_closing(officer, today), officer.pk])
        rows = cursor.fetchall()
    own = [_post(officer, row) for row in rows]
    lending = officer.delegations.select_related("post__narrowed", "post__officer")
    _keep(officer, "posts", own)
    _keep(officer, "delegations", list(lending) if not rows or rows[0][-2] else [])
    return _closed_to(officer, rows[0][-1]) if rows else None


def closed_numbers(officer: Officer, today: date) -> frozenset[str]:
    """Numbers of the persons whose records are closed to the officer on the day."""
    with connection.cursor() as cursor:
        cursor.execute(_statements(connection.vendor)[1], _closing(officer, today))
        return _closed_to(officer, cursor.fetchone()[0])


def _closing(officer: Officer, today: date) -> list[Any]:
    day = connection.ops.adapt_datefield_value(today)
    return [day, day, officer.pk]


def _closed_to(officer: Officer, groups: str | None) -> frozenset[str]:
    found = set[str]()
    for group in groups.split(GROUPS) if groups else ():
        kind, admitted, numbers = group.split(PARTS)
        if kind == "avoidance" or officer.username not in json.loads(admitted):
            found.update(parts_of(numbers))
    return frozenset(found)


def _post(officer: Officer, row: tuple[Any, ...]) -> Post:
    fields = meta_of(Post).concrete_fields
    post = Post.from_db(connection.alias, _names(Post), [_value(field, value) for field, value in zip(fields, row, strict=False)])
    narrowed = row[len(fields) : len(fields) + len(_names(PostScope))]
    post.officer = officer
    post._state.fields_cache["narrowed"] = PostScope.from_db(connection.alias, _names(PostScope), narrowed) if narrowed[0] else None  # noqa: SLF001 - as Django's own reading of both does
    return post


def _value(field: Any, value: Any) -> Any:
    return json.loads(value) if field.name == "packs" and isinstance(value, str) else field.to_python(value)


@cache
def _names(model: type[Post | PostScope]) -> list[str]:
    return [field.attname for field in meta_of(model).concrete_fields]


@cache
def _statements(vendor: str) -> tuple[str, str]:
    """Posts with what is closed, and what is closed alone, in the words of this database."""
    sqlite = vendor == "sqlite"
    closed = CLOSED.format(joined="GROUP_CONCAT" if sqlite else "STRING_AGG", sign="char" if sqlite else "chr")
    post, scope = (", ".join(f"{short}.{name}" for name in _names(model)) for short, model in (("p", Post), ("s", PostScope)))
    return HELD.format(post=post, scope=scope, closed=closed), f"SELECT {closed}"


def _keep(officer: Officer, name: str, rows: list[Any]) -> None:
    """As if the rows had been prefetched."""
    related = getattr(officer, name).all()
    related._result_cache, related._prefetch_done = rows, True  # noqa: SLF001 - as Django's own prefetching does
    if not hasattr(officer, "_prefetched_objects_cache"):
        officer._prefetched_objects_cache = {}  # type: ignore[attr-defined]  # noqa: SLF001
    officer._prefetched_objects_cache[name] = related  # type: ignore[attr-defined]  # noqa: SLF001
