"""Numbers of the screen: each is counted by the list it opens, with the filters of its address, so that the two cannot differ."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.db import DatabaseError, transaction
from django.http import QueryDict
from django.urls import reverse

from zhiheng.models.in_force import catalog
from zhiheng.oversight.selectors import indicator_results
from zhiheng.registry.rights import may
from zhiheng.schema.errors import UnusableInputError
from zhiheng.web.cases import cases, document_register
from zhiheng.web.clues import clues
from zhiheng.web.data import quality
from zhiheng.web.registers import ledgers
from zhiheng.web.tracking import alarms, orders
from zhiheng.web.work import duties

LEAST_SHOWN = 5
"""On a screen for guests no number below it is shown."""


@dataclass(frozen=True)
class Number:
    """A number with the list it opens; tone: red, amber or plain.

    data_at   when the data it rests on last came, where they come from elsewhere
    old       they came longer ago than they may: shown grey with their time, no tone
    unread    its list could not be read: shown as not known, never as none; never: no data for it ever came, likewise
    """

    title: Any
    value: int
    address: str
    tone: str = ""
    data_at: datetime | None = None
    old: bool = False
    unread: bool = False
    never: bool = False

    @property
    def few(self) -> bool:
        """Whether it is too small to be shown to guests."""
        return 0 < self.value < LEAST_SHOWN


ROWS: Mapping[str, tuple[str, Callable[..., Any]]] = {
    "cases": ("case.read", cases.rows_asked),
    "clues": ("clue.read", clues.rows_asked),
    "alarms": ("tracking.read", alarms.rows_asked),
    "tracking": ("tracking.read", orders.rows_asked),
    "duties": ("duty.read", duties.rows_asked),
    "register": ("document.read", document_register.rows_asked),
    "missing": ("data.read", quality.rows_asked),
    "ledger": ("register.read", lambda viewer, asked, name: ledgers.rows_asked(viewer, asked, catalog().registers[name])),
}
"""Name of a list → the right it asks for, and the rows that an address of it shows."""


def rows_of(viewer: Any, name: str, query: str, *place: str) -> Any:
    """The rows of a list under the filters of an address."""
    return ROWS[name][1](viewer, QueryDict(query), *place)


def number(viewer: Any, title: Any, name: str, *place: str, tone: str = "", **asked: str) -> Number | None:
    """A number with its list; None for who may not open it."""
    if not may(viewer, ROWS[name][0]):
        return None
    query = urlencode(asked)
    address = f"{reverse(name, args=place)}?{query}" if query else reverse(name, args=place)
    try:
        with transaction.atomic():
            rows = rows_of(viewer, name, query, *place)
            value = len(rows) if isinstance(rows, list) else rows.order_by().count()
    except (DatabaseError, OSError, UnusableInputError):
        return Number(title, 0, address, unread=True)
    return Number(title, value, address, tone if value else "")


def standing(viewer: Any, title: Any, name: str) -> Number:
    """What an indicator counts today, with its rows; as old as the newest record of them."""
    address = f"{reverse('indicator', args=[name])}?hit=1"
    try:
        rows = [row for row in indicator_results(viewer, indicators=[name])[0].rows if row["hit"]]
    except (DatabaseError, OSError, UnusableInputError):
        return Number(title, 0, address, unread=True)
    received = max((str(row["received_at"]) for row in rows if row["received_at"]), default="")
    return Number(title, len(rows), address, data_at=datetime.fromisoformat(received) if received else None)
