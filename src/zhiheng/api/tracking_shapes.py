"""Shapes of what is sent and answered about positions."""

from __future__ import annotations

from typing import Annotated, Any

from ninja import Schema
from pydantic import Field as Limited
from pydantic import StringConstraints

from zhiheng.api.shapes import Word


class PositionsIn(Schema):
    """Positions of one or several devices (`device_no at lon lat accuracy_m battery strap source archived …`), all of one datum."""

    datum: Annotated[str, StringConstraints(max_length=20)] = "wgs84"
    positions: Annotated[list[dict[str, Any]], Limited(max_length=10_000)]


class RefusedOut(Schema):
    """Positions that were not taken in, for one reason."""

    code: str
    count: int
    devices: list[str]
    reason: str
    remedy: str


class TakenOut(Schema):
    """What became of a delivery; it is stored for good."""

    taken: int
    doubled: int
    refused: list[RefusedOut]
    alarms: int
    intake: int


class AlarmOut(Schema):
    """An alarm without its positions."""

    id: int
    kind: str
    title: Word
    state: str
    order: str
    began_at: Any
    ended_at: Any
    seen_due_at: Any
    late: bool
    case: str
