"""Tables of the platform itself that indicators read: their columns, which the rooms above fill from what they keep.

Each is an Arrow table; a table not given is empty. `organ` and `issued_to` are names of organs as `organs.name` has them.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import pyarrow as pa

CLUES: Final = pa.schema(
    [
        pa.field("id", pa.int64(), nullable=False),
        pa.field("model", pa.string(), nullable=False),
        pa.field("title", pa.string()),
        pa.field("subject", pa.string(), nullable=False),
        pa.field("occurrence", pa.string(), nullable=False),
        pa.field("organ", pa.string()),
        pa.field("level", pa.string()),
        pa.field("summary", pa.string()),
        pa.field("state", pa.string(), nullable=False),
        pa.field("cause", pa.string()),
        pa.field("found_on", pa.date32(), nullable=False),
        pa.field("decided_on", pa.date32()),
        pa.field("resolved_on", pa.date32()),
    ]
)
"""One row a clue. decided_on: the day it was last verified or refuted; state: received, assigned, verified, refuted, documented, closed."""

DOCUMENTS: Final = pa.schema(
    [
        pa.field("id", pa.string(), nullable=False),
        pa.field("document_no", pa.string()),
        pa.field("kind", pa.string(), nullable=False),
        pa.field("title", pa.string()),
        pa.field("issued_by", pa.string()),
        pa.field("issued_to", pa.string()),
        pa.field("issued_on", pa.date32()),
        pa.field("served_on", pa.date32()),
        pa.field("reply_due", pa.date32()),
        pa.field("replied_on", pa.date32()),
        pa.field("adopted", pa.bool_()),
        pa.field("rectified_on", pa.date32()),
        pa.field("looked_back_on", pa.date32()),
        pa.field("closed_on", pa.date32()),
    ]
)
"""One row a paper sent out in a case (`tables.documents` of its procedure). id: its case; kind: a code of the exchange standard."""

DELIVERIES: Final = pa.schema(
    [
        pa.field("id", pa.int64(), nullable=False),
        pa.field("organ", pa.string(), nullable=False),
        pa.field("dataset", pa.string()),
        pa.field("name", pa.string(), nullable=False),
        pa.field("outcome", pa.string()),
        pa.field("rows", pa.int64(), nullable=False),
        pa.field("accepted", pa.int64(), nullable=False),
        pa.field("rejected", pa.int64(), nullable=False),
        pa.field("received_on", pa.date32(), nullable=False),
    ]
)
"""One row a file received."""

REJECTIONS: Final = pa.schema(
    [
        pa.field("delivery", pa.int64(), nullable=False),
        pa.field("organ", pa.string(), nullable=False),
        pa.field("dataset", pa.string()),
        pa.field("name", pa.string()),
        pa.field("row", pa.int64(), nullable=False),
        pa.field("column", pa.string()),
        pa.field("reason", pa.string()),
        pa.field("received_on", pa.date32(), nullable=False),
    ]
)
"""One row a rejected row of a file (its first fault)."""

ORGANS: Final = pa.schema([pa.field("name", pa.string(), nullable=False), pa.field("kind", pa.string()), pa.field("division", pa.string())])
"""One row an organ; division: GB/T 2260."""

ITEMS: Final = pa.schema(
    [
        pa.field("catalogue", pa.string(), nullable=False),
        pa.field("item", pa.string(), nullable=False),
        pa.field("title", pa.string(), nullable=False),
        pa.field("part", pa.string()),
        pa.field("article", pa.string()),
        pa.field("covered", pa.bool_(), nullable=False),
        pa.field("steps", pa.string(), nullable=False),
    ]
)
"""One row an item of a pack's catalogue. part: its group; covered: something covers it; steps: `procedure.step` of each, between blanks."""

TABLES: Final[Mapping[str, pa.Schema]] = {
    "clues": CLUES,
    "documents": DOCUMENTS,
    "deliveries": DELIVERIES,
    "rejections": REJECTIONS,
    "organs": ORGANS,
    "items": ITEMS,
}
