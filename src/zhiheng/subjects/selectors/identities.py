"""What organs wrote of a number and what happened to who bears it, narrowed to what the viewer may see."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection
from django.db.models import Q

from zhiheng.ledger.at_rest_fields import among
from zhiheng.ledger.core.once import once
from zhiheng.records.core.library import open_library
from zhiheng.records.core.snapshot import Snapshot
from zhiheng.records.selectors import snapshot_now
from zhiheng.registry.selectors import organs_seen_by, sees_everything, without_barred
from zhiheng.schema.cleaning import clean_identity, clean_name
from zhiheng.schema.identity import to_18
from zhiheng.subjects.core.life import LIFE, LifeEvent, events_of
from zhiheng.subjects.models import Identity

MOST_FOUND = 50
LONGEST_NAME = 200
WRITTEN = "SELECT name, names, former_names FROM subjects_identity WHERE {among}"
"""Asked by every list of a viewer to whom somebody is closed: a plain statement, quicker to put than the model's."""
FORMER: Any = Identity._meta.get_field("former_names")  # noqa: SLF001 - Django documents it
MOST_EVENTS = 2000


@dataclass(frozen=True)
class SeenIdentity:
    """An identity as a viewer sees it. mentions: what organs in the viewer's sight wrote; hidden: how many other organs wrote it."""

    identity: Identity
    mentions: list[dict[str, Any]]
    hidden: int

    @property
    def organs(self) -> list[str]:
        """Organs in sight that wrote it."""
        return sorted({one["organ"] for one in self.mentions})

    @property
    def names(self) -> list[str]:
        """Names it was written with, its own first."""
        return sorted({one["name"] for one in self.mentions}, key=lambda name: (name != self.identity.name, name))


def persons_found(viewer: Any, text: str) -> list[SeenIdentity]:
    """Identities of this number (in any spelling), name or former name, in the viewer's sight; at most 50, in the order of numbers."""
    number, name = to_18(clean_identity(text)), clean_name(text)
    if not number or not name:
        return []
    wanted = Q(number=number) | Q(name=name) | Q(names__contains=f"\n{name}\n")
    organs = organ_names_seen_by(viewer)
    known = without_barred(Identity.objects.filter(wanted, current=True), viewer, "number")
    found = (seen_of(one, organs) for one in known[: MOST_FOUND * 4])
    return [one for one in found if one.mentions][:MOST_FOUND]


def bearing(numbers: frozenset[str]) -> frozenset[str]:
    """Every name, former ones too, that organs wrote these numbers with; who looks is the caller's to ask."""
    return once(("bearing", numbers), lambda: frozenset(_names(numbers))) if numbers else frozenset()


def _names(numbers: frozenset[str]) -> Iterator[str]:
    condition, given = among("number", numbers, connection.vendor)
    with connection.cursor() as cursor:
        cursor.execute(WRITTEN.format(among=condition), [given])
        rows = cursor.fetchall()
    for name, names, former in rows:
        old = FORMER.to_python(FORMER.from_db_value(former, None, connection))
        yield from filter(None, map(clean_name, [name, *names.split("\n"), *map(str, old)]))


def person_timeline(viewer: Any, numbers: Collection[str]) -> list[LifeEvent]:
    """What happened to who bears these numbers, newest first, undated last; only what organs in the viewer's sight sent."""
    organs = organ_names_seen_by(viewer)
    whole = snapshot_now(LIFE)
    snapshot = Snapshot.of(one for one in whole.segments if organs is None or one.organ in organs)
    found: list[LifeEvent] = []
    with open_library(snapshot, Path(settings.LIBRARY), datasets=LIFE, persons=numbers) as library:
        for dataset in LIFE:
            rows = library.connection.view(dataset).limit(MOST_EVENTS).to_arrow_table().to_pylist()
            found += [event for row in rows for event in events_of(dataset, row)]
    found.sort(key=lambda one: (one.dataset, one.key, one.organ))
    dated = sorted((one for one in found if one.on), key=lambda one: one.on or date.min, reverse=True)
    return [*dated, *(one for one in found if one.on is None)]


def organ_names_seen_by(viewer: Any) -> frozenset[str] | None:
    """Names of the organs in the viewer's sight, None where that is every organ."""
    return None if sees_everything(viewer) else frozenset(organs_seen_by(viewer).values_list("name", flat=True))


def seen_of(identity: Identity, organs: frozenset[str] | None, name: str = "") -> SeenIdentity:
    """An identity narrowed to what these organs wrote, under one name where one is given."""
    written = [one for one in identity.said if not name or one["name"][:LONGEST_NAME] == name]
    mentions = [one for one in written if organs is None or one["organ"] in organs]
    return SeenIdentity(identity, mentions, len({one["organ"] for one in written}) - len({one["organ"] for one in mentions}))
