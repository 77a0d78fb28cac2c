"""Shapes of cases of every procedure: what is sent to open one or to act in one, and what is answered."""

from __future__ import annotations

import base64
import binascii
from datetime import date, datetime
from typing import Annotated, Any
from uuid import UUID

from ninja import Field, Schema
from pydantic import BeforeValidator, StringConstraints, field_validator

from zhiheng.api.shapes import CaseOut, ClockOut, EventOut, Word

Text = Annotated[str, StringConstraints(max_length=20_000, pattern=r"^[^\x00]*$")]
Key = Annotated[str, StringConstraints(max_length=64, pattern=r"^[^\x00-\x1f\x7f]*$")]


def _day_alone(value: object) -> object:
    """A day without an hour stays a day: read as an instant it would be midnight."""
    return date.fromisoformat(value) if isinstance(value, str) and len(value) <= len("2026-06-30") else value


Moment = Annotated[datetime | date | None, BeforeValidator(_day_alone)]


class FileIn(Schema):
    """A file handed in with an act, its content in base64."""

    name: Word
    content: str = Field(max_length=70_000_000)

    @field_validator("content")
    @classmethod
    def _is_base64(cls, value: str) -> str:
        try:
            base64.b64decode(value, validate=True)
        except (binascii.Error, ValueError) as error:
            raise ValueError("应为 base64") from error
        return value

    @property
    def pair(self) -> tuple[str, bytes]:
        """Name and content."""
        return self.name, base64.b64decode(self.content)


class OpeningIn(Schema):
    """A case to be opened. facts: file of facts → facts as confirmed; key: the same key opens the same case once; explained: see ActIn."""

    procedure: Word
    organs: dict[Word, Word] = {}
    subject: dict[Word, Word] = {}
    values: dict[Word, Any] = {}
    facts: dict[Word, dict[Word, Any]] = {}
    clues: list[int] = []
    title: Word = ""
    on: Moment = None
    key: Key = ""
    explained: Text = ""


class ActIn(Schema):
    """A step to be done with one of its outcomes. seen: number of the last event the caller knows; key: done once under it.

    explained: why words stay that the check of papers asks about, of papers that go out with the act
    """

    step: Word
    outcome: Word
    values: dict[Word, Any] = {}
    reason: Text = ""
    on: Moment = None
    part: Word = ""
    organs: dict[Word, Word] = {}
    facts: dict[Word, dict[Word, Any]] = {}
    files: dict[Word, list[FileIn]] = {}
    seen: int | None = None
    key: Key = ""
    explained: Text = ""


class BesideIn(Schema):
    """An act beside the steps: urged, withdrawn, handed_over, extended, copied, opinion …"""

    kind: Word
    step: Word = ""
    values: dict[Word, Any] = {}
    reason: Text = ""
    part: Word = ""
    seen: int | None = None
    key: Key = ""


class AllowedOut(Schema):
    """An act the caller may do now, with the fields it asks."""

    kind: str
    step: str
    outcome: str
    title: str
    part: str
    reason: bool
    fields: list[dict[str, Any]]
    chooses: list[str]
    source: str

    @staticmethod
    def resolve_fields(act: Any) -> list[dict[str, Any]]:
        """The fields as the pack declares them."""
        return [item.model_dump(mode="json", exclude_defaults=True) for item in act.fields]

    @staticmethod
    def resolve_chooses(act: Any) -> list[str]:
        """Roles whose organ is to be named with the act."""
        return list(act.chooses)


class EventWhole(EventOut):
    """An event with what was filled in."""

    values: dict[str, Any]
    documents: list[str]
    recorded_at: datetime


class CaseFull(CaseOut):
    """One case as far as the caller may see it."""

    organs: dict[str, str]
    clocks: list[ClockOut]
    events: list[EventOut]
    values: dict[str, Any]
    seen: int
    allowed: list[AllowedOut]


class DocumentOut(Schema):
    """A paper of a case."""

    id: UUID
    kind: str
    title: str
    number: str
    organ: str
    step: str
    drawn_up_at: datetime

    @staticmethod
    def resolve_number(document: Any) -> str:
        """The number; empty while there is none."""
        return document.number or ""

    @staticmethod
    def resolve_organ(document: Any) -> str:
        """The organ whose paper it is."""
        return str(document.organ.name)


class FileOut(Schema):
    """A file handed in to a case."""

    id: int
    name: str
    organ: str
    step: str
    field: str
    size: int
    kept_at: datetime


class TellingOut(Schema):
    """A happening as the person concerned or the public is told of it."""

    title: str
    outcome: str
    on: date
    organ: str


class ProcedureOut(Schema):
    """A procedure, whether the caller may open cases of it, its steps and the fields of its opening form."""

    id: str
    pack: str
    title: str
    source: list[str]
    may_open: bool
    roles: dict[str, str]
    steps: dict[str, str]
    opening: list[dict[str, Any]]
