"""Shapes of what routes answer."""

from datetime import date, datetime
from typing import Annotated, Any
from uuid import UUID

from ninja import Field, Schema
from pydantic import StringConstraints

from zhiheng.exchange.sending.selectors import origin_words, origins_of
from zhiheng.registry.core.masking import HIDDEN
from zhiheng.registry.gate import hides
from zhiheng.schema import DATASETS

Word = Annotated[str, StringConstraints(max_length=200, pattern=r"^[^\x00-\x1f\x7f]*$")]
"""A name or a value on one line."""


class Fault(Schema):
    """An error: what, where, why, and how to mend it."""

    thing: str
    place: str
    reason: str
    remedy: str


class Credentials(Schema):
    """Account and password; code: of the authenticator, where the account has one."""

    username: Word
    password: Annotated[str, StringConstraints(max_length=1000, pattern=r"^[^\x00]*$")]
    code: Annotated[str, StringConstraints(max_length=40, pattern=r"^[^\x00]*$")] = ""


class Token(Schema):
    """A bearer token and how long it holds."""

    token: str
    seconds: int


class Myself(Schema):
    """Who the caller is."""

    username: str
    name: str
    organ: str
    roles: list[str]
    rights: list[str]


class BatchOut(Schema):
    """One batch of the theme library."""

    id: UUID
    seq: int
    dataset: str
    organ: str = Field(alias="organ.name")
    source_name: str
    received_at: datetime
    origin: str = ""
    rows: int
    superseding: int
    content_digest: str
    segment_digest: str


class DeliveryOut(Schema):
    """One file received."""

    id: int
    organ: str = Field(alias="organ.name")
    dataset: str
    name: str
    outcome: str
    rows: int
    accepted: int
    duplicates: int
    superseded: int
    rejected: int
    refusal: str
    batch: UUID | None = Field(None, alias="batch_id")
    correction_of: int | None = Field(None, alias="correction_of_id")
    received_at: datetime
    sent_for: str
    origin: str = ""

    @staticmethod
    def resolve_origin(delivery: Any) -> str:
        """How it came where its organ did not send it itself."""
        return origin_words(delivery)


class HopOut(Schema):
    """One receipt of a package."""

    step: str
    words: str
    organ: str
    noted_at: datetime


class PackageOut(Schema):
    """One exchange package: received or sent."""

    id: int
    direction: str
    state: str
    reason: str
    name: str
    title: str
    node: str
    kind: int
    mark: str
    platform_number: str
    sender: str | None = Field(None, alias="sender.name")
    receiver: str | None = Field(None, alias="receiver.name")
    sent_at: datetime | None
    md5: str
    sha256: str = Field(alias="digest")
    size: int
    seal: str
    case_id: UUID | None
    first_id: int | None
    unread: list[str]
    made_at: datetime
    hops: list[HopOut]

    @staticmethod
    def resolve_hops(package: Any) -> list[Any]:
        """The receipts, oldest first."""
        return list(package.hops.all())


class ClueOut(Schema):
    """One clue."""

    id: int
    model: str
    subject: str
    occurrence: str
    level: str
    summary: str
    organ: str | None = Field(None, alias="organ.name")
    as_of: date
    state: str
    cause: str
    found_at: datetime
    resolved_at: datetime | None
    digest: str

    @staticmethod
    def resolve_summary(clue: Any) -> str:
        """The summary, as the gate shows it."""
        return str(clue.summary_text)


class ClueWhole(ClueOut):
    """One clue with what it rests on."""

    values: dict[str, Any]
    evidence: list[dict[str, Any]]
    cites: list[str]
    result: str
    rests_on: list[dict[str, Any]]

    @staticmethod
    def resolve_evidence(clue: Any) -> list[dict[str, Any]]:
        """The records it rests on, each with how it came where its organ did not send it itself."""
        origins = origins_of(one["batch"] for one in clue.evidence)
        return [{**one, "key": key_told(one), "origin": origins.get(one["batch"], "")} for one in clue.evidence]

    @staticmethod
    def resolve_values(clue: Any) -> dict[str, Any]:
        """Its values, as the gate shows them."""
        return dict.fromkeys(clue.values, HIDDEN) if clue.is_hidden else clue.values


def key_told(one: dict[str, Any]) -> str:
    """The key of a record; hidden where a field of it is sensitive."""
    dataset = DATASETS.get(one["dataset"])
    return HIDDEN if dataset and any(hides(dataset.name, name) for name in dataset.key) else one["key"]


class CaseOut(Schema):
    """One case."""

    id: UUID
    procedure: str
    number: str
    title: str
    open_steps: list[str]
    due_on: date | None
    ended_on: date | None
    result: str
    opened_at: datetime


class ClockOut(Schema):
    """A clock of a step and how it was computed."""

    step: str
    start_on: date
    due_on: date | None
    due_at: datetime | None
    colour: str
    days_left: int | None
    provisional: bool
    source: str
    how: str


class EventOut(Schema):
    """An event of a case."""

    seq: int
    kind: str
    step: str
    outcome: str = Field(alias="outcome_title")
    on: date
    actor: str
    organ: str
    reason: str


class ModelOut(Schema):
    """One supervision model."""

    id: str
    title: str
    purpose: str
    source: list[str]
    level: str
    reads: list[str]
    digest: str


class RegisterOut(Schema):
    """One supervision document in the register."""

    case_id: UUID
    number: str
    kind: str
    title: str
    issued_by: str
    issued_to: str
    drawn_up_on: date
    served_on: date | None
    reply_due_on: date | None
    replied_on: date | None
    in_time: bool | None
    adopted: bool | None
    rectified_on: date | None
    looked_back_on: date | None
    closed_on: date | None
    status: str
