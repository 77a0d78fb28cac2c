"""Shapes of ledgers, sheets, catalogues and duties as programs are answered."""

from datetime import date, datetime
from typing import Annotated, Any
from uuid import UUID

from ninja import Field, Schema
from pydantic import StringConstraints

from zhiheng.api.shapes import Word

Text = Annotated[str, StringConstraints(max_length=2000, pattern=r"^[^\x00]*$")]


class FieldOut(Schema):
    """A field of a ledger."""

    id: str
    title: str
    type: str
    required: bool
    codes: dict[str, str]


class LedgerOut(Schema):
    """A ledger: its fields, states and acts."""

    id: str
    title: str
    pack: str
    own: bool
    states: dict[str, str]
    acts: dict[str, str]
    entering: list[str]
    fields: list[FieldOut]


class EntryOut(Schema):
    """An entry as the caller may see it."""

    id: UUID
    register_id: str
    number: str
    organ: str
    unit: str
    state: str
    values: dict[str, Any]
    entered_at: datetime
    changed_at: datetime
    due_at: datetime | None
    waits_for: str


class ActOut(Schema):
    """An act on an entry."""

    seq: int
    act: str
    on: date = Field(alias="happened_on")
    recorded_at: datetime
    actor: str = Field(alias="actor_name")
    organ: str
    reason: str
    values: dict[str, Any]
    before: dict[str, Any]
    corrects: int


class EntryWhole(EntryOut):
    """An entry with its history and what the caller may do now."""

    acts: list[ActOut]
    may_do: list[str]


class EntryIn(Schema):
    """A new entry, or an act on one. `key` makes a repeated request the same act; `seen`: how many acts the entry had.

    explained: why words stay that the check of papers asks about, of papers that go out with the act
    """

    act: Word = ""
    values: dict[str, Any] = {}
    reason: Text = ""
    on: date | None = None
    unit: Word = ""
    corrects: int = Field(0, ge=0, le=10**6)
    seen: int | None = Field(None, ge=0, le=10**6)
    key: Annotated[str, StringConstraints(max_length=100, pattern=r"^[^\x00-\x1f\x7f]*$")] = ""
    explained: Text = ""


class CountOut(Schema):
    """A count of a ledger."""

    id: int
    register_id: str
    period: str
    begun_at: datetime
    ended_at: datetime | None
    book: dict[str, Any]
    found: dict[str, Any]
    left: list[str]
    differences: list[dict[str, Any]]


class CountIn(Schema):
    """Beginning a count."""

    unit: Word = ""
    whole: bool = False


class FoundIn(Schema):
    """What was found: of an entry, or of a thing no entry stands for."""

    entry: UUID | None = None
    found: dict[str, Any]


class RatingOut(Schema):
    """A rating."""

    id: int
    sheet: str
    organ: str = Field(alias="organ.name")
    period: str
    stage: str
    points: str | None
    grade: str
    actor: str = Field(alias="actor_name")
    rated_at: datetime

    @staticmethod
    def resolve_points(rating: Any) -> str | None:
        """Points as text, exact to the last digit."""
        return None if rating.points is None else str(rating.points)


class RatingWhole(RatingOut):
    """A rating with all it rests on."""

    result: dict[str, Any]
    evidence: dict[str, Any]


class RateIn(Schema):
    """What a rater gives: part → `points`, `choice`, `count`, `holds`, `reason`, `evidence`."""

    organ: Word
    unit: Word = ""
    subject: Word = ""
    period: Word
    stage: Word = "self"
    given: dict[str, dict[str, Any]] = {}
    reason: Text = ""


class ItemOut(Schema):
    """An item of a catalogue with what covers it."""

    id: str
    title: str
    article: str
    mark: str
    group: str
    covered_by: list[str]


class DutyOut(Schema):
    """A duty owed for a period."""

    id: int
    duty: str
    organ: str = Field(alias="organ.name")
    period: str
    subject: str
    due_at: datetime
    done_at: datetime | None
    late: bool


class NothingIn(Schema):
    """Why there was nothing to report."""

    reason: Text
