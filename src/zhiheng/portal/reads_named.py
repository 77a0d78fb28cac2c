"""Whom an entry about reading names."""

from __future__ import annotations

import json
from typing import Any

from zhiheng.registry.services.reading import person_key

READ = "record.read"
PERSON = "person:"
"""How the trace names a person whose records were read for a case."""


def persons_in(entry: Any) -> dict[str, None]:
    """The persons whose records the entry says were read, by key."""
    whose = [*(json.loads(entry.details).get("whose", ()) if entry.details else ())]
    if entry.thing.startswith(PERSON):
        whose.append(person_key(entry.thing.removeprefix(PERSON)))
    return dict.fromkeys(whose)
