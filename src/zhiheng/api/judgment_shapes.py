"""Shapes of a search of judgments as programs ask and are answered."""

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Literal
from uuid import UUID

from ninja import Field, Schema

from zhiheng.api.shapes import Word
from zhiheng.api.work_shapes import Text

Words = Annotated[list[Word], Field(max_length=20)]


class SearchIn(Schema):
    """What is asked: words, elements, filters, the case at hand."""

    text: Text = ""
    charges: Words = []
    circumstances: Words = []
    articles: Words = []
    amount: Annotated[Decimal, Field(ge=0, le=10**13, decimal_places=2)] | None = None
    tiers: Annotated[list[Literal[0, 1, 2, 3, 4]], Field(max_length=5)] = []
    since: date | None = None
    case_id: UUID | None = None
    most: Annotated[int, Field(ge=1, le=50)] = 20
    planned_months: Annotated[Decimal, Field(ge=0, le=1000)] | None = None


class AxisOut(Schema):
    """One element beside what was asked."""

    name: str
    asked: str
    has: str
    share: float


class HitOut(Schema):
    """A judgment found, and why it is alike."""

    judgment_no: str
    court: str
    decided_on: date
    tier: int
    effective: bool
    law_changed: bool
    charges: list[str]
    result: str
    score: float
    text_score: float
    elements_score: float
    words: list[str]
    axes: list[AxisOut]
    passages: list[str]


class RangeOut(Schema):
    """The range of outcomes in months; level only where a planned value was given."""

    count: int
    median: float | None
    p5: float | None
    p10: float | None
    p90: float | None
    p95: float | None
    courts: int
    left_out: int
    level: str = ""
    explanation: str = ""


class SearchOut(Schema):
    """What was found in which corpus."""

    searched_at: datetime
    corpus: str
    total: int
    unread: int
    hits: list[HitOut]
    range: RangeOut
