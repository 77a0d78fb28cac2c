"""Records of one person for a number that a case counts."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from django.conf import settings

from zhiheng.procedure.core.counting import Rows
from zhiheng.records import selectors as records
from zhiheng.records.core.library import open_library
from zhiheng.records.core.rows import read_dicts
from zhiheng.subjects import selectors as subjects


def records_of(datasets: Iterable[str], id_number: str) -> Rows:
    """Dataset → current rows of the person, under whichever of their numbers they were recorded."""
    names, aliases = list(datasets), subjects.identities_now().aliases
    person = aliases.get(id_number, id_number)
    with open_library(records.snapshot_now(names), Path(settings.LIBRARY), datasets=names, same_person=aliases) as library:
        asked = {name: f"select * from {name} where id_number = ? order by _ref" for name in names}  # noqa: S608 - datasets of the standard
        return {name: read_dicts(library.connection, sql, [person]) for name, sql in asked.items()}
